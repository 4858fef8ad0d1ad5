#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "playback/transport.h"
#include "score/performance.h"
#include "support/result.h"

namespace woodshed
{

struct AudioOptions {
    std::filesystem::path soundFont; ///< empty: the system's quickest
    std::string title;               ///< tags; empty ones are left out
    std::string artist = "Woodshed";
    std::string comment; ///< "For Anna, 4 May; seed 7"
    /// As the mixer has them, by part of the performance; those that are missing are untouched.
    /// Stems are never mixed.
    std::vector<PartMix> mix = {};
};

/// Renders offline through FluidSynth into a file; the suffix chooses the kind: .wav and .flac
/// (16-bit, 44.1 kHz), .ogg, .mp3 (44.1 kHz), .opus (48 kHz). Ends by its own computed length, the
/// last note-off and at most 3 s of tail, faded, so an unmatched note cannot hang it; over 4 hours
/// is refused. Peak at -1 dBFS. At most 130 MB of sound are held in memory; the rest of longer
/// music, 21 MB a minute, waits in a nameless file beside the target. Written beside and renamed; a
/// stop leaves no file (ErrorCode::Cancelled). `progress` gets 0..1, rising, at most a hundred
/// times, on the calling thread.
[[nodiscard]] Result<void> renderAudio(const Performance& performance,
                                       const std::filesystem::path& path,
                                       const AudioOptions& options,
                                       const std::function<void(double)>& progress = {},
                                       const std::stop_token& stop = {});

/// The same with a file for each part that has notes, named by stemPaths(): all of the same length,
/// so that they can be laid under one another, and with one gain, so that their sum is the mix with
/// its peak at -1 dBFS (lower only where a part alone would clip). Either all files are replaced or
/// none. Returns their paths. At most 32 parts.
[[nodiscard]] Result<std::vector<std::filesystem::path>>
renderStems(const Performance& performance, const std::filesystem::path& path,
            const AudioOptions& options, const std::function<void(double)>& progress = {},
            const std::stop_token& stop = {});

} // namespace woodshed
