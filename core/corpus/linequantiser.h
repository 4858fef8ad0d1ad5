#pragma once

#include <span>
#include <vector>

namespace woodshed
{

/// Where performed onsets stand on the grid of twelfths of a quarter: strictly rising, one for each
/// onset.
///
/// Soloists play behind the beat and swing unevenly. So every phrase gets a delay of its own, close
/// to that of the whole solo, and every beat the plainest division (quarter, eighths, triplet,
/// sixteenths, sextuplet) that explains its onsets; the second of two eighths may lie anywhere from
/// early straight to late swing. `onsets` in quarters, rising.
[[nodiscard]] std::vector<int> quantisedOnsets(std::span<const double> onsets);

} // namespace woodshed
