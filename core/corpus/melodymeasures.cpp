#include <algorithm>
#include <array>
#include <cmath>

#include "corpus/passagemeasures.h"
#include "support/portablemath.h"

namespace woodshed
{

namespace
{

using PitchClassCounts = std::array<int, 12>;

double entropyBits(const PitchClassCounts& counts)
{
    constexpr double ln2 = 0.6931471805599453;
    int total = 0;
    for (const int count : counts)
        total += count;
    double bits = 0;
    for (const int count : counts) {
        if (count == 0)
            continue;
        const double share = static_cast<double>(count) / total;
        bits -= share * portableLog(share) / ln2;
    }
    return bits;
}

/// Mean entropy of `width` bars in a row that hold at least `atLeast` notes.
double meanEntropy(const Passage& passage, int width, int atLeast)
{
    Share entropy;
    const auto& notes = passage.notes;
    std::size_t first = 0;
    const int from = std::max(passage.firstBar, notes.front().bar - width + 1);
    const int to = std::min(passage.firstBar + passage.bars - width, notes.back().bar);
    for (int bar = from; bar <= to; ++bar) {
        while (first < notes.size() && notes[first].bar < bar)
            ++first;
        PitchClassCounts counts{};
        std::size_t past = first;
        for (; past < notes.size() && notes[past].bar < bar + width; ++past)
            ++counts[static_cast<std::size_t>((notes[past].pitch % 12 + 12) % 12)];
        if (static_cast<int>(past - first) >= atLeast)
            entropy.add(entropyBits(counts));
    }
    return entropy.mean();
}

} // namespace

void measureMelody(const Passage& passage, SoloMeasures& measures)
{
    Share steps;
    Share leaps;
    Share repeats;
    Share turns;
    Share pitch;
    int lowest = passage.notes.front().pitch;
    int highest = lowest;
    int moveBefore = 0; // 0 also where a phrase has just begun
    for (const PassageNote& note : passage.notes) {
        lowest = std::min(lowest, note.pitch);
        highest = std::max(highest, note.pitch);
        pitch.add(note.pitch);
        if (!note.opens) {
            const int size = std::abs(note.move);
            steps.count(size == 1 || size == 2);
            leaps.count(size >= 5);
            repeats.count(size == 0);
            if (moveBefore != 0 && note.move != 0)
                turns.count((moveBefore < 0) != (note.move < 0));
        }
        moveBefore = note.move;
    }
    measures.range = highest - lowest;
    measures.meanPitch = pitch.mean();
    measures.steps = steps.mean();
    measures.leaps = leaps.mean();
    measures.repeatedNotes = repeats.mean();
    measures.directionChanges = turns.mean();
    measures.entropyOneBar = meanEntropy(passage, 1, 2);
    measures.entropyFourBars = meanEntropy(passage, 4, 6);
}

} // namespace woodshed
