#pragma once

#include <memory>

#include "playback/audiodriver.h"
#include "playback/scheduler.h"
#include "playback/soundstatus.h"
#include "playback/synth.h"

namespace woodshed
{

class MidiOut;

/// Where a Player's events go, and the clock they go by. Calls are serialised by the Player.
class SoundOutput
{
public:
    virtual ~SoundOutput() = default;

    [[nodiscard]] virtual ClockTime now() const = 0;
    /// How far what sounds may be from now().
    [[nodiscard]] virtual ClockTime doubt() const = 0;
    virtual void carryOut(const Batch& batch) = 0;
    /// All sound off, tails too.
    virtual void silence() = 0;
    /// 0..1.
    virtual void setVolume(double volume) = 0;
    /// How loud it has been since last asked; silence where that cannot be known.
    [[nodiscard]] virtual Meter meter() { return {}; }
    /// From an event's time to the speaker, in milliseconds; 0 where that cannot be known.
    [[nodiscard]] virtual double latencyMs() const { return 0; }
    /// Whether the other end has gone for good, as far as the output itself can tell.
    [[nodiscard]] virtual bool isLost() const { return false; }
};

/// No sound at all, but a clock that runs, so that a playhead moves.
[[nodiscard]] std::unique_ptr<SoundOutput> makeSilentOutput();

/// FluidSynth's sequencer on its sample clock, one millisecond fine. Takes the synth and the driver
/// that plays it; without a driver the clock goes as far as somebody renders the synth.
[[nodiscard]] std::unique_ptr<SoundOutput> makeSynthOutput(std::unique_ptr<Synth> synth,
                                                           std::unique_ptr<AudioDriver> driver);

/// A MIDI port, played by its own thread.
[[nodiscard]] std::unique_ptr<SoundOutput> makeMidiOutput(std::unique_ptr<MidiOut> port);

/// FluidSynth's gain for a volume of 0..1: 0.6, its loudness with headroom for a quartet, at the
/// default volume of 0.8.
[[nodiscard]] inline double gainOf(double volume)
{
    return 0.75 * volume;
}

} // namespace woodshed
