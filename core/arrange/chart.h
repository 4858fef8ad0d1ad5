#pragma once

#include <string>
#include <vector>

#include "score/leadsheet.h"

namespace woodshed
{

/// A chord as the band reads it.
struct ChartChord {
    Ticks start;
    Ticks duration;
    bool sounds = true;         ///< false for NC: the band is silent
    int root = 0;               ///< pitch class
    int bass = 0;               ///< pitch class at the bottom: after the slash, else the root
    std::string quality;        ///< ChordSymbol::quality; empty for a major triad
    std::vector<int> intervals; ///< semitones above the root, 0 first, extensions above 12

    [[nodiscard]] Ticks end() const { return start + duration; }
    [[nodiscard]] bool hasSlash() const { return bass != root; }
    /// Whether the pitch (MIDI number) belongs to the chord, its extensions included.
    [[nodiscard]] bool holds(int pitch) const;
    friend bool operator==(const ChartChord&, const ChartChord&) = default;
};

/// The chords of a whole performance, understood, with its bars and choruses.
struct Chart {
    std::vector<ChartChord> chords; ///< sorted by start, none of no length, no overlaps
    int beatsPerBar = 4;
    Ticks beat{Ticks::perQuarter};
    Ticks bar{4 * Ticks::perQuarter};
    int bars = 0; ///< all of them; the last may be cut short by the length
    int barsPerChorus = 0;
    Ticks length;

    /// The chord that sounds at that time, or null before the first and in gaps.
    [[nodiscard]] const ChartChord* at(Ticks when) const;
};

/// `tune.chords` spans the whole performance of `choruses` choruses. A symbol that cannot be parsed
/// (music read from notes) is understood from its pitches; without any it is silence.
[[nodiscard]] Chart chartOf(const LeadSheet& tune, int choruses);

} // namespace woodshed
