#pragma once

#include <cstdint>
#include <vector>

#include "score/performance.h"

namespace woodshed
{

/// One thing to tell an instrument, at a musical time; no engine is meant, so that FluidSynth and a
/// MIDI port can both play it.
struct SoundEvent {
    enum class Kind : std::uint8_t {
        Program, ///< number = program
        Control, ///< number = controller, value = its value
        NoteOff, ///< number = pitch
        NoteOn,  ///< number = pitch, value = velocity 1-127
    };
    Ticks at;
    Kind kind = Kind::NoteOff;
    std::uint8_t channel = 0;
    std::uint8_t number = 0;
    std::uint8_t value = 0;

    friend bool operator==(const SoundEvent&, const SoundEvent&) = default;
};

/// A performance as instruments see it. Per channel and pitch, note-ons and note-offs strictly
/// alternate.
struct EventList {
    std::vector<SoundEvent>
        setUp; ///< bank, program, volume and pan of every channel in use; before the first note
    std::vector<SoundEvent>
        notes;          ///< by time; at equal times note-offs first, then by channel and pitch
    Ticks length;       ///< of the form, at least 0
    Ticks end;          ///< when the last note is off and the form is over
    double tempo = 120; ///< quarter notes a minute, within 1-10,000
    int dropped = 0;    ///< notes that no instrument can play: pitch, channel or time out of range

    [[nodiscard]] double secondsPerTick() const { return 60.0 / (tempo * Ticks::perQuarter); }
};

/// Any performance gives a playable list. A note struck again while it sounds ends there; the same
/// note struck twice at once is one; a note without length lasts a tick. Parts that share a channel
/// with different programs are given free channels as long as there are some.
[[nodiscard]] EventList eventList(const Performance& performance);

} // namespace woodshed
