#pragma once

#include <chrono>

#include "playback/scheduler.h"

namespace woodshed
{

/// Finds out that a sound server has died: no library says so, but its clock stands still.
class Heartbeat
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// A device that is busy or waking up may miss a beat for this long.
    static constexpr auto patience = std::chrono::milliseconds(1000);

    /// Looked at regularly; false once the output's clock has stood still for too long.
    [[nodiscard]] bool beats(ClockTime clock, Time now)
    {
        if (clock != m_clock || m_since == Time{}) {
            m_clock = clock;
            m_since = now;
        }
        return now - m_since < patience;
    }

private:
    ClockTime m_clock{-1};
    Time m_since{};
};

} // namespace woodshed
