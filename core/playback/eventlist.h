#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "score/channels.h"
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
    /// The part of what no part plays: set-up and clicks.
    static constexpr std::uint16_t noPart = std::numeric_limits<std::uint16_t>::max();

    Ticks at;
    Kind kind = Kind::NoteOff;
    std::uint8_t channel = 0;
    std::uint8_t number = 0;
    std::uint8_t value = 0;
    std::uint16_t part = noPart; ///< index into EventList::parts

    friend bool operator==(const SoundEvent&, const SoundEvent&) = default;
};

/// A part as the mixer sees it, in the order of the performance's parts.
struct ListedPart {
    std::string name;
    int channel = -1; ///< the one it plays on; outside 0-15 where it plays nothing
    int volume = 100;
    int pan = 64;

    friend bool operator==(const ListedPart&, const ListedPart&) = default;
};

/// A performance as instruments see it. Per part, channel and pitch, note-ons and note-offs
/// strictly alternate; parts that share a channel may strike the same pitch.
struct EventList {
    std::vector<ListedPart> parts;
    std::vector<SoundEvent>
        setUp; ///< bank, program, volume and pan of every channel in use; before the first note
    std::vector<SoundEvent> notes; ///< by time; at equal times note-offs first, then by channel and
                                   ///< pitch, the longer note before the shorter
    Ticks length;                  ///< of the form, at least 0
    Ticks end;                     ///< when the last note is off and the form is over
    double tempo = 120;            ///< quarter notes a minute, within 1-10,000
    int beatsPerBar = 4;
    Ticks beat = Ticks::fromQuarters(1); ///< from one click to the next
    int dropped = 0; ///< notes that no instrument can play: pitch, channel or time out of range

    [[nodiscard]] double secondsPerTick() const { return 60.0 / (tempo * Ticks::perQuarter); }
};

/// Any performance gives a playable list. A note struck again by its part while it sounds ends
/// there; the same note struck twice at once is one; a note without length lasts a tick. Parts that
/// share a channel with different programs are given free channels as long as there are some.
[[nodiscard]] EventList eventList(const Performance& performance);

/// A list's notes for an instrument without a mixer before it: per channel and pitch, whichever
/// part plays, note-ons and note-offs strictly alternate. A note struck by another part ends the
/// one that sounds; of those struck at once the longest is heard.
[[nodiscard]] std::vector<SoundEvent> withoutUnisons(std::span<const SoundEvent> notes);

} // namespace woodshed
