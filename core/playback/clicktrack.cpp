#include "playback/clicktrack.h"

#include <algorithm>

namespace woodshed
{
namespace
{

constexpr std::uint8_t accentVelocity = 112;
constexpr std::uint8_t beatVelocity = 88;
constexpr Ticks longestClick{60};

/// Rounds down, also below zero.
std::int64_t floorDivide(std::int64_t dividend, std::int64_t divisor)
{
    const std::int64_t quotient = dividend / divisor;
    return dividend % divisor < 0 ? quotient - 1 : quotient;
}

} // namespace

std::vector<SoundEvent> ClickTrack::setUp(const EventList& list)
{
    const bool hasDrums =
        std::any_of(list.setUp.begin(), list.setUp.end(),
                    [](const SoundEvent& event) { return event.channel == drumChannel; });
    if (hasDrums)
        return {};
    return {{{}, SoundEvent::Kind::Program, drumChannel, 0, 0},
            {{}, SoundEvent::Kind::Control, drumChannel, 7, 100},
            {{}, SoundEvent::Kind::Control, drumChannel, 10, 64}};
}

void ClickTrack::moveTo(Ticks tick, Ticks entry, const EventList& list)
{
    m_entry = entry;
    m_beat = list.beat;
    m_length = std::min(longestClick, Ticks{list.beat.count / 2});
    m_beatsPerBar = list.beatsPerBar;
    m_isCounting = tick < entry;
    m_origin = m_isCounting ? entry : Ticks{};
    skipTo(tick);
}

void ClickTrack::skipTo(Ticks tick)
{
    m_index = floorDivide((tick - m_origin).count, m_beat.count);
    m_isOn = true;
    while (place() < tick)
        step();
}

ClickTrack::Click ClickTrack::next() const
{
    const bool isAccent = m_index % m_beatsPerBar == 0;
    SoundEvent event{place(), m_isOn ? SoundEvent::Kind::NoteOn : SoundEvent::Kind::NoteOff,
                     drumChannel, isAccent ? accentKey : beatKey};
    if (m_isOn)
        event.value = isAccent ? accentVelocity : beatVelocity;
    return {event, m_isCounting};
}

void ClickTrack::step()
{
    if (!m_isOn)
        ++m_index;
    m_isOn = !m_isOn;
    if (m_isCounting && place() >= m_entry) {
        m_isCounting = false;
        m_origin = {};
        skipTo(m_entry);
    }
}

} // namespace woodshed
