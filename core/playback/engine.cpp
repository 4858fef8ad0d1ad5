#include "playback/engine.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace woodshed
{

namespace
{

/// A quarter of the horizon: three wake-ups may be missed before a note is late.
constexpr auto feedInterval = std::chrono::milliseconds(50);
constexpr auto toneLength = std::chrono::milliseconds(1000);
constexpr int tonePitch = 69; // 440 Hz
constexpr int toneVelocity = 90;
constexpr int channels = 16;
constexpr int reverbSend = 91;

Batch atOnce(std::vector<SoundEvent> events)
{
    Batch batch;
    batch.atOnce = std::move(events);
    return batch;
}

Batch reverbBatch(double amount)
{
    Batch batch;
    const auto value = static_cast<std::uint8_t>(std::lround(amount * 127));
    for (int channel = 0; channel < channels; ++channel) {
        SoundEvent event;
        event.kind = SoundEvent::Kind::Control;
        event.channel = static_cast<std::uint8_t>(channel);
        event.number = reverbSend;
        event.value = value;
        batch.atOnce.push_back(event);
    }
    return batch;
}

} // namespace

Player::Engine::Engine(std::shared_ptr<MidiSystem> midi)
    : m_midi(std::move(midi))
    , m_output(makeSilentOutput())
    , m_scheduler(m_output->doubt())
{
    m_status.driver = "silent";
    m_status.output = {OutputChoice::Kind::Silent, {}};
    m_watch = std::make_unique<PortWatch>(*m_midi,
                                          [this](const PortEvent& event) { portChanged(event); });
    m_feeder = std::jthread([this](const std::stop_token& stop) { feed(stop); });
    m_keeper = std::jthread([this](const std::stop_token& stop) { keep(stop); });
}

Player::Engine::~Engine()
{
    m_keeper = {}; // asks the watch
    m_watch.reset();
    m_input.reset();
    m_feeder = {};
    m_output->carryOut(atOnce(m_live.releaseAll()));
    m_output->carryOut(m_scheduler.stop(m_output->now()));
}

void Player::Engine::load(const Performance& performance)
{
    EventList list = eventList(performance);
    const int program = performance.parts.empty() ? 0 : performance.parts.front().program;
    const std::lock_guard lock(m_mutex);
    m_output->carryOut(atOnce(m_live.use(list, program)));
    m_output->carryOut(m_scheduler.load(std::move(list), m_output->now()));
}

void Player::Engine::replace(const Performance& performance)
{
    EventList list = eventList(performance);
    run([&](Scheduler& scheduler, ClockTime now) {
        return scheduler.replace(std::move(list), now);
    });
}

void Player::Engine::setCountIn(int bars)
{
    const std::lock_guard lock(m_mutex);
    m_scheduler.setCountIn(bars);
}

void Player::Engine::panic()
{
    const std::lock_guard lock(m_mutex);
    m_output->carryOut(atOnce(m_live.releaseAll()));
    m_output->carryOut(m_scheduler.panic(m_output->now()));
    m_output->silence();
}

void Player::Engine::setVolume(double volume)
{
    const std::lock_guard lock(m_mutex);
    m_volume = std::clamp(volume, 0.0, 1.0);
    m_output->setVolume(m_volume);
}

void Player::Engine::setReverb(double amount)
{
    const std::lock_guard lock(m_mutex);
    m_reverb = std::clamp(amount, 0.0, 1.0);
    m_output->carryOut(reverbBatch(m_reverb));
}

Meter Player::Engine::meter()
{
    const std::lock_guard lock(m_mutex);
    return m_output->meter();
}

void Player::Engine::playTestTone()
{
    press(tonePitch, toneVelocity);
    const std::lock_guard lock(m_mutex);
    m_toneEnds = std::chrono::steady_clock::now() + toneLength;
}

void Player::Engine::press(int pitch, int velocity, Time when)
{
    const std::lock_guard lock(m_mutex);
    m_output->carryOut(atOnce(m_live.press(pitch, velocity)));
    if (m_recorder)
        m_recorder->take({when, ChannelMessage::noteOn(0, pitch, velocity)});
}

void Player::Engine::release(int pitch, Time when)
{
    const std::lock_guard lock(m_mutex);
    m_output->carryOut(atOnce(m_live.release(pitch)));
    if (m_recorder)
        m_recorder->take({when, ChannelMessage::noteOff(0, pitch)});
}

void Player::Engine::startRecording()
{
    const std::lock_guard lock(m_mutex);
    // Called by take() and finish() below, with the lock.
    m_recorder.emplace([this](Time when) {
        const auto ago = std::chrono::steady_clock::now() - when;
        return m_scheduler.position(m_output->now() - std::chrono::duration_cast<ClockTime>(ago));
    });
}

std::vector<Note> Player::Engine::stopRecording()
{
    const std::lock_guard lock(m_mutex);
    if (!m_recorder)
        return {};
    std::vector<Note> notes = m_recorder->finish(std::chrono::steady_clock::now());
    m_recorder.reset();
    return notes;
}

void Player::Engine::feed(const std::stop_token& stop)
{
    Lock lock(m_mutex);
    while (!stop.stop_requested()) {
        m_output->carryOut(m_scheduler.advance(m_output->now()));
        if (m_toneEnds && std::chrono::steady_clock::now() >= *m_toneEnds) {
            m_toneEnds.reset();
            m_output->carryOut(atOnce(m_live.release(tonePitch)));
        }
        const auto isBusy = [this] {
            return m_scheduler.state() == Scheduler::State::Playing || m_toneEnds.has_value();
        };
        if (isBusy())
            m_wakeFeeder.wait_for(lock, stop, feedInterval, [] { return false; });
        else
            m_wakeFeeder.wait(lock, stop, isBusy);
    }
}

std::unique_ptr<SoundOutput> Player::Engine::swapOutput(const Lock& /*lock*/,
                                                        std::unique_ptr<SoundOutput> next)
{
    Scheduler::HandOver handOver =
        m_scheduler.handOver(m_output->now(), next->doubt(), next->now());
    m_output->carryOut(atOnce(m_live.releaseAll()));
    m_output->carryOut(handOver.leave);
    std::swap(m_output, next);
    m_heartbeat = {};
    m_live.forgetSetUp();
    m_output->setVolume(m_volume);
    m_output->carryOut(reverbBatch(m_reverb));
    m_output->carryOut(handOver.enter);
    return next;
}

} // namespace woodshed
