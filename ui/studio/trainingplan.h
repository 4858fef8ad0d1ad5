#pragma once

#include "studio/corpussource.h"
#include "training/trainer.h"

namespace woodshed
{

/// How a corpus is to be learnt: in which profile, and with which numbers.
struct TrainingPlan {
    enum class Profile { Woodshed, Notebook };
    Profile profile = Profile::Notebook;
    TrainingOptions notebook;
    LineTrainingOptions line;

    [[nodiscard]] int epochs() const;
    /// Whether the corpus has what the profile learns from.
    [[nodiscard]] bool fits(const StudioCorpus& corpus) const;
    [[nodiscard]] Result<TrainingResult> run(Trainer& trainer, const StudioCorpus& corpus,
                                             const TrainingCallbacks& callbacks,
                                             const std::stop_token& stop,
                                             const TrainingResume* from = nullptr) const;
    /// What the run begins with. Takes up to a second for a large network.
    [[nodiscard]] Weights untrained(const StudioCorpus& corpus) const;
    /// Weights with all that improvising with them needs.
    [[nodiscard]] Model modelWith(Weights weights, const StudioCorpus& corpus) const;
    /// How long the run takes on an ordinary computer, from experience.
    [[nodiscard]] double expectedSeconds(const StudioCorpus& corpus) const;
};

/// Whether a run keeps what it has learnt by then, to be heard: 1, 2, 5, 10, 20, 50, ... 5,000.
[[nodiscard]] bool isMilestone(int epoch);

} // namespace woodshed
