#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "corpus/linedataset.h"
#include "corpus/linevalues.h"

namespace woodshed
{

/// What a player keeps in mind of the solo so far and a small network forgets: the figures that
/// were played, and the few pitches that the line is about just now. Two caches (Kuhn & De Mori
/// 1990) beside the network's own memory; both change weights, the sum of which stays.
class SoloMemory
{
public:
    /// The next value of the solo.
    void take(std::int32_t value) { m_values.push_back(value); }
    /// The next note, also of what stands before the bars that are made; time in steps.
    void hear(int time, int pitch) { m_notes.push_back({time, pitch % 12}); }

    /// Motifs come back: where the last values have been heard before, leads on as it went on then.
    /// `weights`: of all values, those in `range` are changed.
    void bringBack(IndexRange range, std::span<float> weights) const;
    /// Players stay around a few notes for a while: prefers the pitch classes heard after `since`.
    /// `from`: the pitch that the values of the pitch stage move from.
    void stayAround(const LineVocabulary& vocabulary, int from, int since,
                    std::span<float> weights) const;

private:
    struct Heard {
        int time = 0;
        int pitchClass = 0;
    };
    std::vector<std::int32_t> m_values;
    std::vector<Heard> m_notes;
};

} // namespace woodshed
