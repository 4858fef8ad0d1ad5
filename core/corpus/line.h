#pragma once

#include <string>
#include <vector>

#include "score/solo.h"
#include "theory/chordshape.h"

namespace woodshed
{

/// The grid of the Woodshed profile: twelfths of a quarter hold eighths, triplets and sixteenths.
/// Times in a line are counted in them.
inline constexpr int stepsPerQuarter = 12;

/// One note of a line, and the silence behind it.
struct LineNote {
    int start = 0;  ///< steps from the beginning of the form
    int length = 0; ///< at least 1; where no rest follows, up to the next note
    int rest = 0;   ///< silence before the next note; 0 where the line goes on
    int pitch = 60;
    friend bool operator==(const LineNote&, const LineNote&) = default;
};

/// A chord where the harmony changes; equal chords in a row are one.
struct LineChord {
    int start = 0;
    ChordShape shape;
};

/// What a line is played over.
struct LineSetting {
    double tempo = 130;                 ///< quarters a minute
    int barSteps = 4 * stepsPerQuarter; ///< length of a bar
    int length = 0;                     ///< of the whole form, all choruses
    std::vector<LineChord> chords;      ///< sorted by start

    /// Index of the chord that sounds at `step`, or -1 before the first.
    [[nodiscard]] int chordAt(int step) const;
    [[nodiscard]] ChordShape shapeAt(int step) const;
};

/// A melody reduced to one note at a time on the grid, with its setting.
struct Line {
    std::string name;
    std::string voice; ///< "lyrical", "bebop", ...; empty where unknown
    LineSetting setting;
    std::vector<LineNote> notes;
};

/// The setting of a tune whose chords span all choruses.
[[nodiscard]] LineSetting lineSetting(const LeadSheet& tune);

/// A solo as a line: the top note of simultaneous ones, notes cut where the next begins. What
/// stands on the grid, but for a tenth of its notes, is taken as written; a performance is
/// quantised first (quantisedOnsets()), and its short gaps count as articulation, not as rests.
[[nodiscard]] Line lineOf(const Solo& solo);

} // namespace woodshed
