#include "playback/audiotap.h"

#include <algorithm>
#include <cmath>

namespace woodshed
{

namespace
{

float loudest(std::span<const float> samples)
{
    float peak = 0;
    for (const float sample : samples)
        peak = std::max(peak, std::abs(sample));
    return peak;
}

} // namespace

void AudioTap::pass(std::span<const float> left, std::span<const float> right)
{
    const float peak = std::max(loudest(left), loudest(right));
    float before = m_peak.load(std::memory_order_relaxed);
    while (peak > before &&
           !m_peak.compare_exchange_weak(before, peak, std::memory_order_relaxed)) {
    }
    m_blockFrames.store(static_cast<int>(left.size()), std::memory_order_relaxed);
}

Meter AudioTap::take()
{
    const float peak = m_peak.exchange(0, std::memory_order_relaxed);
    return {peak, peak > 1.0F};
}

} // namespace woodshed
