#pragma once

#include <memory>
#include <utility>

#include <QtGlobal>

#include "training/trainingmodule.h"

namespace woodshed::testing
{

/// The trainer of this build; without it there is nothing to test.
inline std::shared_ptr<Trainer> builtTrainer()
{
    auto trainer = openTrainer(WOODSHED_TRAINING_MODULE);
    if (!trainer)
        qFatal("no trainer: %s", trainer.error().detail.c_str());
    return *trainer;
}

inline TrainingResult succeeded(Result<TrainingResult> result)
{
    if (!result)
        qFatal("training failed: %s", result.error().detail.c_str());
    return std::move(*result);
}

} // namespace woodshed::testing
