#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "playback/soundstatus.h"
#include "playback/transport.h"
#include "score/performance.h"
#include "support/result.h"

namespace woodshed
{

class MidiSystem;

struct PlayerOptions {
    std::vector<std::filesystem::path>
        soundFonts; ///< tried in order; empty: the system's, quickest .sf2 first
    std::string
        driver; ///< tried first; "silent" goes straight to the silent clock; empty: the chain alone
    std::filesystem::path
        file; ///< where the driver "file" writes sound in real time: for tests and reports
    std::optional<OutputChoice> output = {}; ///< instead of the driver: a choice that was saved
};

/// Plays one Performance through FluidSynth, on a chain of drivers (saved choice, PulseAudio, ALSA,
/// PipeWire through SDL, JACK only where a server runs), through a MIDI port, or on a silent clock
/// where there is nothing else, so that the playhead moves all the same. An output that vanishes is
/// replaced by the next best within two seconds and taken again when it is back; status().changes
/// tells. Where the quick font is not the best one there, the better one is loaded beside it and
/// taken while nothing plays.
///
/// Every call may come from any thread; those that open something block and are meant for a worker,
/// and until the first of them is done the silent clock plays. A feeder thread of its own sends the
/// next ~200 ms to the output; every note-on gets its note-off through any order of commands. A
/// sound server that dies raises SIGPIPE in the libraries below: the program has to ignore that
/// signal.
class Player
{
public:
    enum class State { Stopped, Playing, Paused };

    /// With the MIDI ports of this machine, or those of a test.
    explicit Player(std::shared_ptr<MidiSystem> midi = nullptr);
    ~Player();
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    /// Loads the font and opens a driver; blocks for up to a second. Never fails: the worst case is
    /// silence, and the status says why.
    SoundStatus open(const PlayerOptions& options);
    [[nodiscard]] SoundStatus status() const;

    /// What can be chosen now; looked up once a second in the background.
    [[nodiscard]] std::vector<OutputChoice> outputs() const;
    /// Plays through something else from now on, without stopping. Blocks like open().
    SoundStatus choose(const OutputChoice& choice);
    /// Takes another font; where it cannot be loaded the old one stays. Blocks while it loads.
    Result<SoundStatus> chooseSoundFont(const std::filesystem::path& font);

    /// What play() plays next; stops first. Goes back to the start, the performance's own tempo,
    /// and no loop.
    void load(Performance performance);
    /// The same music played otherwise (another swing, another take): playing goes on from the same
    /// place, and tempo, loop and mixer stay.
    void replace(Performance performance);
    void play();
    void pause();
    /// Silences everything and goes back to the start.
    void stop();
    void seek(Ticks position);
    /// All notes off at once, whatever plays.
    void panic();

    /// Quarter notes a minute, slowestTempo to fastestTempo.
    void setTempo(double tempo);
    /// None: plays to the end.
    void setLoop(std::optional<LoopRegion> loop);
    /// Bars that are clicked before playing begins, 0-2.
    void setCountIn(int bars);
    [[nodiscard]] bool isCountingIn() const;
    void setMetronome(bool on);
    /// Everything but the drums, in semitones.
    void setTransposition(int semitones);
    void setMix(std::size_t part, const PartMix& mix);
    /// 0..1, 0.8 is the default.
    void setVolume(double volume);
    /// 0..1, 0.3 is the default.
    void setReverb(double amount);

    /// Keys played by hand, with the sound of the first part; velocity 1-127.
    void noteOn(int pitch, int velocity);
    void noteOff(int pitch);
    /// A second of 440 Hz.
    void playTestTone();
    [[nodiscard]] Meter meter();

    /// The MIDI inputs there are now.
    [[nodiscard]] std::vector<std::string> inputs() const;
    /// Plays what comes in from this input as keys played by hand; empty: from none.
    Result<void> listenTo(const std::string& input);
    /// Notes played by hand from now on are kept, at the place where the music is.
    void startRecording();
    /// What was recorded, as it was played.
    [[nodiscard]] std::vector<Note> stopRecording();

    [[nodiscard]] State state() const;
    /// From the audio clock (or the silent one); runs from 0 to the performance's length, where
    /// playing ends by itself.
    [[nodiscard]] Ticks position() const;

private:
    class Engine;
    std::unique_ptr<Engine> m_engine;
};

} // namespace woodshed
