#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>

#include "score/performance.h"
#include "support/result.h"

namespace woodshed
{

struct AudioOptions {
    std::filesystem::path soundFont; ///< empty: the system's quickest
    std::string title;               ///< tags
    std::string artist = "Woodshed";
};

/// Renders offline through FluidSynth into a file; the suffix chooses the kind: .wav and .flac
/// (16-bit, 44.1 kHz), .ogg, .mp3 (44.1 kHz), .opus (48 kHz). Ends by its own computed length, the
/// last note-off and at most 3 s of tail, so an unmatched note cannot hang it; over 4 hours is
/// refused. Peak at -1 dBFS. Up to eight minutes (seven of Opus) are rendered once and held in at
/// most 170 MB, longer music is rendered twice. Written beside and renamed; a stop leaves no file
/// (ErrorCode::Cancelled). `progress` gets 0..1, rising, at most a hundred times, on the calling
/// thread.
[[nodiscard]] Result<void> renderAudio(const Performance& performance,
                                       const std::filesystem::path& path,
                                       const AudioOptions& options,
                                       const std::function<void(double)>& progress = {},
                                       const std::stop_token& stop = {});

} // namespace woodshed
