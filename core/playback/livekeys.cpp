#include "playback/livekeys.h"

#include <algorithm>

namespace woodshed
{

namespace
{

constexpr int channels = 16;

int freeChannel(const EventList& music)
{
    for (int channel = channels - 1; channel >= 0; --channel) {
        const bool isTaken =
            std::any_of(music.setUp.begin(), music.setUp.end(),
                        [&](const SoundEvent& event) { return event.channel == channel; });
        if (channel != drumChannel && !isTaken)
            return channel;
    }
    return channels - 1;
}

} // namespace

SoundEvent LiveKeys::event(SoundEvent::Kind kind, int number, int value) const
{
    SoundEvent made;
    made.kind = kind;
    made.channel = static_cast<std::uint8_t>(m_channel);
    made.number = static_cast<std::uint8_t>(number);
    made.value = static_cast<std::uint8_t>(value);
    return made;
}

std::vector<SoundEvent> LiveKeys::use(const EventList& music, int program)
{
    std::vector<SoundEvent> events = releaseAll();
    m_channel = freeChannel(music);
    m_program = std::clamp(program, 0, 127);
    m_isSetUp = false;
    return events;
}

std::vector<SoundEvent> LiveKeys::press(int pitch, int velocity)
{
    std::vector<SoundEvent> events;
    if (pitch < 0 || pitch > 127)
        return events;
    if (!m_isSetUp) {
        m_isSetUp = true;
        events.push_back(event(SoundEvent::Kind::Control, 0));
        events.push_back(event(SoundEvent::Kind::Program, m_program));
        events.push_back(event(SoundEvent::Kind::Control, 7, 100));
    }
    const auto key = static_cast<std::size_t>(pitch);
    if (m_down.test(key))
        events.push_back(event(SoundEvent::Kind::NoteOff, pitch));
    m_down.set(key);
    events.push_back(event(SoundEvent::Kind::NoteOn, pitch, std::clamp(velocity, 1, 127)));
    return events;
}

std::vector<SoundEvent> LiveKeys::release(int pitch)
{
    std::vector<SoundEvent> events;
    if (pitch < 0 || pitch > 127 || !m_down.test(static_cast<std::size_t>(pitch)))
        return events;
    m_down.reset(static_cast<std::size_t>(pitch));
    events.push_back(event(SoundEvent::Kind::NoteOff, pitch));
    return events;
}

std::vector<SoundEvent> LiveKeys::releaseAll()
{
    std::vector<SoundEvent> events;
    for (int pitch = 0; pitch < 128 && m_down.any(); ++pitch) {
        for (const SoundEvent& off : release(pitch))
            events.push_back(off);
    }
    return events;
}

} // namespace woodshed
