#pragma once

#include <span>

#include "support/random.h"

namespace woodshed
{

/// Factors that leave out each number with probability `rate` (0 <= rate < 1) and make up for it in
/// the others (Srivastava et al. 2014, inverted): 0 or 1 / (1 - rate).
void drawDropout(double rate, Random& random, std::span<float> factors);

} // namespace woodshed
