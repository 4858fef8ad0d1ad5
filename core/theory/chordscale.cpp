#include "theory/chordscale.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdlib>

#include "theory/chordquality.h"
#include "theory/interval.h"

namespace woodshed
{

namespace
{

constexpr std::array<int, 7> majorSteps{0, 2, 4, 5, 7, 9, 11};
constexpr std::array<int, 7> dorianSteps{0, 2, 3, 5, 7, 9, 10};
constexpr std::array<PitchName, 12> tonics{{{0, 0},
                                            {1, -1},
                                            {1, 0},
                                            {2, -1},
                                            {2, 0},
                                            {3, 0},
                                            {3, 1},
                                            {4, 0},
                                            {4, 1},
                                            {5, 0},
                                            {6, -1},
                                            {6, 0}}};

/// The name on `letter` that sounds as `pitchClass`, with the fewest accidentals.
PitchName spelledOn(int letter, int pitchClass)
{
    const int wrapped = floorMod(letter, 7);
    return {wrapped, floorMod(pitchClass - naturalPitchClass(wrapped) + 6, 12) - 6};
}

/// A step of a scale upwards; names with double accidentals give way to the default spelling.
PitchName steppedUp(PitchName from, DirectedInterval step)
{
    const int pitchClass = floorMod(from.pitchClass() + step.semitones, 12);
    const PitchName spelled = spelledOn(from.letter + step.steps, pitchClass);
    return std::abs(spelled.accidental) > 1 ? notebookName(pitchClass) : spelled;
}

std::bitset<12> pitchClassesOf(std::span<const int> pitches)
{
    std::bitset<12> classes;
    for (const int pitch : pitches)
        classes.set(static_cast<std::size_t>(floorMod(pitch, 12)));
    return classes;
}

std::bitset<12> pitchClassesOf(const ChordScale& scale)
{
    std::bitset<12> classes;
    for (const PitchName name : scale.names)
        classes.set(static_cast<std::size_t>(name.pitchClass()));
    return classes;
}

} // namespace

bool ChordScale::contains(PitchName name) const
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

ChordScale diatonicScale(PitchName tonic, ScaleMode mode)
{
    const auto& steps = mode == ScaleMode::Major ? majorSteps : dorianSteps;
    ChordScale scale{tonic, {}};
    for (int degree = 0; degree < 7; ++degree)
        scale.names.push_back(
            spelledOn(tonic.letter + degree,
                      tonic.pitchClass() + steps.at(static_cast<std::size_t>(degree))));
    return scale;
}

ChordScale bluesScale(PitchName tonic, bool withSharpFourth)
{
    constexpr DirectedInterval minorSecond{1, 1};
    constexpr DirectedInterval majorSecond{1, 2};
    constexpr DirectedInterval augmentedUnison{0, 1};

    constexpr std::array plain{minorThird, majorSecond, majorSecond, minorThird, majorSecond};
    constexpr std::array sharpened{minorThird,  majorSecond, augmentedUnison,
                                   minorSecond, minorThird,  majorSecond};
    const auto steps = withSharpFourth ? std::span<const DirectedInterval>(sharpened) : plain;

    ChordScale scale{tonic, {tonic}};
    for (const DirectedInterval step : steps)
        scale.names.push_back(steppedUp(scale.names.back(), step));
    return scale;
}

std::span<const PitchName> derivedTonics()
{
    return tonics;
}

int sharedPitchClasses(const ChordScale& scale, std::span<const int> chordPitches)
{
    return static_cast<int>((pitchClassesOf(scale) & pitchClassesOf(chordPitches)).count());
}

ChordScale derivedScale(std::span<const int> chordPitches)
{
    const auto mode =
        chordQuality(chordPitches) == ChordQuality::Major ? ScaleMode::Major : ScaleMode::Dorian;
    const auto chord = pitchClassesOf(chordPitches);
    ChordScale best;
    std::size_t mostShared = 0;
    for (const PitchName tonic : tonics) {
        ChordScale scale = diatonicScale(tonic, mode);
        const auto shared = (pitchClassesOf(scale) & chord).count();
        if (shared >= mostShared) {
            mostShared = shared;
            best = std::move(scale);
        }
    }
    return best;
}

} // namespace woodshed
