#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "arrange/chart.h"
#include "arrange/voicing.h"
#include "support/random.h"

namespace woodshed
{

/// One strike of the piano: which chord, when.
struct VoicedMoment {
    Ticks when;
    std::size_t chord = 0; ///< index in the chart
};

/// How full a pianist likes chords to be.
struct VoicingTaste {
    std::size_t voices = 4;
    double otherSize = 0.6; ///< cost of another number of voices
};

/// Pitches for each moment, from the voicings of its chord: the way through all of them on which
/// the voices move least, the top voice follows a slow curve, and a chord repeated within its bar
/// stays.
[[nodiscard]] std::vector<std::vector<int>> ledVoicings(const Chart& chart,
                                                        std::span<const VoicedMoment> moments,
                                                        const VoicingTaste& taste, Random& random);

} // namespace woodshed
