#pragma once

#include <filesystem>
#include <memory>

#include "support/result.h"
#include "training/trainer.h"

namespace woodshed
{

/// Opens the LibTorch module (dlopen; about 0.6 s the first time, so call it off the UI thread) and
/// makes its Trainer. The module stays open until the process ends. Fails with a sentence when the
/// file or one of its libraries is missing.
[[nodiscard]] Result<std::shared_ptr<Trainer>> openTrainer(const std::filesystem::path& module);

} // namespace woodshed
