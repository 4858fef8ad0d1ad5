#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>

#include "support/random.h"

namespace woodshed
{

/// True with that probability.
[[nodiscard]] inline bool chance(Random& random, double probability)
{
    return random.uniform() < probability;
}

/// Uniform in low .. high, both included.
[[nodiscard]] inline int between(Random& random, int low, int high)
{
    return low + static_cast<int>(random.index(static_cast<std::size_t>(high - low + 1)));
}

/// Index of one of the weights, drawn in their proportion; one of them is above 0.
[[nodiscard]] inline std::size_t drawn(Random& random, std::span<const int> weights)
{
    const int total = std::accumulate(weights.begin(), weights.end(), 0);
    int left = between(random, 1, total);
    std::size_t index = 0;
    while ((left -= weights[index]) > 0)
        ++index;
    return index;
}

/// Between -1 and 1, mostly near 0: the sum of two dice.
[[nodiscard]] inline double wobble(Random& random)
{
    const double first = random.uniform();
    return first - random.uniform();
}

/// The seed of one player's or one task's own stream, so that what one draws moves no other.
[[nodiscard]] inline std::uint64_t streamSeed(std::uint64_t seed, std::uint64_t stream)
{
    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
    std::uint64_t mixed = seed + (stream + 1) * 0x9e3779b97f4a7c15ULL;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31U);
}

} // namespace woodshed
