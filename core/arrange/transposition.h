#pragma once

#include "score/performance.h"

namespace woodshed
{

/// The same music `semitones` higher, as the player transposes it: everything but the drums, with
/// the chord symbols and the key named anew. A pitch that would leave MIDI's range keeps its name
/// and comes back by an octave.
[[nodiscard]] Performance transposed(Performance performance, int semitones);

} // namespace woodshed
