#include "corpus/passage.h"

#include <algorithm>
#include <limits>

namespace woodshed
{

namespace
{

constexpr int phraseSilence = stepsPerQuarter;
constexpr int phraseOnsets = 3 * stepsPerQuarter;

/// A note up to half a beat before a change that sounds until it, with nothing new until well after
/// it, is heard in the new chord.
int chordOf(const LineSetting& setting, const LineNote& note, int nextStart)
{
    constexpr int anticipation = stepsPerQuarter / 2;
    constexpr int releasedEarly = 1;
    constexpr int nothingNew = 5;
    const int chord = setting.chordAt(note.start);
    const auto next = static_cast<std::size_t>(chord + 1);
    if (next >= setting.chords.size())
        return chord;
    const int change = setting.chords[next].start;
    const bool held = change - note.start <= anticipation &&
                      note.start + note.length >= change - releasedEarly &&
                      nextStart >= change + nothingNew;
    return held ? chord + 1 : chord;
}

} // namespace

Passage passageOf(const Line& line, int firstBar, int bars)
{
    Passage passage;
    passage.barSteps = std::max(1, line.setting.barSteps);
    // Times are int: no further than they reach.
    const int lastBar = std::numeric_limits<int>::max() / passage.barSteps - 1;
    passage.firstBar = std::clamp(firstBar, 0, lastBar);
    passage.bars = std::clamp(bars, 0, lastBar - passage.firstBar);
    passage.soundBefore = passage.begin();

    const int beatsInBar = (passage.barSteps + stepsPerQuarter - 1) / stepsPerQuarter;
    const auto& notes = line.notes;
    for (std::size_t i = 0; i < notes.size() && notes[i].start < passage.end(); ++i) {
        const LineNote& note = notes[i];
        if (note.start < passage.begin()) {
            passage.soundBefore = std::max(passage.soundBefore, note.start + note.length);
            continue;
        }
        PassageNote placed;
        placed.start = note.start;
        placed.end = note.start + note.length;
        placed.pitch = note.pitch;
        placed.bar = note.start / passage.barSteps;
        placed.place = note.start % passage.barSteps;
        placed.beat = placed.bar * beatsInBar + placed.place / stepsPerQuarter;
        if (!passage.notes.empty()) {
            const PassageNote& before = passage.notes.back();
            placed.opens = note.start - before.end >= phraseSilence ||
                           note.start - before.start >= phraseOnsets;
            placed.move = placed.opens ? 0 : note.pitch - before.pitch;
        }
        const int nextStart =
            i + 1 < notes.size() ? notes[i + 1].start : std::numeric_limits<int>::max();
        placed.chord = chordOf(line.setting, note, nextStart);
        if (placed.chord >= 0)
            placed.shape = line.setting.chords[static_cast<std::size_t>(placed.chord)].shape;
        passage.notes.push_back(placed);
    }
    return passage;
}

double Share::mean(int atLeast) const
{
    return m_number < std::max(1, atLeast) ? std::numeric_limits<double>::quiet_NaN()
                                           : m_sum / m_number;
}

} // namespace woodshed
