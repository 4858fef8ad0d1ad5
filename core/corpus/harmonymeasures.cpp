#include <algorithm>
#include <cmath>

#include "corpus/passagemeasures.h"

namespace woodshed
{

namespace
{

bool isStrong(const Passage& passage, const PassageNote& note)
{
    constexpr int fourFour = 4 * stepsPerQuarter;
    return note.place == 0 || (passage.barSteps == fourFour && note.place == fourFour / 2);
}

bool isStep(int semitones)
{
    return std::abs(semitones) == 1 || std::abs(semitones) == 2;
}

bool oppose(int a, int b)
{
    return (a < 0 && b > 0) || (a > 0 && b < 0);
}

/// Whether notes[i] and the next enclose the chord tone after them.
bool beginsEnclosure(const std::vector<PassageNote>& notes, std::size_t i)
{
    if (i + 2 >= notes.size() || notes[i + 2].opens || !notes[i + 2].isChordTone())
        return false;
    const int fromFirst = notes[i + 2].pitch - notes[i].pitch;
    return isStep(fromFirst) && oppose(fromFirst, notes[i + 2].move);
}

void measureResolutions(const std::vector<PassageNote>& notes, SoloMeasures& measures)
{
    constexpr int enoughOutside = 3;
    Share resolved;
    Share outside;
    for (std::size_t i = 0; i + 1 < notes.size(); ++i) {
        const PassageNote& note = notes[i];
        const PassageNote& next = notes[i + 1];
        if (!note.shape.isChord() || note.isChordTone())
            continue;
        const bool goesOn = !next.opens && next.shape.isChord();
        const bool settles =
            goesOn && ((next.isChordTone() && isStep(next.move)) || beginsEnclosure(notes, i));
        resolved.count(settles);
        if (!note.isInScale())
            outside.count(settles || (!next.opens && isStep(next.move) && next.isInScale()));
    }
    measures.resolved = resolved.mean();
    measures.outsideResolved = outside.mean(enoughOutside);
}

double enclosuresPer100(const std::vector<PassageNote>& notes)
{
    int found = 0;
    for (std::size_t i = 2; i < notes.size(); ++i) {
        const PassageNote& target = notes[i];
        if (target.opens || notes[i - 1].opens || !target.isChordTone())
            continue;
        const int fromFirst = target.pitch - notes[i - 2].pitch;
        if (oppose(fromFirst, target.move) && isStep(fromFirst) && isStep(target.move) &&
            !(notes[i - 1].isChordTone() && notes[i - 2].isChordTone()))
            ++found;
    }
    return 100.0 * found / static_cast<double>(notes.size());
}

double changesMet(const std::vector<PassageNote>& notes, const LineSetting& setting)
{
    constexpr int enough = 3;
    constexpr int before = 7; // an anticipation, with a little room
    constexpr int behind = 6;
    int lastEnd = 0;
    for (const PassageNote& note : notes)
        lastEnd = std::max(lastEnd, note.end);
    Share met;
    for (std::size_t chord = 0; chord < setting.chords.size(); ++chord) {
        const LineChord& change = setting.chords[chord];
        if (!change.shape.isChord() || change.start < notes.front().start - before ||
            change.start > lastEnd)
            continue;
        auto first =
            std::lower_bound(notes.begin(), notes.end(), change.start - before,
                             [](const PassageNote& note, int step) { return note.start < step; });
        while (first != notes.end() && first->start <= change.start + behind &&
               first->chord != static_cast<int>(chord))
            ++first;
        if (first != notes.end() && first->start <= change.start + behind)
            met.count(first->isChordTone());
    }
    return met.mean(enough);
}

} // namespace

void measureHarmony(const Passage& passage, const LineSetting& setting, SoloMeasures& measures)
{
    Share strong;
    Share weak;
    Share scale;
    for (const PassageNote& note : passage.notes) {
        if (!note.shape.isChord())
            continue;
        (isStrong(passage, note) ? strong : weak).count(note.isChordTone());
        scale.count(note.isInScale());
    }
    measures.chordTonesStrong = strong.mean();
    measures.chordTonesWeak = weak.mean();
    measures.scaleTones = scale.mean();
    measureResolutions(passage.notes, measures);
    measures.enclosures = enclosuresPer100(passage.notes);
    measures.changesMet = changesMet(passage.notes, setting);
}

} // namespace woodshed
