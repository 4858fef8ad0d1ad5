#include "arrange/solodynamics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "arrange/chance.h"

namespace woodshed
{

namespace
{

constexpr std::int64_t quarter = Ticks::perQuarter;
constexpr int softest = 24;
constexpr int loudest = 122;

/// A note of the line; of a chord, its top.
struct LineNote {
    Ticks start;
    Ticks end;
    int pitch = 0;
    bool beginsPhrase = false;
    bool endsPhrase = false;

    [[nodiscard]] Ticks duration() const { return end - start; }
};

std::vector<LineNote> lineOf(const std::vector<Note>& notes)
{
    std::vector<LineNote> line;
    for (const Note& note : notes) {
        if (line.empty() || line.back().start < note.start) {
            line.push_back({.start = note.start, .end = note.end(), .pitch = note.pitch});
        } else {
            line.back().pitch = std::max(line.back().pitch, note.pitch);
            line.back().end = std::max(line.back().end, note.end());
        }
    }
    for (std::size_t i = 0; i < line.size(); ++i) {
        line[i].beginsPhrase = i == 0 || line[i].start - line[i - 1].end >= Ticks{quarter};
        if (line[i].beginsPhrase && i > 0)
            line[i - 1].endsPhrase = true;
    }
    if (!line.empty())
        line.back().endsPhrase = true;
    return line;
}

/// What the place in its phrase asks of a note: the swell with the contour, in velocity.
double swell(const LineNote& note, int lowest, int highest)
{
    if (lowest == highest)
        return 0;
    const double middle = (lowest + highest) / 2.0;
    return 10 * (note.pitch - middle) / (highest - lowest);
}

/// What a note inside a line asks of its player, given its neighbours.
double accent(const LineNote& before, const LineNote& note, const LineNote& after, Random& random)
{
    const bool isTop = note.pitch > before.pitch && note.pitch > after.pitch;
    const bool isBottom = note.pitch < before.pitch && note.pitch < after.pitch;
    const bool isOffBeat = note.start.count % quarter != 0;
    const bool isRunning = note.duration() <= Ticks{quarter / 2};
    const double ghosting = random.uniform(); // drawn for every note: a change stays where it is
    double louder = isOffBeat ? 3 : -2;
    if (isTop)
        louder += isOffBeat ? 13 : 8;
    else if (isOffBeat && std::abs(after.pitch - note.pitch) >= 5)
        louder += 8;
    else if (isBottom && isRunning && ghosting < 0.6)
        louder -= 22;
    else if (isRunning && note.start.count % (quarter / 2) != 0)
        louder -= 5; // inside triplets and sixteenths
    if (note.duration() >= Ticks{quarter})
        louder += 5;
    return louder;
}

std::vector<double> changesOf(const std::vector<LineNote>& line, Random& random)
{
    std::vector<double> changes;
    std::size_t from = 0;
    while (from < line.size()) {
        std::size_t to = from + 1;
        while (to < line.size() && !line[to].beginsPhrase)
            ++to;
        int lowest = line[from].pitch;
        int highest = lowest;
        for (std::size_t i = from; i < to; ++i) {
            lowest = std::min(lowest, line[i].pitch);
            highest = std::max(highest, line[i].pitch);
        }
        const double phrase = 4 * wobble(random);
        for (std::size_t i = from; i < to; ++i) {
            double change = phrase + swell(line[i], lowest, highest) + 5 * wobble(random);
            if (line[i].endsPhrase)
                change += 9;
            else if (line[i].beginsPhrase)
                change += 6;
            else
                change += accent(line[i - 1], line[i], line[i + 1], random);
            changes.push_back(change);
        }
        from = to;
    }
    return changes;
}

} // namespace

void shapeLoudness(std::vector<Note>& notes, double share, Random& random)
{
    const std::vector<LineNote> line = lineOf(notes);
    const std::vector<double> changes = changesOf(line, random);
    std::size_t at = 0;
    for (Note& note : notes) {
        while (at + 1 < line.size() && line[at].start < note.start)
            ++at;
        const auto change = static_cast<int>(std::lround(share * changes[at]));
        if (change != 0)
            note.velocity = std::clamp(note.velocity + change, softest, loudest);
    }
}

} // namespace woodshed
