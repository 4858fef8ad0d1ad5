#pragma once

#include <memory>
#include <optional>

#include "generation/generator.h"
#include "generation/originality.h"
#include "generation/take.h"
#include "model/weights.h"

namespace woodshed
{

/// How a take came about.
struct TakeOrigin {
    std::shared_ptr<const Model> model;      ///< null where no network made it
    std::shared_ptr<const LineIndex> corpus; ///< what the model had learned from; may be null
    /// Null where there was no corpus to compare.
    std::shared_ptr<const OriginalityReport> originality;
    std::optional<BarRange> newBars; ///< where only these were made anew
};

/// A take fresh from the worker.
struct MadeTake {
    std::shared_ptr<const Take> take;
    TakeOrigin origin;
};

} // namespace woodshed
