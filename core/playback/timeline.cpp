#include "playback/timeline.h"

#include <algorithm>
#include <cmath>

namespace woodshed
{
namespace
{

ClockTime rounded(double microseconds)
{
    return ClockTime(std::llround(microseconds));
}

double inMicroseconds(ClockTime time)
{
    return static_cast<double>(time.count());
}

} // namespace

double Timeline::Stretch::exactTimeOf(Ticks when) const
{
    return start + (static_cast<double>(when.count) - tick) * tickLength;
}

void Timeline::begin(ClockTime at, Place place, double tickLength)
{
    m_stretches.assign(1, {inMicroseconds(at), place.tick, tickLength, place.entry, false});
}

void Timeline::changeTempo(ClockTime at, double tickLength)
{
    Stretch& last = m_stretches.back();
    if (rounded(last.start) >= at) {
        last.tickLength = tickLength;
        return;
    }
    const Place place = placeAt(at);
    m_stretches.push_back({inMicroseconds(at), place.tick, tickLength, place.entry, false});
}

void Timeline::jump(Ticks from, Ticks to)
{
    const Stretch& last = m_stretches.back();
    const double start = std::max(last.exactTimeOf(from), last.start);
    m_stretches.push_back({start, static_cast<double>(to.count), last.tickLength, to, true});
}

void Timeline::cutAt(ClockTime at)
{
    while (m_stretches.size() > 1 && rounded(m_stretches.back().start) >= at)
        m_stretches.pop_back();
}

void Timeline::forgetBefore(ClockTime now)
{
    while (m_stretches.size() > 1 && rounded(m_stretches[1].start) <= now)
        m_stretches.pop_front();
}

std::size_t Timeline::stretchAt(ClockTime now) const
{
    std::size_t index = m_stretches.size() - 1;
    while (index > 0 && rounded(m_stretches[index].start) > now)
        --index;
    return index;
}

Timeline::Place Timeline::placeAt(ClockTime now, double later) const
{
    const Stretch& stretch = m_stretches[stretchAt(now)];
    const double elapsed = std::max(inMicroseconds(now) - stretch.start + later, 0.0);
    return {stretch.tick + elapsed / stretch.tickLength, stretch.entry};
}

ClockTime Timeline::timeOf(Ticks tick) const
{
    const Stretch& last = m_stretches.back();
    return rounded(std::max(last.exactTimeOf(tick), last.start));
}

Ticks Timeline::firstTickFrom(ClockTime at) const
{
    const Stretch& last = m_stretches.back();
    const double about = last.tick + (inMicroseconds(at) - last.start) / last.tickLength;
    Ticks first{static_cast<std::int64_t>(std::ceil(about))};
    // The same rounding as for the events themselves decides: none is left out or sent twice.
    while (rounded(last.exactTimeOf(first - Ticks{1})) >= at)
        first = first - Ticks{1};
    while (rounded(last.exactTimeOf(first)) < at)
        first += Ticks{1};
    return first;
}

std::optional<ClockTime> Timeline::nextJump(ClockTime now) const
{
    for (const Stretch& stretch : m_stretches) {
        if (stretch.isJump && rounded(stretch.start) > now)
            return rounded(stretch.start);
    }
    return std::nullopt;
}

ClockTime Timeline::timeWithoutJump(Ticks tick, ClockTime now) const
{
    std::size_t index = stretchAt(now);
    while (index + 1 < m_stretches.size() && !m_stretches[index + 1].isJump &&
           m_stretches[index + 1].tick <= static_cast<double>(tick.count))
        ++index;
    return rounded(m_stretches[index].exactTimeOf(tick));
}

} // namespace woodshed
