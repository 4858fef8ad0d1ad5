#pragma once

#include <bit>
#include <cstdint>

#include "model/weights.h"

/// Squashing functions in single precision as a few multiplications, so that loops over them
/// vectorise.
namespace woodshed::squash
{

/// e^x - 1 with full relative precision also near 0; x is held within ±87.
[[gnu::always_inline]] inline float exponentialMinusOne(float x)
{
    constexpr float log2e = 1.44269504F;
    constexpr float ln2High = 0.693145752F; // 16 bits, so that n * ln2High is exact
    constexpr float ln2Low = 1.42860677e-6F;
    constexpr float roundToInteger =
        12582912.0F; // 1.5 * 2^23: the integer stands in the lowest bits
    x = x < -87.0F ? -87.0F : x;
    x = x > 87.0F ? 87.0F : x;
    const float shifted = x * log2e + roundToInteger;
    const float n = shifted - roundToInteger;
    const float r = (x - n * ln2High) - n * ln2Low; // |r| <= ln(2) / 2
    float series = 1.0F / 5040.0F;                  // Taylor up to r^7 / 7!
    series = series * r + 1.0F / 720.0F;
    series = series * r + 1.0F / 120.0F;
    series = series * r + 1.0F / 24.0F;
    series = series * r + 1.0F / 6.0F;
    series = series * r + 0.5F;
    series = (series * r) * r + r;
    const auto power = std::bit_cast<float>((std::bit_cast<std::uint32_t>(shifted) << 23U) +
                                            std::bit_cast<std::uint32_t>(1.0F));
    return power * series + (power - 1.0F);
}

[[gnu::always_inline]] inline float exponential(float x)
{
    return exponentialMinusOne(x) + 1.0F;
}

[[gnu::always_inline]] inline float tanh(float x)
{
    const float e = exponentialMinusOne(2.0F * x);
    return e / (e + 2.0F);
}

/// Slope of tanh where its value is y.
[[gnu::always_inline]] inline float tanhSlope(float y)
{
    return 1.0F - y * y;
}

/// The gates' squashing and its slope where its value is y.
template<GateActivation>
struct Gate;

template<>
struct Gate<GateActivation::Sigmoid> {
    [[gnu::always_inline]] static float of(float x)
    {
        return 1.0F / (2.0F + exponentialMinusOne(-x));
    }
    [[gnu::always_inline]] static float slope(float y) { return y * (1.0F - y); }
};

template<>
struct Gate<GateActivation::HardSigmoid> {
    [[gnu::always_inline]] static float of(float x)
    {
        const float line = 0.2F * x + 0.5F;
        const float bounded = line < 0.0F ? 0.0F : line;
        return bounded > 1.0F ? 1.0F : bounded;
    }
    [[gnu::always_inline]] static float slope(float y)
    {
        const float above = y > 0.0F ? 0.2F : 0.0F;
        return y < 1.0F ? above : 0.0F;
    }
};

} // namespace woodshed::squash
