#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "score/leadsheet.h"
#include "support/result.h"

namespace woodshed
{

struct ChordTextReading {
    LeadSheet tune;
    std::vector<std::string> warnings;
};

/// A tune written as text, as people paste it into a mail:
///
///     title: Somewhere    tempo: 140    feel: swing    key: F    metre: 4/4   (each on its own
///     line, all optional) | F7 | Bb7 | Cm7 F7 | % |
///
/// Symbols share their bar equally, `/` holds the chord before it, `%` repeats the bar, `NC` is
/// silence. `|: ... :|` repeats once; `[A]` labels and lines beginning with `#` are skipped. An
/// unknown header line warns; a symbol that is not understood is an error that quotes it. Errors
/// say the line. Takes at most 1 MiB and 1024 bars.
[[nodiscard]] Result<ChordTextReading> readChordText(std::string_view text);

} // namespace woodshed
