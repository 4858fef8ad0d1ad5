#include "corpus/notebooksolo.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "corpus/measurepairing.h"
#include "corpus/value.h"
#include "theory/chordquality.h"

namespace woodshed
{

namespace
{

constexpr std::int64_t maximumStart = std::int64_t{1'000'000} * 12; // twelfths of a quarter
constexpr std::int64_t ticksPerTwelfth = Ticks::perQuarter / 12;

/// Chords one after the other: of several that start together the last counts, and each ends where
/// the next begins.
ChordProgression progressionOf(const NotebookMusic& music, std::int64_t start, std::int64_t end)
{
    ChordProgression progression;
    progression.length = Ticks::fromTwelfths(end - start);
    for (const NotebookElement& chord : music.chords) {
        if (chord.offset >= end)
            break;
        PlacedChord placed{Ticks::fromTwelfths(std::max(chord.offset, start) - start),
                           {},
                           chordName(chord.pitches),
                           chord.pitches};
        if (!progression.chords.empty()) {
            PlacedChord& before = progression.chords.back();
            before.duration = placed.start - before.start;
            if (before.duration.count == 0)
                progression.chords.pop_back();
        }
        progression.chords.push_back(std::move(placed));
    }
    if (!progression.chords.empty())
        progression.chords.back().duration = progression.length - progression.chords.back().start;
    return progression;
}

std::int64_t nearestTwelfth(Ticks time)
{
    return (time.count + ticksPerTwelfth / 2) / ticksPerTwelfth;
}

/// One rest a bar between two times.
void appendRests(std::vector<NotebookElement>& elements, std::int64_t from, std::int64_t to,
                 std::int64_t bar)
{
    while (from < to) {
        const std::int64_t end = std::min(to, (from / bar + 1) * bar);
        elements.push_back({from, end - from, {}});
        from = end;
    }
}

Result<std::vector<NotebookElement>> melodyWithRests(std::vector<Note> notes, std::int64_t formEnd,
                                                     std::int64_t bar)
{
    std::stable_sort(notes.begin(), notes.end(),
                     [](const Note& a, const Note& b) { return a.start < b.start; });
    std::vector<NotebookElement> elements;
    std::int64_t sounded = 0;
    for (const Note& note : notes) {
        const std::int64_t start = nearestTwelfth(note.start);
        const std::int64_t duration = std::max<std::int64_t>(nearestTwelfth(note.end()) - start, 1);
        if (note.start.count < 0 || start > maximumStart || duration > maximumValueQuarters * 12)
            return fail(ErrorCode::TooLarge,
                        "a note of the solo lies before its beginning or absurdly far on");
        appendRests(elements, sounded, start, bar);
        elements.push_back({start, duration, {note.pitch}});
        sounded = std::max(sounded, start + duration);
    }
    const std::int64_t barsEnd = (sounded + bar - 1) / bar * bar;
    appendRests(elements, sounded, std::max(barsEnd, formEnd), bar);
    return elements;
}

} // namespace

std::vector<PlacedChord> measureChords(const NotebookMusic& music, const NotebookMeasure& measure)
{
    std::vector<PlacedChord> chords;
    for (const NotebookElement& chord : music.chordsOf(measure)) {
        const bool carried = chords.empty() && measure.carriesChord;
        chords.push_back({Ticks::fromTwelfths(carried ? 0 : chord.offset % music.measureLength),
                          Ticks::fromTwelfths(chord.duration), chordName(chord.pitches),
                          chord.pitches});
    }
    return chords;
}

Solo notebookSolo(const NotebookMusic& music)
{
    Solo solo;
    if (music.measures.empty())
        return solo;
    const std::int64_t start = music.measures.front().start;
    const std::int64_t end = music.measures.back().start + music.measureLength;
    for (const NotebookElement& element : music.melody) {
        if (element.isNote())
            solo.melody.push_back({Ticks::fromTwelfths(element.offset - start),
                                   Ticks::fromTwelfths(element.duration), element.pitches.front()});
    }
    solo.tune.chords = progressionOf(music, start, end);
    return solo;
}

Result<NotebookMusic> readNotebook(const Solo& solo)
{
    const std::int64_t barTicks = solo.tune.barLength().count;
    if (barTicks <= 0 || barTicks % ticksPerTwelfth != 0)
        return fail(ErrorCode::Unsupported,
                    "the metre " + std::to_string(solo.tune.beatsPerBar) + "/" +
                        std::to_string(solo.tune.beatUnit) +
                        " makes bars that are no whole number of twelfths of a quarter");
    const Ticks formEnd = solo.tune.chords.length;
    if (solo.melody.empty())
        return fail(ErrorCode::NoMelody, "the solo has no notes");
    if (nearestTwelfth(formEnd) > maximumStart)
        return fail(ErrorCode::TooLarge, "the solo's form is absurdly long");

    NotebookMusic music;
    music.measureLength = barTicks / ticksPerTwelfth;
    auto melody = melodyWithRests(solo.melody, nearestTwelfth(formEnd), music.measureLength);
    if (!melody)
        return forward(melody);
    music.melody = std::move(*melody);
    music.measures = melodyMeasures(music.melody, music.measureLength);
    for (NotebookMeasure& measure : music.measures)
        measure.index = static_cast<int>(measure.start / music.measureLength) + 1;

    music.chords = chordElements(solo.tune.chords);
    pairByNumber(music, ChordCarrying::UntilTheNextChord);
    if (std::all_of(music.chords.begin(), music.chords.end(),
                    [](const NotebookElement& chord) { return chord.isRest(); }))
        music.warnings.emplace_back("the tune has no chords, so every note counts as outside (X)");
    return music;
}

} // namespace woodshed
