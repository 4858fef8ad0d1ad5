#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace woodshed
{

/// Where an element begins and ends, in twelfths of a quarter.
struct TimeSpan {
    std::int64_t start = 0;
    std::int64_t end = 0;
};

/// The voice of each element, counted from 0 without gaps.
struct VoiceSplit {
    static constexpr std::int32_t dropped = -1; ///< no voice was free for it

    std::vector<std::int32_t> voiceOf;
    std::size_t voices = 0; ///< 0: nothing overlaps, there are no voices
};

/// Splits overlapping elements into voices as the notebook's library did: as many voices as the
/// largest group of its overlap search has members, each element into the first that is free.
/// `spans` are sorted by start, from 0 on, and end where they start or later. Takes O(n log n)
/// whatever overlaps.
[[nodiscard]] VoiceSplit splitVoices(std::span<const TimeSpan> spans);

/// Size of the largest group, 1 where nothing overlaps; what splitVoices counts with.
[[nodiscard]] std::size_t largestOverlapGroup(std::span<const TimeSpan> spans);

} // namespace woodshed
