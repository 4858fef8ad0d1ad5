#pragma once

#include <chrono>
#include <vector>

#include "playback/eventlist.h"

namespace woodshed
{

/// Time on the clock that plays: audio frames turned into microseconds, or the steady clock of the
/// silent engine.
using ClockTime = std::chrono::microseconds;

struct TimedEvent {
    ClockTime at{};
    SoundEvent event;
    friend bool operator==(const TimedEvent&, const TimedEvent&) = default;
};

/// What one command asks of an output, in this order.
struct Batch {
    bool clearFirst = false;        ///< forget everything sent that has not sounded yet
    std::vector<SoundEvent> atOnce; ///< then these, immediately
    std::vector<TimedEvent> later;  ///< then these at their time, sorted; note-ons and offs only
};

} // namespace woodshed
