#pragma once

#include <string>
#include <vector>

#include "support/ticks.h"

namespace woodshed
{

/// A chord with its place: the written symbol where there is one, and the pitches it sounds as.
struct PlacedChord {
    Ticks start;
    Ticks duration;
    std::string text; ///< as typed ("Bbmaj7"), or a name made from the pitches; "NC" for silence
    std::vector<int> pitches; ///< MIDI numbers in stored order, never sorted; empty for NC

    [[nodiscard]] Ticks end() const { return start + duration; }
    friend bool operator==(const PlacedChord&, const PlacedChord&) = default;
};

/// The chords of one chorus, sorted by start, without overlaps; `length` is the length of the form.
struct ChordProgression {
    std::vector<PlacedChord> chords;
    Ticks length;

    /// The last chord that starts at or before `when`, or null before the first.
    [[nodiscard]] const PlacedChord* at(Ticks when) const;
    friend bool operator==(const ChordProgression&, const ChordProgression&) = default;
};

/// The progression played `choruses` times in a row.
[[nodiscard]] ChordProgression repeated(const ChordProgression& chorus, int choruses);

} // namespace woodshed
