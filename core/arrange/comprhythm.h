#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "arrange/chart.h"
#include "arrange/feel.h"
#include "score/note.h"
#include "support/random.h"

namespace woodshed
{

/// A chord struck by the piano.
struct CompHit {
    Ticks start;
    Ticks duration;
    std::size_t chord = 0; ///< index in the chart; the coming one where the hit anticipates
    int velocity = 0;
};

/// Where a pianist comps: rhythms of the Charleston family bar by bar, chords anticipated by an
/// eighth, few hits where the solo is busy and answers where it rests. Every chord of two beats or
/// more is heard; none over NC; each hit ends before the next and with its chord. Sorted.
[[nodiscard]] std::vector<CompHit> compRhythm(const Chart& chart, Feel feel, double tempo,
                                              std::span<const Note> solo, Random& random);

} // namespace woodshed
