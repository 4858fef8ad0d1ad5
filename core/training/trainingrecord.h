#pragma once

#include <optional>
#include <string>

#include "training/checkpoint.h"

namespace woodshed
{

/// What a training run has to tell so far: its epochs and the best weights.
class TrainingRecord
{
public:
    /// `initial` are the best weights until an epoch is done. `guessingLoss` is the loss of blind
    /// guessing, by which a loss that runs away is known.
    TrainingRecord(Weights initial, double guessingLoss, double learningRate);
    /// As it was at a checkpoint.
    TrainingRecord(const TrainingResume& from, double guessingLoss, double learningRate);

    [[nodiscard]] const Weights& best() const { return m_result.best; }
    [[nodiscard]] int bestEpoch() const { return m_result.bestEpoch; }
    /// How many are finished.
    [[nodiscard]] int epochs() const { return static_cast<int>(m_result.history.size()); }
    /// Of training so far, up to the last finished epoch.
    [[nodiscard]] double seconds() const;
    /// How many epochs in a row have brought no better validation loss; 0 without validation.
    [[nodiscard]] int epochsWithoutGain() const;

    /// Takes in a finished epoch and reports it, unless its numbers are not finite. The validation
    /// loss, or the loss where there is none, decides which epoch is best. Returns what has
    /// happened when training must end because it diverges.
    [[nodiscard]] std::optional<std::string> add(const EpochReport& report, Weights now,
                                                 const EpochCallback& onEpoch);
    /// Its part of a checkpoint at the end of the last epoch.
    void describe(TrainingCheckpoint& checkpoint) const;

    /// The result of a run that ends here; `now` are the weights as far as they came.
    [[nodiscard]] TrainingResult ended(TrainingResult::Ending ending, Weights now);
    /// The result of a run that is complete and keeps its last weights.
    [[nodiscard]] TrainingResult completedWithLast(Weights last);
    [[nodiscard]] TrainingResult diverged(const std::string& how);

private:
    TrainingResult m_result;
    double m_guessingLoss;
    double m_learningRate;
    int m_runaway = 0; ///< epochs in a row
};

} // namespace woodshed
