#pragma once

#include <filesystem>
#include <vector>

#include "generation/take.h"
#include "support/result.h"
#include "training/trainer.h"

namespace woodshed
{

/// Pictures painted without a display, by the same code that paints the window. Each starts the
/// offscreen platform where no application runs yet.
[[nodiscard]] Result<void> writeLossPlot(const std::vector<EpochReport>& history,
                                         const std::filesystem::path& path);
[[nodiscard]] Result<void> writeRollPicture(const Take& take, const std::filesystem::path& path);

} // namespace woodshed
