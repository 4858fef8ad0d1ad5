#pragma once

#include <vector>

#include "arrange/harmony.h"

namespace woodshed
{

constexpr int lowestVoice = 48;  ///< C3
constexpr int highestVoice = 76; ///< E5

/// Pitches that a pianist plays at once, rising, with what speaks against them as a cost: 0 for a
/// rootless A or B voicing in the middle of the keyboard.
struct Voicing {
    std::vector<int> pitches;
    double cost = 0;
    friend bool operator==(const Voicing&, const Voicing&) = default;
};

/// Every sensible way to play a chord with the left hand, best first: rootless A and B voicings,
/// shells with a colour, triads in their inversions. Third and seventh (or sixth) are always there
/// where the chord has them, written alterations too; unwritten colours come from the `scale` of
/// the place (scaleOf()) and never stand a semitone above a chord tone. At least one for a chord
/// that sounds, none for silence.
[[nodiscard]] std::vector<Voicing> voicingsOf(const ChartChord& chord, const Intervals& scale);

/// Semitones that each voice moves between two voicings: the voices paired from bottom to top, and
/// where one has more of them, the pairs that move least.
[[nodiscard]] std::vector<int> voiceMotion(const std::vector<int>& from,
                                           const std::vector<int>& to);

} // namespace woodshed
