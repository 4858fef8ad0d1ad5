#include <array>
#include <chrono>
#include <utility>

#include <fluidsynth.h>

#include "playback/soundoutput.h"

namespace woodshed
{
namespace
{

class SynthOutput : public SoundOutput
{
public:
    // Binding takes the synth's own lock, so a driver that already runs does no harm.
    SynthOutput(std::unique_ptr<Synth> synth, std::unique_ptr<AudioDriver> driver)
        : m_synth(std::move(synth))
        , m_sequencer(new_fluid_sequencer2(0))
        , m_event(new_fluid_event())
    {
        m_destination = fluid_sequencer_register_fluidsynth(m_sequencer, m_synth->handle());
        fluid_event_set_source(m_event, -1);
        fluid_event_set_dest(m_event, m_destination);
        m_driver = std::move(driver);
    }

    ~SynthOutput() override
    {
        m_driver.reset();
        fluid_sequencer_unregister_client(m_sequencer, m_destination);
        delete_fluid_event(m_event);
        delete_fluid_sequencer(m_sequencer);
    }
    SynthOutput(const SynthOutput&) = delete;
    SynthOutput& operator=(const SynthOutput&) = delete;

    // The time scale is the default, 1000 ticks a second: the sequencer looks at whole milliseconds
    // of its sample clock, so a finer one would promise what it cannot keep, and overflow sooner.
    ClockTime now() const override
    {
        return std::chrono::milliseconds(fluid_sequencer_get_tick(m_sequencer));
    }
    ClockTime doubt() const override { return std::chrono::milliseconds(20); }

    void carryOut(const Batch& batch) override
    {
        if (batch.clearFirst)
            fluid_sequencer_remove_events(m_sequencer, -1, m_destination, -1);
        for (const SoundEvent& event : batch.atOnce)
            m_synth->apply(event);
        for (const TimedEvent& timed : batch.later) {
            const SoundEvent& event = timed.event;
            const bool isOn = event.kind == SoundEvent::Kind::NoteOn;
            if (isOn)
                fluid_event_noteon(m_event, event.channel, event.number, event.value);
            else
                fluid_event_noteoff(m_event, event.channel, event.number);
            fluid_sequencer_send_at(m_sequencer, m_event, tickFor(timed, isOn), 1);
        }
    }

    void silence() override { m_synth->silence(); }
    void setVolume(double volume) override { m_synth->setGain(gainOf(volume)); }
    Meter meter() override { return m_driver ? m_driver->meter() : Meter{}; }
    double latencyMs() const override { return m_driver ? m_driver->latencyMs() : 0; }

private:
    /// In one millisecond the sequencer plays note-offs first: an off that falls into that of its
    /// on would come too early, and the note would never end.
    unsigned tickFor(const TimedEvent& timed, bool isOn)
    {
        const auto exact = std::chrono::round<std::chrono::milliseconds>(timed.at).count();
        auto tick = static_cast<unsigned>(exact);
        unsigned& on = m_lastOn.at(std::size_t{timed.event.channel} * 128 + timed.event.number);
        if (isOn)
            on = tick;
        else if (tick == on)
            ++tick;
        return tick;
    }

    std::array<unsigned, 16 * 128> m_lastOn{}; ///< by key: when it was struck last
    std::unique_ptr<Synth> m_synth;
    fluid_sequencer_t* m_sequencer = nullptr;
    fluid_event_t* m_event = nullptr;
    fluid_seq_id_t m_destination = -1;
    std::unique_ptr<AudioDriver> m_driver; // pulls the synth: goes first
};

} // namespace

std::unique_ptr<SoundOutput> makeSynthOutput(std::unique_ptr<Synth> synth,
                                             std::unique_ptr<AudioDriver> driver)
{
    return std::make_unique<SynthOutput>(std::move(synth), std::move(driver));
}

} // namespace woodshed
