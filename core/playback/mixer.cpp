#include "playback/mixer.h"

#include <algorithm>
#include <cmath>

namespace woodshed
{
namespace
{

constexpr std::uint8_t volumeController = 7;
constexpr std::uint8_t panController = 10;

SoundEvent control(int channel, std::uint8_t controller, double value)
{
    return {{},
            SoundEvent::Kind::Control,
            static_cast<std::uint8_t>(channel),
            controller,
            static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 127.0)))};
}

bool isOnAChannel(const ListedPart& part)
{
    return part.channel >= 0 && part.channel < 16;
}

} // namespace

void Mixer::take(const EventList& list)
{
    m_parts = list.parts;
    findSilent();
}

std::vector<SoundEvent> Mixer::set(std::size_t part, PartMix mix)
{
    std::vector<SoundEvent> events;
    if (part >= SoundEvent::noPart)
        return events;
    mix.volume = std::isnan(mix.volume) ? PartMix{}.volume : std::clamp(mix.volume, 0.0, 1.0);
    mix.pan = std::isnan(mix.pan) ? PartMix{}.pan : std::clamp(mix.pan, -1.0, 1.0);
    if (part >= m_strips.size())
        m_strips.resize(part + 1);
    const PartMix before = m_strips[part];
    m_strips[part] = mix;
    findSilent();
    if (part < m_parts.size() && isOnAChannel(m_parts[part]) &&
        (mix.volume != before.volume || mix.pan != before.pan)) {
        m_lastSet.at(static_cast<std::size_t>(m_parts[part].channel)) = part;
        appendStrip(part, events);
    }
    return events;
}

PartMix Mixer::of(std::size_t part) const
{
    return part < m_strips.size() ? m_strips[part] : PartMix{};
}

bool Mixer::isSilent(std::size_t part) const
{
    return part < m_isSilent.size() && m_isSilent[part];
}

void Mixer::findSilent()
{
    bool isAnySoloed = false;
    for (std::size_t part = 0; part < m_parts.size(); ++part)
        isAnySoloed = isAnySoloed || of(part).soloed;
    m_isSilent.assign(m_parts.size(), false);
    for (std::size_t part = 0; part < m_parts.size(); ++part)
        m_isSilent[part] = of(part).muted || (isAnySoloed && !of(part).soloed);
}

std::size_t Mixer::leaderOf(std::size_t channel) const
{
    const auto isOnIt = [&](const ListedPart& part) {
        return part.channel == static_cast<int>(channel);
    };
    const std::size_t last = m_lastSet.at(channel);
    if (last < m_parts.size() && isOnIt(m_parts[last]))
        return last;
    const auto first = std::find_if(m_parts.begin(), m_parts.end(), isOnIt);
    return static_cast<std::size_t>(first - m_parts.begin());
}

void Mixer::appendStrip(std::size_t part, std::vector<SoundEvent>& events) const
{
    const ListedPart& listed = m_parts[part];
    const PartMix mix = of(part);
    events.push_back(control(listed.channel, volumeController, listed.volume * mix.volume));
    events.push_back(control(listed.channel, panController, listed.pan + 64 * mix.pan));
}

std::vector<SoundEvent> Mixer::setUp(const EventList& list) const
{
    std::vector<SoundEvent> events;
    for (const SoundEvent& event : list.setUp) {
        const std::size_t leader = leaderOf(event.channel);
        const bool isMixed = event.kind == SoundEvent::Kind::Control && leader < m_parts.size() &&
                             (event.number == volumeController || event.number == panController);
        if (!isMixed)
            events.push_back(event);
        else if (event.number == volumeController)
            appendStrip(leader, events);
    }
    return events;
}

void Mixer::setTransposition(int semitones)
{
    m_transposition = std::clamp(semitones, -widestTransposition, widestTransposition);
}

std::uint8_t Mixer::pitchOf(std::uint8_t channel, std::uint8_t written) const
{
    if (channel == drumChannel)
        return written;
    int pitch = written + m_transposition;
    if (pitch < 0)
        pitch += 12;
    if (pitch > 127)
        pitch -= 12;
    return static_cast<std::uint8_t>(pitch);
}

} // namespace woodshed
