#include "corpus/line.h"

#include <algorithm>
#include <cmath>

#include "corpus/linequantiser.h"

namespace woodshed
{

namespace
{

constexpr std::int64_t ticksPerStep = Ticks::perQuarter / stepsPerQuarter;

/// Silence that counts as a rest. In a performance shorter gaps are articulation.
constexpr std::int64_t performedRest = Ticks::perQuarter * 6 / 10;
constexpr std::int64_t writtenRest = Ticks::perQuarter / 2;
/// Lengths before a rest are told no finer than this.
constexpr int lengthGrid = 3;

/// Hours of music: what lies farther out is no solo.
constexpr std::int64_t latestTick = 1'000'000 * ticksPerStep;

std::int64_t boundedTicks(std::int64_t ticks)
{
    return std::clamp(ticks, -latestTick, latestTick);
}

/// One note at a time: of notes that begin together, within a thirtieth of a quarter, the highest.
std::vector<Note> topLine(const std::vector<Note>& melody)
{
    constexpr std::int64_t together = Ticks::perQuarter / 30;
    std::vector<Note> line;
    for (Note note : melody) {
        if (boundedTicks(note.start.count) != note.start.count)
            continue;
        note.duration.count = std::max<std::int64_t>(0, boundedTicks(note.duration.count));
        if (line.empty() || (note.start - line.back().start).count > together)
            line.push_back(note);
        else if (note.pitch > line.back().pitch)
            line.back() = note;
    }
    return line;
}

/// A performance meets the grid by chance, a written solo leaves it for a quintuplet or a few
/// thirty-seconds at most.
bool isWritten(const std::vector<Note>& notes)
{
    const auto onGrid = std::count_if(notes.begin(), notes.end(), [](const Note& note) {
        return note.start.count % ticksPerStep == 0;
    });
    return static_cast<std::size_t>(onGrid) * 10 >= notes.size() * 9;
}

int roundedSteps(std::int64_t ticks)
{
    const std::int64_t shifted = boundedTicks(ticks) + ticksPerStep / 2;
    const std::int64_t below = shifted % ticksPerStep < 0 ? 1 : 0;
    return static_cast<int>(shifted / ticksPerStep - below);
}

int roundedLength(std::int64_t ticks)
{
    const std::int64_t grid = lengthGrid * ticksPerStep;
    return std::max(lengthGrid, static_cast<int>((ticks + grid / 2) / grid) * lengthGrid);
}

std::vector<int> onsetsOf(const std::vector<Note>& notes, bool written)
{
    if (!written) {
        std::vector<double> quarters;
        quarters.reserve(notes.size());
        for (const Note& note : notes)
            quarters.push_back(note.start.quarters());
        return quantisedOnsets(quarters);
    }
    std::vector<int> steps;
    steps.reserve(notes.size());
    for (const Note& note : notes)
        steps.push_back(steps.empty() ? roundedSteps(note.start.count)
                                      : std::max(roundedSteps(note.start.count), steps.back() + 1));
    return steps;
}

} // namespace

int LineSetting::chordAt(int step) const
{
    const auto after =
        std::upper_bound(chords.begin(), chords.end(), step,
                         [](int when, const LineChord& chord) { return when < chord.start; });
    return static_cast<int>(after - chords.begin()) - 1;
}

ChordShape LineSetting::shapeAt(int step) const
{
    const int index = chordAt(step);
    return index < 0 ? ChordShape{} : chords[static_cast<std::size_t>(index)].shape;
}

LineSetting lineSetting(const LeadSheet& tune)
{
    LineSetting setting;
    if (tune.tempo > 0 && std::isfinite(tune.tempo))
        setting.tempo = tune.tempo;
    setting.barSteps = std::max(1, roundedSteps(tune.barLength().count));
    setting.length = roundedSteps(tune.chords.length.count);
    for (const PlacedChord& chord : tune.chords.chords) {
        const ChordShape shape = chordShape(chord.text);
        if (setting.chords.empty() || !(setting.chords.back().shape == shape))
            setting.chords.push_back({roundedSteps(chord.start.count), shape});
    }
    return setting;
}

Line lineOf(const Solo& solo)
{
    Line line;
    line.name = solo.tune.title;
    line.voice = solo.voice;
    line.setting = lineSetting(solo.tune);

    std::vector<Note> notes = topLine(solo.melody);
    const bool written = isWritten(notes);
    const std::vector<int> onsets = onsetsOf(notes, written);
    for (std::size_t i = 0; i < notes.size(); ++i) {
        const Note& note = notes[i];
        LineNote& placed = line.notes.emplace_back();
        placed.start = onsets[i];
        placed.pitch = note.pitch;
        placed.length = written ? std::max(1, roundedSteps(note.duration.count))
                                : roundedLength(note.duration.count);
        if (i + 1 == notes.size())
            break;
        const int next = onsets[i + 1] - onsets[i];
        const std::int64_t gap = notes[i + 1].start.count - note.end().count;
        constexpr int shortestWithRest = 9;
        const bool rests = written ? gap >= writtenRest && next > 1
                                   : gap >= performedRest && next >= shortestWithRest;
        if (!rests) {
            placed.length = next;
            continue;
        }
        if (!written)
            placed.length = std::min(placed.length, next - stepsPerQuarter / 2);
        placed.length = std::clamp(placed.length, 1, next - 1);
        placed.rest = next - placed.length;
    }
    return line;
}

} // namespace woodshed
