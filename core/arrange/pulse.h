#pragma once

#include <vector>

#include "arrange/chart.h"

namespace woodshed
{

/// The quarter the band counts in: a quarter note, or the beat where bars do not divide into them
/// (7/8).
[[nodiscard]] Ticks pulseOf(const Chart& chart);
[[nodiscard]] int pulsesPerBar(const Chart& chart);

/// The pulses on which the groups of a bar begin: 0 2 in 4/4, 0 in 3/4, 0 3 in 5/4.
[[nodiscard]] std::vector<int> barGroups(int pulses);

} // namespace woodshed
