#include "support/portablemath.h"

#include <bit>
#include <cstdint>
#include <limits>

namespace woodshed
{

namespace
{

// ln 2 in two parts (Cody and Waite): the first has trailing zeros, so that k * ln2High is exact.
constexpr double ln2High = 0x1.62e42fefa0000p-1;
constexpr double ln2Low = 0x1.cf79abc9e3b3ap-40;

} // namespace

double portableLog(double x)
{
    if (x < std::numeric_limits<double>::min())
        x = std::numeric_limits<double>::min();
    const auto bits = std::bit_cast<std::uint64_t>(x);
    int k = static_cast<int>(bits >> 52U) - 1023;
    double m = std::bit_cast<double>((bits & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL);
    if (m > 0x1.6a09e667f3bcdp+0) { // sqrt 2: keeps the series short on both sides
        m *= 0.5;
        ++k;
    }
    // ln m = 2 artanh(s), s = (m - 1) / (m + 1), |s| <= 0.172.
    const double s = (m - 1) / (m + 1);
    const double square = s * s;
    double sum = 0;
    for (int n = 21; n >= 1; n -= 2)
        sum = sum * square + 1.0 / n;
    return k * ln2High + (2 * s * sum + k * ln2Low);
}

} // namespace woodshed
