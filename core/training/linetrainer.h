#pragma once

#include "training/trainer.h"

namespace woodshed
{

/// Trainer::runLine over LibTorch: SequenceNetwork with dropout and AdamW, all on the calling
/// thread. Data and options must have passed checkLineTraining. May throw what LibTorch throws.
[[nodiscard]] Result<TrainingResult> trainLine(const LineDataset& dataset,
                                               const LineTrainingOptions& options,
                                               const TrainingCallbacks& callbacks,
                                               const std::stop_token& stop,
                                               const TrainingResume* from);

/// What is wrong with the options or the data, if anything: sizes out of range, indices that point
/// nowhere, or more memory or time for one window than a user could wait for.
[[nodiscard]] Result<void> checkLineTraining(const LineDataset& dataset,
                                             const LineTrainingOptions& options);

/// How many windows go through the network at once, so that a stop is obeyed in time: the whole
/// batch, or part of it in a large network, whose gradients then add up in order.
[[nodiscard]] std::size_t windowsAtOnce(const LineDataset& dataset,
                                        const LineTrainingOptions& options);

} // namespace woodshed
