#include "corpus/measurepairing.h"

#include <algorithm>

namespace woodshed
{

namespace
{

constexpr std::int64_t ticksPerTwelfth = Ticks::perQuarter / 12;

struct Run {
    std::int64_t measure = 0;
    std::size_t first = 0;
    std::size_t count = 0;
};

/// Consecutive elements of one measure each.
std::vector<Run> measureRuns(std::span<const NotebookElement> elements, std::int64_t measureLength)
{
    std::vector<Run> runs;
    for (std::size_t i = 0; i < elements.size(); ++i) {
        const std::int64_t measure = elements[i].offset / measureLength;
        if (runs.empty() || runs.back().measure != measure)
            runs.push_back({measure, i, 0});
        ++runs.back().count;
    }
    return runs;
}

} // namespace

std::vector<NotebookMeasure> melodyMeasures(std::span<const NotebookElement> melody,
                                            std::int64_t measureLength)
{
    std::vector<NotebookMeasure> measures;
    for (const Run& run : measureRuns(melody, measureLength)) {
        NotebookMeasure measure;
        measure.index = static_cast<int>(measures.size()) + 1;
        measure.start = run.measure * measureLength;
        measure.firstElement = run.first;
        measure.elementCount = run.count;
        measures.push_back(measure);
    }
    return measures;
}

bool pairByRank(NotebookMusic& music)
{
    const auto runs = measureRuns(music.chords, music.measureLength);
    if (runs.empty() || runs.size() - 1 != music.measures.size())
        return false;
    for (std::size_t i = 0; i < music.measures.size(); ++i) {
        music.measures[i].firstChord = runs[i].first;
        music.measures[i].chordCount = runs[i].count;
    }
    music.chords.resize(runs.back().first);
    return true;
}

void pairByNumber(NotebookMusic& music, ChordCarrying carrying)
{
    const auto& chords = music.chords;
    const auto firstFrom = [&](std::int64_t offset) {
        const auto found = std::lower_bound(
            chords.begin(), chords.end(), offset,
            [](const NotebookElement& chord, std::int64_t when) { return chord.offset < when; });
        return static_cast<std::size_t>(found - chords.begin());
    };
    for (NotebookMeasure& measure : music.measures) {
        const std::size_t first = firstFrom(measure.start);
        const std::size_t last = firstFrom(measure.start + music.measureLength);
        measure.firstChord = first;
        measure.chordCount = last - first;
        const bool startsLate = first == last || (carrying == ChordCarrying::UntilTheNextChord &&
                                                  chords[first].offset > measure.start);
        if (startsLate && first > 0) {
            measure.carriesChord = true;
            --measure.firstChord;
            ++measure.chordCount;
        } else if (first == last && !chords.empty()) {
            measure.chordCount = 1; // nothing before it: the first chord to come
        }
    }
}

std::vector<NotebookElement> chordElements(const ChordProgression& progression)
{
    const auto twelfths = [](Ticks time) {
        return (time.count + ticksPerTwelfth / 2) / ticksPerTwelfth;
    };
    std::vector<NotebookElement> elements;
    elements.reserve(progression.chords.size());
    for (const PlacedChord& chord : progression.chords)
        elements.push_back(
            {twelfths(chord.start), twelfths(chord.end()) - twelfths(chord.start), chord.pitches});
    std::stable_sort(
        elements.begin(), elements.end(),
        [](const NotebookElement& a, const NotebookElement& b) { return a.offset < b.offset; });
    return elements;
}

} // namespace woodshed
