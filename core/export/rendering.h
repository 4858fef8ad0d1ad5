#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "playback/eventlist.h"
#include "playback/synth.h"

namespace woodshed
{

/// The sound of a performance, frame after frame, from the sample clock alone.
class Rendering
{
public:
    /// FluidSynth's own block: events act at its borders.
    static constexpr std::size_t blockFrames = 64;

    Rendering(Synth synth, EventList list, int sampleRate);

    /// The next frames, whole blocks of them, interleaved; an event acts at the border nearest to
    /// its time. However the frames are asked for, they are the same.
    void next(std::span<float> stereo);

private:
    /// How many of the next `frames` can be made before the next event acts.
    [[nodiscard]] std::size_t undisturbed(std::size_t frames) const;

    Synth m_synth;
    EventList m_list;
    double m_framesPerTick;
    std::size_t m_next = 0;
    std::int64_t m_frame = 0;
};

} // namespace woodshed
