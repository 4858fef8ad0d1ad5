#pragma once

#include <span>
#include <vector>

#include "arrange/chart.h"
#include "arrange/feel.h"
#include "score/note.h"
#include "support/random.h"

namespace woodshed
{

/// A piano that accompanies: rootless voicings with little motion between them, in rhythms that
/// leave room where `solo` is busy and answer where it rests. Written time, as bassLine(). C3 to
/// E5, sorted by start, then pitch; silent over NC; no chord rings into the next or over the chart.
/// `tempo` in quarters a minute.
[[nodiscard]] std::vector<Note> comping(const Chart& chart, Feel feel, double tempo,
                                        std::span<const Note> solo, Random& random);

} // namespace woodshed
