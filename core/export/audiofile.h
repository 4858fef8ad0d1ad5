#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>

#include "score/performance.h"
#include "support/result.h"

namespace woodshed
{

struct AudioOptions {
    std::filesystem::path soundFont; ///< empty: the system's quickest .sf2
    std::string title;               ///< tags
    std::string artist = "Woodshed";
};

/// Renders offline through FluidSynth into a file; the suffix chooses the kind: .wav (16-bit PCM) .flac .ogg .opus .mp3.
/// Ends by its own computed length (an unmatched note cannot hang it). Peak at -1 dBFS. Written beside and renamed; a stop leaves no
/// file (ErrorCode::Cancelled). `progress` gets 0..1, on the calling thread.
[[nodiscard]] Result<void> renderAudio(const Performance& performance, const std::filesystem::path& path,
                                       const AudioOptions& options, const std::function<void(double)>& progress = {},
                                       const std::stop_token& stop = {});

} // namespace woodshed
