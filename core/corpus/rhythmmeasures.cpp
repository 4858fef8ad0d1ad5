#include <algorithm>
#include <map>

#include "corpus/passagemeasures.h"

namespace woodshed
{

namespace
{

struct BeatOnsets {
    bool onBeat = false;
    int behind = 0; ///< notes behind the beat
};

void measureBeats(const Passage& passage, SoloMeasures& measures)
{
    std::map<int, BeatOnsets> beats;
    Share offBeat;
    for (const PassageNote& note : passage.notes) {
        BeatOnsets& beat = beats[note.beat];
        if (note.onBeat())
            beat.onBeat = true;
        else
            ++beat.behind;
        offBeat.count(!note.onBeat());
    }
    Share held;
    Share finer;
    const int lastBeat = beats.rbegin()->first;
    for (const auto& [number, beat] : beats) {
        finer.count(beat.behind > 1);
        if (beat.behind == 0 || number == lastBeat)
            continue;
        const auto next = beats.find(number + 1);
        held.count(next == beats.end() || !next->second.onBeat);
    }
    measures.offBeat = offBeat.mean();
    measures.heldOverBeat = held.mean();
    measures.finerThanEighths = finer.mean();
}

void measurePhrases(const Passage& passage, SoloMeasures& measures)
{
    const auto& notes = passage.notes;
    Share beats;
    Share lengths;
    Share offBeat;
    for (std::size_t first = 0; first < notes.size();) {
        std::size_t last = first;
        while (last + 1 < notes.size() && !notes[last + 1].opens)
            ++last;
        beats.add(static_cast<double>(notes[last].end - notes[first].start) / stepsPerQuarter);
        lengths.add(static_cast<double>(last - first + 1));
        offBeat.count(!notes[first].onBeat());
        first = last + 1;
    }
    measures.phraseBeats = beats.mean();
    measures.phraseNotes = lengths.mean();
    measures.phrasesOffBeat = offBeat.mean();
}

double restShare(const Passage& passage)
{
    constexpr int shortest = stepsPerQuarter * 3 / 4;
    int silence = 0;
    int soundEnd = passage.soundBefore;
    const auto silentUntil = [&](int step) {
        if (step - soundEnd >= shortest)
            silence += step - soundEnd;
    };
    for (const PassageNote& note : passage.notes) {
        silentUntil(note.start);
        soundEnd = std::max(soundEnd, note.end);
    }
    silentUntil(passage.end());
    return static_cast<double>(silence) / (passage.end() - passage.begin());
}

} // namespace

void measureRhythm(const Passage& passage, SoloMeasures& measures)
{
    measures.notesPerBeat = static_cast<double>(passage.notes.size()) * stepsPerQuarter /
                            (passage.end() - passage.begin());
    measures.rests = restShare(passage);
    if (passage.notes.empty())
        return;
    measureBeats(passage, measures);
    measurePhrases(passage, measures);
}

} // namespace woodshed
