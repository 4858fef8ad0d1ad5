#pragma once

#include <bitset>
#include <cstddef>

#include "arrange/chart.h"

namespace woodshed
{

/// Intervals in semitones above a root, folded into one octave.
using Intervals = std::bitset<12>;

/// What a player sees in a chord symbol. Intervals in semitones above the root, below 12; -1 for a
/// member that the chord lacks.
struct ChordAnatomy {
    Intervals tones;
    int third = -1;   ///< 3 or 4; where both are missing the suspension in their place, 5 or 2
    int fifth = -1;   ///< the natural one where the chord has several
    int seventh = -1; ///< 10 or 11, else a sixth or a diminished seventh: 9

    [[nodiscard]] bool has(int interval) const;
    [[nodiscard]] bool suspended() const { return third == 5 || third == 2; }
    [[nodiscard]] bool dominant() const { return seventh == 10 && (third == 4 || suspended()); }
    [[nodiscard]] bool diminished() const;
};

[[nodiscard]] ChordAnatomy anatomyOf(const ChartChord& chord);

/// The scale a player hears under a chord of the chart: the chord's own notes, and where it leaves
/// a degree open (the sixth of a minor chord, the ninth of a dominant) the one that its neighbours
/// play.
[[nodiscard]] Intervals scaleOf(const Chart& chart, std::size_t chord);

/// Whether two chords are the same harmony, wherever they stand.
[[nodiscard]] bool sameHarmony(const ChartChord& a, const ChartChord& b);

} // namespace woodshed
