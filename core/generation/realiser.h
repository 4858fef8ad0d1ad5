#pragma once

#include <vector>

#include "corpus/chordtones.h"
#include "corpus/value.h"
#include "score/chordprogression.h"
#include "support/random.h"

namespace woodshed
{

/// Lowest and highest pitch of a solo, MIDI numbers: E3 to C6.
struct PitchRange {
    int lowest = 52;
    int highest = 84;
};

/// Turns values into pitches in the mended way: a value's kind is kept over the chord that sounds
/// at its own onset, approach notes and outside notes included, near the previous pitch and inside
/// the range.
class Realiser
{
public:
    Realiser(Random& random, PitchRange range);

    /// The pitch of a sounding value over a chord (never a rest). With an interval, the pitch of
    /// the value's kind that is nearest to the middle of its window, which is the interval it stood
    /// for in the corpus; without one, any of that kind nearby.
    [[nodiscard]] int realise(const Value& value, const PlacedChord& chord);

private:
    [[nodiscard]] std::vector<int> candidates(ValueKind kind, int centre, int distance,
                                              bool mayRepeat) const;
    void lookUp(const PlacedChord& chord);

    Random& m_random;
    PitchRange m_range;
    int m_previous;
    std::vector<int> m_chordPitches; ///< the chord that m_tones belongs to
    ChordTones m_tones;
};

} // namespace woodshed
