#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "playback/soundstatus.h"
#include "score/performance.h"
#include "support/result.h"

namespace woodshed
{

struct PlayerOptions {
    std::vector<std::filesystem::path>
        soundFonts; ///< tried in order; empty: the system's, quickest .sf2 first
    std::string
        driver; ///< tried first; "silent" goes straight to the silent clock; empty: the chain alone
    std::filesystem::path
        file; ///< where the driver "file" writes sound in real time: for tests and reports
};

/// Plays one Performance through FluidSynth, on a chain of drivers (saved choice, PulseAudio, ALSA,
/// JACK only where a server runs) or on a silent clock where there is no device, so that the
/// playhead moves all the same. Every call may come from any thread; open() is meant for a worker,
/// and until it is done the silent clock plays. A feeder thread of its own sends the next ~200 ms
/// to the synth; every note-on gets its note-off through any order of commands. A sound server that
/// dies raises SIGPIPE in the libraries below: the program has to ignore that signal.
class Player
{
public:
    enum class State { Stopped, Playing, Paused };

    Player();
    ~Player();
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    /// Loads the font and opens a driver; blocks for up to a second. Never fails: the worst case is
    /// silence, and the status says why.
    SoundStatus open(const PlayerOptions& options);
    [[nodiscard]] SoundStatus status() const;

    /// What play() plays next; stops first. Goes back to the start.
    void load(Performance performance);
    void play();
    void pause();
    /// Silences everything and goes back to the start.
    void stop();
    void seek(Ticks position);
    /// All notes off at once, whatever plays.
    void panic();
    /// 0..1, 0.8 is the default.
    void setVolume(double volume);

    [[nodiscard]] State state() const;
    /// From the audio clock (or the silent one); runs from 0 to the performance's length, where
    /// playing ends by itself.
    [[nodiscard]] Ticks position() const;

private:
    class Engine;
    std::unique_ptr<Engine> m_engine;
};

} // namespace woodshed
