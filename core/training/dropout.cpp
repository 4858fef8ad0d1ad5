#include "training/dropout.h"

#include <cstdint>

namespace woodshed
{

void drawDropout(double rate, Random& random, std::span<float> factors)
{
    const auto threshold = static_cast<std::uint64_t>(rate * 0x1.0p32);
    const auto kept = static_cast<float>(1.0 / (1.0 - rate));
    for (float& factor : factors)
        factor = random.next() < threshold ? 0.0F : kept;
}

} // namespace woodshed
