#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "playback/soundoutput.h"
#include "ports/midiout.h"

namespace woodshed
{

namespace
{

constexpr int channels = 16;
constexpr int expression = 11;

ChannelMessage messageOf(const SoundEvent& event)
{
    switch (event.kind) {
    case SoundEvent::Kind::Program:
        return ChannelMessage::program(event.channel, event.number);
    case SoundEvent::Kind::Control:
        return ChannelMessage::control(event.channel, event.number, event.value);
    case SoundEvent::Kind::NoteOn:
        return ChannelMessage::noteOn(event.channel, event.number, event.value);
    case SoundEvent::Kind::NoteOff:
        break;
    }
    return ChannelMessage::noteOff(event.channel, event.number);
}

/// A MIDI port, on the steady clock.
class MidiOutput : public SoundOutput
{
public:
    explicit MidiOutput(std::unique_ptr<MidiOut> port)
        : m_port(std::move(port))
    {
    }

    ClockTime now() const override
    {
        return std::chrono::duration_cast<ClockTime>(Clock::now() - m_start);
    }
    // The port's own thread sends; it may be a few milliseconds late on a busy machine.
    ClockTime doubt() const override { return std::chrono::milliseconds(20); }

    void carryOut(const Batch& batch) override
    {
        if (batch.clearFirst)
            m_port->clear();
        for (const SoundEvent& event : batch.atOnce)
            m_port->sendNow(messageOf(event));
        for (const TimedEvent& timed : batch.later)
            m_port->send(m_start + timed.at, messageOf(timed.event));
    }

    void silence() override { m_port->panic(); }

    // An instrument's own volume (controller 7) belongs to the mixer.
    void setVolume(double volume) override
    {
        const int value = static_cast<int>(std::lround(std::clamp(volume, 0.0, 1.0) * 127));
        for (int channel = 0; channel < channels; ++channel)
            m_port->sendNow(ChannelMessage::control(channel, expression, value));
    }

    bool isLost() const override { return m_port->isLost(); }

private:
    using Clock = std::chrono::steady_clock;
    std::unique_ptr<MidiOut> m_port;
    Clock::time_point m_start = Clock::now();
};

} // namespace

std::unique_ptr<SoundOutput> makeMidiOutput(std::unique_ptr<MidiOut> port)
{
    return std::make_unique<MidiOutput>(std::move(port));
}

} // namespace woodshed
