#pragma once

#include <string>
#include <vector>

#include "arrange/feel.h"
#include "support/random.h"

namespace woodshed
{

/// A bar of comping: a sign for every half of a pulse, 'x' where a chord is struck.
struct CompPattern {
    std::string hits;
    double liking = 0; ///< how typical it is, 0 to 1
};

/// The rhythms that suit a bar of that many pulses: all that the feel knows for three and four, for
/// other metres some joined from those of shorter groups. `bar` counts from 0: the two sides of a
/// bossa nova take turns.
[[nodiscard]] std::vector<CompPattern> compPatterns(Feel feel, int pulses, int bar, Random& random);

/// A chord on every beat, as Freddie Green played rhythm guitar.
[[nodiscard]] CompPattern quarterPattern(int pulses);

} // namespace woodshed
