#pragma once

#include <bit>
#include <cstdint>

namespace woodshed
{

// Elementary functions with fixed-order double arithmetic of our own: the same bits on every x86-64
// machine, which the system's libm does not promise (it picks code by processor). Everything of
// ours is compiled with -ffp-contract=off: a fused multiply-add would round differently.

/// e^x within 2 units in the last place for |x| <= 700; beyond, e^±700.
[[gnu::always_inline]] inline double portableExp(double x)
{
    constexpr double log2e = 1.4426950408889634;
    constexpr double ln2High = 0.6931471803691238; // 32 bits, so that n * ln2High is exact
    constexpr double ln2Low = 1.9082149292705877e-10;
    constexpr double roundToInteger =
        6755399441055744.0; // 1.5 * 2^52: the integer stands in the lowest bits
    x = x < -700.0 ? -700.0 : x;
    x = x > 700.0 ? 700.0 : x;
    const double shifted = x * log2e + roundToInteger;
    const double n = shifted - roundToInteger;
    const double r = (x - n * ln2High) - n * ln2Low; // |r| <= ln(2) / 2
    double series = 1.0 / 479001600.0;               // Taylor up to r^12 / 12!
    series = series * r + 1.0 / 39916800.0;
    series = series * r + 1.0 / 3628800.0;
    series = series * r + 1.0 / 362880.0;
    series = series * r + 1.0 / 40320.0;
    series = series * r + 1.0 / 5040.0;
    series = series * r + 1.0 / 720.0;
    series = series * r + 1.0 / 120.0;
    series = series * r + 1.0 / 24.0;
    series = series * r + 1.0 / 6.0;
    series = series * r + 0.5;
    series = series * r + 1.0;
    series = series * r + 1.0;
    const auto power =
        (std::bit_cast<std::uint64_t>(shifted) << 52U) + std::bit_cast<std::uint64_t>(1.0);
    return series * std::bit_cast<double>(power);
}

/// Natural logarithm of x > 0, relative error below 1e-13 (subnormal numbers count as the smallest
/// normal one).
[[nodiscard]] double portableLog(double x);

} // namespace woodshed
