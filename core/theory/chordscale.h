#pragma once

#include <span>
#include <vector>

#include "theory/pitchname.h"

namespace woodshed
{

enum class ScaleMode { Major, Dorian };

/// A scale's names from its tonic upwards.
struct ChordScale {
    PitchName tonic;
    std::vector<PitchName> names;

    /// By name, not by sound: D# is in E major, E- is not.
    [[nodiscard]] bool contains(PitchName name) const;
    friend bool operator==(const ChordScale&, const ChordScale&) = default;
};

/// Seven names, spelled letter by letter, double accidentals and all; without the upper tonic.
[[nodiscard]] ChordScale diatonicScale(PitchName tonic, ScaleMode mode);

/// The hexatonic blues scale of the classic, with or without its sharp fourth and with the upper
/// tonic at its end; built interval by interval, and a name that would need a double accidental is
/// respelled on the way (so C# blues with sharp fourth goes on as G A- C- D-).
[[nodiscard]] ChordScale bluesScale(PitchName tonic, bool withSharpFourth);

/// The tonics that a derived scale may have, in the order in which a later one wins a tie: C D- D
/// E- E F F# G G# A B- B.
[[nodiscard]] std::span<const PitchName> derivedTonics();

/// How many pitch classes of the chord a scale holds.
[[nodiscard]] int sharedPitchClasses(const ChordScale& scale, std::span<const int> chordPitches);

/// The classic's scale for a chord: major over a major chord, Dorian over any other; its tonic is
/// not the root but whichever scale holds most of the chord's pitch classes, the last of
/// derivedTonics() in a tie.
[[nodiscard]] ChordScale derivedScale(std::span<const int> chordPitches);

} // namespace woodshed
