#include "playback/player.h"

#include <utility>

#include "playback/engine.h"
#include "ports/rtmidisystem.h"

namespace woodshed
{

Player::Player(std::shared_ptr<MidiSystem> midi)
    : m_engine(std::make_unique<Engine>(midi ? std::move(midi) : std::make_shared<RtMidiSystem>()))
{
}

Player::~Player() = default;

SoundStatus Player::open(const PlayerOptions& options)
{
    return m_engine->open(options);
}

SoundStatus Player::status() const
{
    return m_engine->status();
}

std::vector<OutputChoice> Player::outputs() const
{
    return m_engine->outputs();
}

SoundStatus Player::choose(const OutputChoice& choice)
{
    return m_engine->choose(choice);
}

Result<SoundStatus> Player::chooseSoundFont(const std::filesystem::path& font)
{
    return m_engine->chooseSoundFont(font);
}

void Player::load(Performance performance)
{
    m_engine->load(performance);
}

void Player::replace(Performance performance)
{
    m_engine->replace(performance);
}

void Player::play()
{
    m_engine->run([](Scheduler& scheduler, ClockTime now) { return scheduler.play(now); });
}

void Player::pause()
{
    m_engine->run([](Scheduler& scheduler, ClockTime now) { return scheduler.pause(now); });
}

void Player::stop()
{
    m_engine->run([](Scheduler& scheduler, ClockTime now) { return scheduler.stop(now); });
}

void Player::seek(Ticks position)
{
    m_engine->run(
        [&](Scheduler& scheduler, ClockTime now) { return scheduler.seek(position, now); });
}

void Player::panic()
{
    m_engine->panic();
}

void Player::setTempo(double tempo)
{
    m_engine->run(
        [&](Scheduler& scheduler, ClockTime now) { return scheduler.setTempo(tempo, now); });
}

void Player::setLoop(std::optional<LoopRegion> loop)
{
    m_engine->run(
        [&](Scheduler& scheduler, ClockTime now) { return scheduler.setLoop(loop, now); });
}

void Player::setCountIn(int bars)
{
    m_engine->setCountIn(bars);
}

bool Player::isCountingIn() const
{
    return m_engine->ask(
        [](const Scheduler& scheduler, ClockTime now) { return scheduler.isCountingIn(now); });
}

void Player::setMetronome(bool on)
{
    m_engine->run(
        [&](Scheduler& scheduler, ClockTime now) { return scheduler.setMetronome(on, now); });
}

void Player::setTransposition(int semitones)
{
    m_engine->run([&](Scheduler& scheduler, ClockTime now) {
        return scheduler.setTransposition(semitones, now);
    });
}

void Player::setMix(std::size_t part, const PartMix& mix)
{
    m_engine->run(
        [&](Scheduler& scheduler, ClockTime now) { return scheduler.setMix(part, mix, now); });
}

void Player::setVolume(double volume)
{
    m_engine->setVolume(volume);
}

void Player::setReverb(double amount)
{
    m_engine->setReverb(amount);
}

void Player::noteOn(int pitch, int velocity)
{
    m_engine->press(pitch, velocity);
}

void Player::noteOff(int pitch)
{
    m_engine->release(pitch);
}

void Player::playTestTone()
{
    m_engine->playTestTone();
}

Meter Player::meter()
{
    return m_engine->meter();
}

std::vector<std::string> Player::inputs() const
{
    return m_engine->ports().inputs;
}

Result<void> Player::listenTo(const std::string& input)
{
    return m_engine->listenTo(input);
}

void Player::startRecording()
{
    m_engine->startRecording();
}

std::vector<Note> Player::stopRecording()
{
    return m_engine->stopRecording();
}

Player::State Player::state() const
{
    return m_engine->ask([](const Scheduler& scheduler, ClockTime) {
        switch (scheduler.state()) {
        case Scheduler::State::Playing:
            return State::Playing;
        case Scheduler::State::Paused:
            return State::Paused;
        case Scheduler::State::Stopped:
            break;
        }
        return State::Stopped;
    });
}

Ticks Player::position() const
{
    return m_engine->ask(
        [](const Scheduler& scheduler, ClockTime now) { return scheduler.position(now); });
}

} // namespace woodshed
