#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "export/framespool.h"
#include "export/rendering.h"
#include "export/soundfile.h"
#include "support/result.h"

namespace woodshed
{

/// Performances that sound together, each recorded on a track of its own: rendered once, measured
/// as the mix they make, and only then written, because the gain is known at the end. What does not
/// hang together is worked on side by side, on as many cores as there are; the frames are the same
/// on any number of them.
class Recording
{
public:
    using Reach = std::function<void(double)>; ///< how much of the step is done, 0..1

    /// Spools go to `folder` where they outgrow `framesInMemory`, all tracks together.
    Recording(std::vector<Rendering> tracks, const std::filesystem::path& folder,
              std::size_t framesInMemory, int sampleRate, double endSeconds);

    /// To `endSeconds` and on until the mix is silent, for at most 3 s.
    [[nodiscard]] Result<void> record(const Reach& reach, const std::stop_token& stop);

    /// What record() took, with the peak of the mix at -1 dBFS (lower where a track alone would
    /// clip) and the end of the tail faded; a file for each track.
    [[nodiscard]] Result<void> write(std::span<SoundFile> files, const Reach& reach,
                                     const std::stop_token& stop);

private:
    struct Track {
        Rendering rendering;
        FrameSpool spool;
    };
    /// Chunk `index` of the stretches that were rendered: onto the tracks, and mixed.
    [[nodiscard]] Result<void> keepChunk(std::span<const std::vector<float>> stretches,
                                         std::size_t index, std::span<float> mix);
    [[nodiscard]] Result<void> writeStretch(Track& track, SoundFile& file, std::span<float> part,
                                            std::size_t firstFrame);
    [[nodiscard]] std::size_t framesIn(double seconds) const;
    [[nodiscard]] double gain() const;

    std::vector<Track> m_tracks;
    int m_sampleRate;
    std::size_t m_bodyFrames;
    std::size_t m_mostFrames;
    std::size_t m_frames = 0;
    float m_mixPeak = 0;
    float m_loudestTrack = 0;
};

} // namespace woodshed
