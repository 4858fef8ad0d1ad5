#pragma once

#include <vector>

#include "score/note.h"

namespace woodshed
{

/// Played notes made even: starts and lengths move to the nearest multiple of `grid`, and none gets
/// shorter than that. Of two of one pitch that fall together the longer is kept. Sorted by start,
/// then pitch. `grid` is at least one tick.
[[nodiscard]] std::vector<Note> quantised(std::vector<Note> notes, Ticks grid);

} // namespace woodshed
