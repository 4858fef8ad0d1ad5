#include "playback/player.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <span>
#include <thread>
#include <utility>

#include "playback/soundfont.h"
#include "playback/soundoutput.h"

namespace woodshed
{
namespace
{

/// A quarter of the horizon: three wake-ups may be missed before a note is late.
constexpr auto feedInterval = std::chrono::milliseconds(50);

struct Opened {
    std::unique_ptr<SoundOutput> output;
    SoundStatus status;
};

Opened silent(SoundStatus status)
{
    status.driver = "silent";
    return {makeSilentOutput(), std::move(status)};
}

Opened openOutput(const PlayerOptions& options, double volume)
{
    SoundStatus status;
    if (options.driver == "silent") {
        status.attempts.emplace_back("silent: in use");
        return silent(std::move(status));
    }
    const auto fonts = options.soundFonts.empty() ? findSoundFonts() : options.soundFonts;
    auto synth = Synth::open(fonts, 44100, gainOf(volume));
    if (!synth) {
        status.attempts.push_back("soundfont: " + synth.error().detail);
        return silent(std::move(status));
    }
    for (const std::string& line : synth->refused())
        status.attempts.push_back("soundfont: " + line);
    auto owned = std::make_unique<Synth>(std::move(*synth));
    auto driver = AudioDriver::open(*owned, options.driver, options.file, status.attempts);
    if (!driver) {
        status.attempts.emplace_back("silent: in use");
        return silent(std::move(status));
    }
    status.soundFont = owned->font().filename().string();
    status.driver = driver->name();
    return {makeSynthOutput(std::move(owned), std::move(driver)), std::move(status)};
}

} // namespace

/// What the caller's thread and the feeder share lies behind one mutex; both hold it only while
/// they hand events to the output. The audio thread never takes it.
class Player::Engine
{
public:
    Engine()
        : m_output(makeSilentOutput())
        , m_scheduler(m_output->doubt())
    {
        m_status.driver = "silent";
        m_feeder = std::thread([this] { feed(); });
    }

    ~Engine()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isEnding = true;
            m_output->carryOut(m_scheduler.stop(m_output->now()));
        }
        m_wake.notify_all();
        m_feeder.join();
    }
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    SoundStatus open(const PlayerOptions& options)
    {
        Opened opened = openOutput(options, volume());
        const std::lock_guard lock(m_mutex);
        // What plays on the old output goes on, on the new one, from the same place.
        const ClockTime before = m_output->now();
        const Ticks position = m_scheduler.position(before);
        const bool isPlaying = m_scheduler.state() == Scheduler::State::Playing;
        m_output->carryOut(m_scheduler.stop(before));
        std::swap(m_output, opened.output);
        m_output->setVolume(m_volume);
        m_scheduler = Scheduler(m_output->doubt());
        (void)m_scheduler.load(m_list, m_output->now());
        (void)m_scheduler.seek(position, m_output->now());
        if (isPlaying)
            m_output->carryOut(m_scheduler.play(m_output->now()));
        m_status = std::move(opened.status);
        return m_status;
    }

    void load(const Performance& performance)
    {
        EventList list = eventList(performance);
        const std::lock_guard lock(m_mutex);
        m_list = std::move(list);
        m_output->carryOut(m_scheduler.load(m_list, m_output->now()));
    }

    /// Runs a command of the scheduler and carries out what it asks.
    template<typename Command>
    void run(const Command& command)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_output->carryOut(command(m_scheduler, m_output->now()));
        }
        m_wake.notify_all();
    }

    void panic()
    {
        const std::lock_guard lock(m_mutex);
        m_output->carryOut(m_scheduler.panic(m_output->now()));
        m_output->silence();
    }

    void setVolume(double volume)
    {
        const std::lock_guard lock(m_mutex);
        m_volume = std::clamp(volume, 0.0, 1.0);
        m_output->setVolume(m_volume);
    }

    double volume() const
    {
        const std::lock_guard lock(m_mutex);
        return m_volume;
    }

    SoundStatus status() const
    {
        const std::lock_guard lock(m_mutex);
        return m_status;
    }

    State state() const
    {
        const std::lock_guard lock(m_mutex);
        switch (m_scheduler.state()) {
        case Scheduler::State::Playing:
            return State::Playing;
        case Scheduler::State::Paused:
            return State::Paused;
        case Scheduler::State::Stopped:
            break;
        }
        return State::Stopped;
    }

    Ticks position() const
    {
        const std::lock_guard lock(m_mutex);
        return m_scheduler.position(m_output->now());
    }

private:
    void feed()
    {
        std::unique_lock lock(m_mutex);
        while (!m_isEnding) {
            m_output->carryOut(m_scheduler.advance(m_output->now()));
            if (m_scheduler.state() == Scheduler::State::Playing)
                m_wake.wait_until(lock, std::chrono::steady_clock::now() + feedInterval);
            else
                m_wake.wait(lock, [this] {
                    return m_isEnding || m_scheduler.state() == Scheduler::State::Playing;
                });
        }
    }

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::unique_ptr<SoundOutput> m_output;
    Scheduler m_scheduler;
    EventList m_list; ///< kept for the output that open() brings
    SoundStatus m_status;
    double m_volume = 0.8;
    bool m_isEnding = false;
    std::thread m_feeder;
};

Player::Player()
    : m_engine(std::make_unique<Engine>())
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
void Player::load(Performance performance)
{
    m_engine->load(performance);
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
        [position](Scheduler& scheduler, ClockTime now) { return scheduler.seek(position, now); });
}

void Player::panic()
{
    m_engine->panic();
}
void Player::setVolume(double volume)
{
    m_engine->setVolume(volume);
}
Player::State Player::state() const
{
    return m_engine->state();
}
Ticks Player::position() const
{
    return m_engine->position();
}

} // namespace woodshed
