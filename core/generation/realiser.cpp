#include "generation/realiser.h"

#include <algorithm>
#include <utility>

#include "theory/interval.h"

namespace woodshed
{

namespace
{

constexpr int reach = 7; // a fifth: how far a value without an interval may move the line

/// Semitones of a value's window, lower bound first.
std::pair<int, int> window(const Value& value)
{
    const auto first = DirectedInterval::parse(value.interval->first);
    const auto second = DirectedInterval::parse(value.interval->second);
    if (!first || !second)
        return {-reach, reach};
    return std::minmax({first->semitones, second->semitones});
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

std::vector<int> Realiser::candidates(ValueKind kind, int low, int high) const
{
    std::vector<int> found;
    for (int pitch = std::max(low, m_range.lowest); pitch <= std::min(high, m_range.highest);
         ++pitch)
        if (pitch != m_previous && m_tones.kindOf(pitch) == kind)
            found.push_back(pitch);
    return found;
}

int Realiser::realise(const Value& value, const PlacedChord& chord)
{
    if (chord.pitches != m_chordPitches)
        lookUp(chord);
    int low = m_previous - reach;
    int high = m_previous + reach;
    if (value.interval) {
        const auto [down, up] = window(value);
        low = m_previous + down;
        high = m_previous + up;
        // At an edge of the range the line turns back: the same move, mirrored.
        if (low > m_range.highest || high < m_range.lowest) {
            low = m_previous - up;
            high = m_previous - down;
        }
    }
    // Every chord has tones of the common kinds within an octave; rare kinds may be missing over it
    // altogether, and then any pitch near the window serves.
    std::vector<int> pitches = candidates(value.kind, low, high);
    for (int wider = 1; pitches.empty() && wider <= 12; ++wider)
        pitches = candidates(value.kind, low - wider, high + wider);
    if (pitches.empty())
        pitches = {std::clamp((low + high) / 2, m_range.lowest, m_range.highest)};
    m_previous = pitches[m_random.index(pitches.size())];
    return m_previous;
}

} // namespace woodshed
