#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "playback/player.h"
#include "playback/soundstatus.h"
#include "playback/transport.h"

namespace woodshed
{

/// What the window needs of a player; connectToCore() makes the real one. Every call may come from
/// any thread, as Player says.
class Sound
{
public:
    virtual ~Sound() = default;

    /// Blocks for up to a second.
    virtual SoundStatus open(const PlayerOptions& options) = 0;
    [[nodiscard]] virtual SoundStatus status() const = 0;

    virtual void load(Performance performance) = 0;
    /// The same music otherwise arranged: playing goes on from the same place.
    virtual void replace(Performance performance) = 0;
    virtual void play() = 0;
    virtual void pause() = 0;
    virtual void stop() = 0;
    virtual void seek(Ticks position) = 0;
    virtual void panic() = 0;
    [[nodiscard]] virtual Player::State state() const = 0;
    [[nodiscard]] virtual Ticks position() const = 0;
    [[nodiscard]] virtual bool isCountingIn() const = 0;

    virtual void setVolume(double volume) = 0;
    virtual void setTempo(double quartersPerMinute) = 0;
    virtual void setLoop(std::optional<LoopRegion> region) = 0;
    virtual void setCountIn(int bars) = 0;
    virtual void setMetronome(bool on) = 0;
    virtual void setTransposition(int semitones) = 0;
    virtual void setMix(std::size_t part, const PartMix& mix) = 0;
    /// 0..1
    virtual void setReverb(double amount) = 0;
    /// How loud it has been since last asked.
    [[nodiscard]] virtual Meter meter() = 0;

    /// What can be chosen now.
    [[nodiscard]] virtual std::vector<OutputChoice> outputs() const = 0;
    /// Blocks for up to a second.
    virtual SoundStatus choose(const OutputChoice& output) = 0;
    [[nodiscard]] virtual std::vector<std::filesystem::path> soundFonts() const = 0;
    /// Blocks for up to a second; the font from before stays where this one cannot be used.
    virtual Result<SoundStatus> chooseSoundFont(const std::filesystem::path& font) = 0;
    virtual void testTone() = 0;

    virtual void noteOn(int pitch, int velocity) = 0;
    virtual void noteOff(int pitch) = 0;
    [[nodiscard]] virtual std::vector<std::string> inputs() const = 0;
    /// Plays what comes from that MIDI input; an empty name listens to none.
    virtual Result<void> listenTo(const std::string& input) = 0;
    virtual void startRecording() = 0;
    virtual std::vector<Note> stopRecording() = 0;
};

} // namespace woodshed
