#pragma once

#include "support/ticks.h"

namespace woodshed
{

/// Tempo while playing, in quarter notes a minute.
inline constexpr double slowestTempo = 40;
inline constexpr double fastestTempo = 320;
/// Transposition of everything but the drums, in semitones, either way.
inline constexpr int widestTransposition = 12;

/// A stretch that repeats; `to` is the first tick that no longer belongs to it.
struct LoopRegion {
    Ticks from;
    Ticks to;
    friend bool operator==(const LoopRegion&, const LoopRegion&) = default;
};

/// One strip of the mixer, on top of what the part itself asks for.
struct PartMix {
    double volume = 1; ///< 0..1 of the part's own
    double pan = 0;    ///< added to the part's own, -1 left .. 1 right
    bool muted = false;
    bool soloed = false; ///< while any part is, those that are not are silent
    friend bool operator==(const PartMix&, const PartMix&) = default;
};

} // namespace woodshed
