// Compiled with -ffp-contract=off: a fused multiply-add would round differently from machine to
// machine.
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

/// 2^k for a k in the normal range.
double powerOfTwo(int k)
{
    return std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52U);
}

} // namespace

double portableExp(double x)
{
    if (x < -708)
        return 0;
    if (x > 709)
        return std::numeric_limits<double>::max();
    const double scaled = x * 0x1.71547652b82fep+0; // 1 / ln 2
    const int k = static_cast<int>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    const double r = (x - k * ln2High) - k * ln2Low; // |r| <= ln 2 / 2
    // Taylor's series to r^13 / 13!, by Horner: the rest is below 2e-17.
    double sum = 1;
    for (int n = 13; n >= 1; --n)
        sum = 1 + r / n * sum;
    return sum * powerOfTwo(k);
}

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
