#pragma once

#include <vector>

#include "support/random.h"

namespace woodshed
{

/// A register that rises and falls over the phrases of a performance: straight lines between
/// turning points a few bars apart, low and high in turn.
class Contour
{
public:
    struct Band {
        double from = 0;
        double to = 0;
    };

    /// Pitches (MIDI numbers) of the valleys and the peaks, over that many bars.
    Contour(int bars, Band valleys, Band peaks, Random& random);

    /// The pitch to be near at a place, in bars from the start.
    [[nodiscard]] double at(double bar) const;

private:
    struct Turn {
        double bar = 0;
        double pitch = 0;
    };
    std::vector<Turn> m_turns;
};

} // namespace woodshed
