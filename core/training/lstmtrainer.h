#pragma once

#include "training/trainer.h"

namespace woodshed
{

/// The Trainer over LibTorch: SequenceNetwork and Adam, all on the calling thread. Lines are
/// trainLine's.
class LstmTrainer final : public Trainer
{
public:
    [[nodiscard]] Result<TrainingResult> run(const Dataset& dataset, const TrainingOptions& options,
                                             const TrainingCallbacks& callbacks,
                                             const std::stop_token& stop,
                                             const TrainingResume* from = nullptr) override;
    [[nodiscard]] Result<TrainingResult> runLine(const LineDataset& dataset,
                                                 const LineTrainingOptions& options,
                                                 const TrainingCallbacks& callbacks,
                                                 const std::stop_token& stop,
                                                 const TrainingResume* from = nullptr) override;
    [[nodiscard]] std::string blasName() const override;
};

/// What is wrong with the options or the data, if anything: sizes out of range, or more memory or
/// time for one update than a user could wait for.
[[nodiscard]] Result<void> checkTraining(const Dataset& dataset, const TrainingOptions& options);

} // namespace woodshed
