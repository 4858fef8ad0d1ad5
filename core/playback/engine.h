#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "playback/fontloading.h"
#include "playback/heartbeat.h"
#include "playback/liveinput.h"
#include "playback/livekeys.h"
#include "playback/openoutput.h"
#include "playback/player.h"
#include "playback/recorder.h"
#include "playback/scheduler.h"
#include "ports/midisystem.h"
#include "ports/portwatch.h"

namespace woodshed
{

/// What the callers' threads, the feeder and the keeper share lies behind one mutex, held only
/// while events are handed to the output. The audio thread never takes it.
///
/// The feeder sends what is due within the horizon. The keeper looks after the output: it notices
/// that a sound server died or a port vanished, falls back, comes back, and swaps in a better font
/// while nothing plays.
class Player::Engine
{
public:
    explicit Engine(std::shared_ptr<MidiSystem> midi);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // Outputs: these block, one after the other.
    SoundStatus open(const PlayerOptions& options);
    SoundStatus choose(const OutputChoice& choice);
    Result<SoundStatus> chooseSoundFont(const std::filesystem::path& font);
    [[nodiscard]] SoundStatus status() const;
    [[nodiscard]] std::vector<OutputChoice> outputs() const;
    [[nodiscard]] PortList ports() const;

    // Music
    void load(const Performance& performance);
    void replace(const Performance& performance);
    /// Runs a command of the scheduler and carries out what it asks.
    template<typename Command>
    void run(const Command& command)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_output->carryOut(command(m_scheduler, m_output->now()));
        }
        m_wakeFeeder.notify_all();
    }
    /// Reads the scheduler.
    template<typename Question>
    auto ask(const Question& question) const
    {
        const std::lock_guard lock(m_mutex);
        return question(m_scheduler, m_output->now());
    }
    void setCountIn(int bars);
    void panic();

    // Sound
    void setVolume(double volume);
    void setReverb(double amount);
    [[nodiscard]] Meter meter();
    void playTestTone();

    // Keys played by hand
    using Time = std::chrono::steady_clock::time_point;
    void press(int pitch, int velocity, Time when = std::chrono::steady_clock::now());
    void release(int pitch, Time when = std::chrono::steady_clock::now());
    Result<void> listenTo(const std::string& input);
    void startRecording();
    [[nodiscard]] std::vector<Note> stopRecording();

private:
    using Lock = std::unique_lock<std::mutex>;

    void feed(const std::stop_token& stop);
    void keep(const std::stop_token& stop);
    void portChanged(const PortEvent& event);

    /// Puts another output in place; playing goes on from the same place. Returns the old one, to
    /// be closed without the lock.
    std::unique_ptr<SoundOutput> swapOutput(const Lock& lock, std::unique_ptr<SoundOutput> next);
    /// Closes what is open and opens what `options` asks for. With a `reason` it is a stand-in for
    /// what was wanted, and that is why.
    SoundStatus reopen(const Lock& changing, const OutputOptions& options,
                       const std::string& reason, std::unique_ptr<Synth> loaded = nullptr);
    [[nodiscard]] OutputOptions optionsFor(OutputChoice choice) const;

    void lookAfterOutput(Lock& changing);
    void lookAfterFont(const Lock& changing);
    void lookAfterInput(const Lock& changing);
    void received(const TimedMessage& message);
    void loadBetterFont(const Lock& changing);

    std::shared_ptr<MidiSystem> m_midi;

    std::mutex m_changing; ///< one change of output at a time; taken before m_mutex
    PlayerOptions m_options;
    std::optional<std::filesystem::path> m_chosenFont;
    std::filesystem::path m_font;          ///< in use
    std::shared_ptr<FontLoading> m_better; ///< under way, or waiting for silence
    std::string m_lostDriver;              ///< the server that died, to come back to
    std::string m_wantedInput;
    std::unique_ptr<LiveInput> m_input; ///< its thread may wait for m_mutex: not closed under it

    mutable std::mutex m_mutex; ///< of all below
    std::condition_variable_any m_wakeFeeder;
    std::condition_variable_any m_wakeKeeper;
    std::unique_ptr<SoundOutput> m_output;
    Scheduler m_scheduler;
    Heartbeat m_heartbeat;
    LiveKeys m_live;
    std::optional<Recorder> m_recorder;
    std::optional<Time> m_toneEnds;
    SoundStatus m_status;
    bool m_isPortLost = false;   ///< the one in use
    bool m_isWantedBack = false; ///< it may be opened again
    bool m_hasInputChanged = false;
    double m_volume = 0.8;
    double m_reverb = 0.3;

    // The threads use all of the above: ~Engine() ends them first.
    std::unique_ptr<PortWatch> m_watch;
    std::jthread m_feeder;
    std::jthread m_keeper;
};

} // namespace woodshed
