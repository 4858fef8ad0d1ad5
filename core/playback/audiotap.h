#pragma once

#include <atomic>
#include <span>

#include "playback/soundstatus.h"

namespace woodshed
{

/// What the audio thread leaves behind for other threads to read. It never waits.
class AudioTap
{
public:
    /// On the audio thread: what goes to the device.
    void pass(std::span<const float> left, std::span<const float> right);

    /// The loudest since the last call; any thread.
    [[nodiscard]] Meter take();
    /// Frames that the device asks for at once, 0 before the first time; any thread.
    [[nodiscard]] int blockFrames() const { return m_blockFrames.load(std::memory_order_relaxed); }

private:
    std::atomic<float> m_peak{0};
    std::atomic<int> m_blockFrames{0};
    static_assert(std::atomic<float>::is_always_lock_free);
};

} // namespace woodshed
