#pragma once

#include <span>
#include <vector>

#include "arrange/bassslots.h"
#include "arrange/contour.h"
#include "support/random.h"

namespace woodshed
{

/// What a way of playing minds, as costs; about 1 is one awkward interval.
struct WalkStyle {
    double repeat = 2.6;    ///< the same pitch twice
    double passing = 0.4;   ///< a scale tone between chord tones
    double chromatic = 0.8; ///< a note outside the scale
    double leap = 1;        ///< factor on intervals beyond a third
    double notRoot = 3;     ///< a new chord met on its third or fifth
    double wish = 1.5;      ///< gained by a note that the slot favours
    Contour::Band low{31, 36};
    Contour::Band high{43, 49};
};

/// A pitch for each slot, lowestBass to highestBass: chord tones where they count, steps and
/// semitones into the next root, a line that rises and falls, and no bar that repeats the one
/// before it. A beam search over the line from left to right.
[[nodiscard]] std::vector<int> walkedPitches(const Chart& chart, std::span<const BassSlot> slots,
                                             const WalkStyle& style, Random& random);

} // namespace woodshed
