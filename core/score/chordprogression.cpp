#include "score/chordprogression.h"

#include <algorithm>

namespace woodshed
{

const PlacedChord* ChordProgression::at(Ticks when) const
{
    const auto after =
        std::upper_bound(chords.begin(), chords.end(), when,
                         [](Ticks time, const PlacedChord& chord) { return time < chord.start; });
    return after == chords.begin() ? nullptr : &*std::prev(after);
}

ChordProgression repeated(const ChordProgression& chorus, int choruses)
{
    ChordProgression all;
    all.length = chorus.length * choruses;
    for (int i = 0; i < choruses; ++i) {
        for (PlacedChord chord : chorus.chords) {
            chord.start += chorus.length * i;
            all.chords.push_back(std::move(chord));
        }
    }
    return all;
}

} // namespace woodshed
