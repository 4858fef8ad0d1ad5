#pragma once

#include <optional>
#include <span>
#include <vector>

#include "arrange/chart.h"
#include "arrange/feel.h"
#include "score/note.h"
#include "support/random.h"

namespace woodshed
{

/// A drummer who keeps time, listens to the solo and shows the form: fills at the ends of phrases
/// and choruses, a crash where a chorus begins after one. Straight, in keys of General MIDI's drum
/// channel, sorted by start, then key. No bar comes more than twice in a row, and any 32 hold at
/// least six different ones. Silent where the chart says NC. With `landing`, a fill leads to that
/// time, and there a crash rings to the end.
[[nodiscard]] std::vector<Note> drumPart(const Chart& chart, Feel feel, double tempo,
                                         std::span<const Note> solo, Random& random,
                                         std::optional<Ticks> landing = {});

} // namespace woodshed
