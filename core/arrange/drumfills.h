#pragma once

#include "arrange/drumkit.h"
#include "support/random.h"

namespace woodshed
{

enum class FillSize {
    None,
    Light,  ///< a few strokes on the last beat
    Phrase, ///< the last one or two beats
    Chorus  ///< most of the bar, round the toms
};

/// Time gives way to the fill in the last beats before `end` of the bar (an offset; the bar line,
/// or earlier in the bar where the band lands). The foot keeps on.
void addFill(DrumBar& bar, const DrumScene& scene, FillSize size, Ticks end, Random& random);

} // namespace woodshed
