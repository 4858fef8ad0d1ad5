#include "theory/chordquality.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace woodshed
{

namespace
{

int letterOf(int midi)
{
    return notebookName(midi).letter;
}

/// Steps from one letter up to the next such letter, 0 to 6.
int letterSteps(int fromMidi, int toMidi)
{
    return floorMod(letterOf(toMidi) - letterOf(fromMidi), 7);
}

std::vector<int> firstOfEachLetter(std::span<const int> pitches)
{
    std::array<bool, 7> seen{};
    std::vector<int> kept;
    for (const int pitch : pitches) {
        bool& known = seen.at(static_cast<std::size_t>(letterOf(pitch)));
        if (!known)
            kept.push_back(pitch);
        known = true;
    }
    return kept;
}

/// Whether a third, fifth, seventh, second, fourth, sixth stand above a pitch, in this order.
std::array<bool, 6> stackAbove(int pitch, const std::vector<int>& chord)
{
    constexpr std::array<int, 6> order{2, 4, 6, 1, 3, 5};
    std::array<bool, 6> stack{};
    for (std::size_t i = 0; i < order.size(); ++i)
        stack[i] = std::any_of(chord.begin(), chord.end(),
                               [&](int other) { return letterSteps(pitch, other) == order[i]; });
    return stack;
}

double fullness(const std::array<bool, 6>& stack)
{
    double score = 0;
    for (std::size_t i = 0; i < stack.size(); ++i)
        score += stack[i] ? 1.0 / static_cast<double>(i + 6) : 0.0;
    return score;
}

/// A chord's third or fifth: semitones of the first one found, and whether it stands in two
/// spellings.
struct ChordStep {
    std::optional<int> semitones;
    bool doubtful = false;
};

ChordStep chordStep(std::span<const int> pitches, int root, int steps)
{
    ChordStep step;
    for (const int pitch : pitches) {
        if (letterSteps(root, pitch) != steps)
            continue;
        const int semitones = floorMod(pitch - root, 12);
        step.doubtful = step.doubtful || (step.semitones && *step.semitones != semitones);
        if (!step.semitones)
            step.semitones = semitones;
    }
    return step;
}

bool sounds(std::span<const int> pitches, int root, int semitones)
{
    return std::any_of(pitches.begin(), pitches.end(),
                       [&](int pitch) { return floorMod(pitch - root, 12) == semitones; });
}

ChordQuality soundingTriad(std::span<const int> pitches, int root)
{
    const auto has = [&](int semitones) { return sounds(pitches, root, semitones); };
    if (has(4) && has(7))
        return ChordQuality::Major;
    if (has(3) && has(7))
        return ChordQuality::Minor;
    if (has(3) && has(6))
        return ChordQuality::Diminished;
    return ChordQuality::Other;
}

std::string rootName(int midi)
{
    constexpr std::array<std::string_view, 12> roots{"C",  "Db", "D",  "Eb", "E",  "F",
                                                     "F#", "G",  "Ab", "A",  "Bb", "B"};
    return std::string(roots.at(static_cast<std::size_t>(floorMod(midi, 12))));
}

std::string triadName(int root, ChordQuality quality)
{
    switch (quality) {
    case ChordQuality::Minor:
        return rootName(root) + "m";
    case ChordQuality::Augmented:
        return rootName(root) + "+";
    case ChordQuality::Diminished:
        return rootName(root) + "dim";
    case ChordQuality::Major:
    case ChordQuality::Other:
        break;
    }
    return rootName(root);
}

/// A name by sound for a chord that its letters do not explain (A flat spelled G# C E-): the lowest
/// pitch with a triad above it, else what stands over the lowest.
std::string nameBySound(std::span<const int> pitches)
{
    std::vector<int> upwards(pitches.begin(), pitches.end());
    std::sort(upwards.begin(), upwards.end());
    for (const int root : upwards) {
        const auto quality = soundingTriad(pitches, root);
        if (quality != ChordQuality::Other)
            return triadName(root, quality);
    }
    const int bass = upwards.front();
    if (sounds(pitches, bass, 5))
        return rootName(bass) + "sus4";
    if (sounds(pitches, bass, 2))
        return rootName(bass) + "sus2";
    return rootName(bass) + "5";
}

} // namespace

std::string_view qualityName(ChordQuality quality)
{
    switch (quality) {
    case ChordQuality::Major:
        return "major";
    case ChordQuality::Minor:
        return "minor";
    case ChordQuality::Augmented:
        return "augmented";
    case ChordQuality::Diminished:
        return "diminished";
    case ChordQuality::Other:
        break;
    }
    return "other";
}

int chordRoot(std::span<const int> pitches)
{
    const auto kept = firstOfEachLetter(pitches);
    if (kept.size() <= 1)
        return pitches.empty() ? 0 : pitches.front();

    const auto needed = static_cast<std::ptrdiff_t>(kept.size()) - 1;
    std::vector<int> full;
    std::optional<std::pair<double, int>> best;
    for (const int pitch : kept) {
        const auto stack = stackAbove(pitch, kept);
        if (std::all_of(stack.begin(), stack.begin() + needed,
                        [](bool present) { return present; }))
            full.push_back(pitch);
        const double score = fullness(stack);
        if (!best || score > best->first)
            best = {score, pitch};
    }
    if (full.size() == 1)
        return full.front();
    if (full.size() == kept.size())
        return *std::min_element(kept.begin(), kept.end());
    return best->second;
}

ChordQuality chordQuality(std::span<const int> pitches)
{
    if (pitches.empty())
        return ChordQuality::Other;
    const int root = chordRoot(pitches);
    const auto third = chordStep(pitches, root, 2);
    const auto fifth = chordStep(pitches, root, 4);
    if (!third.semitones || third.doubtful || fifth.doubtful)
        return ChordQuality::Other;
    const int thirdSize = *third.semitones;
    const int fifthSize = fifth.semitones.value_or(7);
    if (thirdSize == 4 && fifthSize == 7)
        return ChordQuality::Major;
    if (thirdSize == 3 && fifthSize == 7)
        return ChordQuality::Minor;
    if (thirdSize == 4 && fifthSize == 8)
        return ChordQuality::Augmented;
    if (thirdSize == 3 && fifthSize == 6)
        return ChordQuality::Diminished;
    return ChordQuality::Other;
}

std::string chordName(std::span<const int> pitches)
{
    if (pitches.empty())
        return "NC";
    const auto quality = chordQuality(pitches);
    return quality == ChordQuality::Other ? nameBySound(pitches)
                                          : triadName(chordRoot(pitches), quality);
}

} // namespace woodshed
