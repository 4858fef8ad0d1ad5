#include "export/rendering.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace woodshed
{

Rendering::Rendering(Synth synth, EventList list, int sampleRate)
    : m_synth(std::move(synth))
    , m_list(std::move(list))
    , m_framesPerTick(m_list.secondsPerTick() * sampleRate)
{
    for (const SoundEvent& event : m_list.setUp)
        m_synth.apply(event);
}

std::size_t Rendering::undisturbed(std::size_t frames) const
{
    if (m_next == m_list.notes.size())
        return frames;
    constexpr auto block = static_cast<double>(blockFrames);
    const double until = static_cast<double>(m_list.notes[m_next].at.count) * m_framesPerTick -
                         static_cast<double>(m_frame);
    const double blocks = std::max(0.0, std::ceil(until / block - 0.5));
    return blocks * block < static_cast<double>(frames)
               ? static_cast<std::size_t>(blocks) * blockFrames
               : frames;
}

void Rendering::next(std::span<float> stereo)
{
    while (!stereo.empty()) {
        // FluidSynth works faster the more blocks it is asked for at once.
        std::size_t frames = 0;
        while ((frames = undisturbed(stereo.size() / 2)) == 0)
            m_synth.apply(m_list.notes[m_next++]);
        m_synth.render(stereo.first(2 * frames));
        stereo = stereo.subspan(2 * frames);
        m_frame += static_cast<std::int64_t>(frames);
    }
}

} // namespace woodshed
