#include "generation/faithfulmusic.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

namespace woodshed
{

Result<FaithfulMeasure> faithfulMeasure(std::span<const std::string> predicted,
                                        std::vector<PlacedChord> chords, Choices& choices)
{
    std::vector<std::string> texts{firstFaithfulValue};
    texts.insert(texts.end(), predicted.begin(), predicted.end());
    auto values = parseValues(texts);
    if (!values)
        return forward(values);

    FaithfulMeasure measure{std::move(*values), {}, std::move(chords)};
    replaceApproachAndOutside(measure.values);
    pruneGrammar(measure.values, choices);
    measure.notes =
        cleanUpNotes(pruneNotes(unparseGrammar(measure.values, measure.chords, choices)));
    return measure;
}

std::vector<FaithfulNote> FaithfulMusic::notes() const
{
    std::vector<FaithfulNote> all;
    for (std::size_t i = 0; i < measures.size(); ++i) {
        for (NotebookNote note : measures[i].notes) {
            note.offset += measureLength * static_cast<std::int64_t>(i);
            if (!note.isRest())
                all.push_back({i, note});
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const FaithfulNote& a, const FaithfulNote& b) {
        return a.note.offset < b.note.offset;
    });
    return all;
}

std::vector<PlacedChord> FaithfulMusic::chords() const
{
    std::vector<PlacedChord> all;
    for (std::size_t i = 0; i < measures.size(); ++i) {
        for (PlacedChord chord : measures[i].chords) {
            chord.start += measureLength * static_cast<std::int64_t>(i);
            all.push_back(std::move(chord));
        }
    }
    return all;
}

std::vector<std::vector<PlacedChord>> chordMeasures(const ChordProgression& progression,
                                                    Ticks measureLength)
{
    std::vector<std::vector<PlacedChord>> measures;
    auto next = progression.chords.begin();
    for (Ticks start; start < progression.length && measureLength.count > 0;
         start += measureLength) {
        auto& measure = measures.emplace_back();
        const Ticks end = start + measureLength;
        const bool holdsOver = next != progression.chords.begin() &&
                               std::prev(next)->end() > start &&
                               (next == progression.chords.end() || next->start > start);
        if (holdsOver) {
            PlacedChord held = *std::prev(next);
            held.duration = held.end() - start;
            held.start = {};
            measure.push_back(std::move(held));
        }
        for (; next != progression.chords.end() && next->start < end; ++next) {
            measure.push_back(*next);
            measure.back().start = next->start - start;
        }
    }
    return measures;
}

Result<FaithfulMusic> faithfulMusic(std::span<const std::vector<PlacedChord>> chordMeasures,
                                    const ValueSource& predict, Choices& choices,
                                    Ticks measureLength)
{
    FaithfulMusic music;
    music.measureLength = measureLength;
    for (std::size_t i = 0; i < chordMeasures.size(); ++i) {
        const auto predicted = predict(i);
        if (!predicted)
            return forward(predicted);
        auto measure = faithfulMeasure(*predicted, chordMeasures[i], choices);
        if (!measure)
            return forward(measure);
        music.measures.push_back(std::move(*measure));
    }
    return music;
}

} // namespace woodshed
