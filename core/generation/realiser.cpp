#include "generation/realiser.h"

#include <algorithm>
#include <utility>

#include "theory/interval.h"

namespace woodshed
{

namespace
{

constexpr int freeReach = 4; // a third: how far a value without an interval may move the line

/// The middle of a value's window: the interval it stood for in the corpus, in semitones.
int intended(const Value& value)
{
    const auto first = DirectedInterval::parse(value.interval->first);
    const auto second = DirectedInterval::parse(value.interval->second);
    return first && second ? (first->semitones + second->semitones) / 2 : 0;
}

} // namespace

Realiser::Realiser(Random& random, PitchRange range)
    : m_random(random)
    , m_range(range)
    , m_previous((range.lowest + range.highest) / 2)
{
}

void Realiser::lookUp(const PlacedChord& chord)
{
    m_chordPitches = chord.pitches;
    m_tones = ChordTones(m_chordPitches);
}

std::vector<int> Realiser::candidates(ValueKind kind, int centre, int distance,
                                      bool mayRepeat) const
{
    std::vector<int> found;
    const int lowest = std::max(centre - distance, m_range.lowest);
    const int highest = std::min(centre + distance, m_range.highest);
    for (int pitch = lowest; pitch <= highest; ++pitch)
        if ((mayRepeat || pitch != m_previous) && m_tones.kindOf(pitch) == kind)
            found.push_back(pitch);
    return found;
}

int Realiser::realise(const Value& value, const PlacedChord& chord)
{
    if (chord.pitches != m_chordPitches)
        lookUp(chord);
    int centre = m_previous;
    int distance = freeReach;
    bool mayRepeat = false;
    if (value.interval) {
        const int move = intended(value);
        mayRepeat = move == 0;
        centre += move;
        // At an edge of the range the line turns back: the same move, mirrored.
        if (centre < m_range.lowest || centre > m_range.highest)
            centre = m_previous - move;
        distance = 0;
    }
    // Every chord has tones of the common kinds within an octave, if only the previous pitch; rare
    // kinds may be missing over it altogether, and then the intended pitch itself serves.
    std::vector<int> pitches = candidates(value.kind, centre, distance, mayRepeat);
    while (pitches.empty() && distance < 12)
        pitches = candidates(value.kind, centre, ++distance, mayRepeat);
    if (pitches.empty())
        pitches = candidates(value.kind, centre, distance, true);
    if (pitches.empty())
        pitches = {std::clamp(centre, m_range.lowest, m_range.highest)};
    m_previous = pitches[m_random.index(pitches.size())];
    return m_previous;
}

} // namespace woodshed
