#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "support/random.h"

namespace woodshed
{

struct SamplerOptions {
    double temperature = 1; ///< 0 takes the most probable
    double topP = 1;        ///< nucleus: the smallest set of values whose probabilities reach this
                            ///< (Holtzman et al. 2020)
};

struct Drawn {
    std::size_t index = 0;
    double probability = 0; ///< in the distribution it was drawn from
};

/// Draws one of `allowed` (not empty) from probabilities: p^(1/temperature), renormalised over the
/// allowed, cut to the nucleus. Arithmetic is our own in fixed order, so the same numbers draw the
/// same value on every machine. Where every allowed probability is zero, all are equally likely.
[[nodiscard]] Drawn drawValue(std::span<const float> probabilities,
                              std::span<const std::size_t> allowed, const SamplerOptions& options,
                              Random& random);

} // namespace woodshed
