#pragma once

#include <deque>
#include <optional>

#include "playback/batch.h"

namespace woodshed
{

/// Which musical time sounds when, as far as it has been decided: stretches of even tempo, one
/// after the other, with jumps back where a loop repeats. The last stretch has no end. Clock times
/// are kept finer than microseconds, so that a loop does not drift however often it repeats.
class Timeline
{
public:
    /// Where the music is; before `entry` it is still counted in.
    struct Place {
        double tick = 0;
        Ticks entry;
    };

    /// Starts anew. `tickLength` in microseconds, above 0.
    void begin(ClockTime at, Place place, double tickLength);
    /// Goes on in another tempo from `at`, which lies in the last stretch.
    void changeTempo(ClockTime at, double tickLength);
    /// When the last stretch reaches `from`, the music goes on at `to`.
    void jump(Ticks from, Ticks to);
    /// Takes back all that was decided for `at` and later; the stretch before goes on instead.
    void cutAt(ClockTime at);
    /// Stretches that ended before `now` are no longer asked for.
    void forgetBefore(ClockTime now);

    [[nodiscard]] Place placeAt(ClockTime now) const { return placeAt(now, 0); }
    /// The place that shows at `now`: the tick of an event at its own time, although times are
    /// rounded to microseconds.
    [[nodiscard]] Place shownAt(ClockTime now) const { return placeAt(now, 0.5); }
    /// In the last stretch; its start for what lies before it.
    [[nodiscard]] ClockTime timeOf(Ticks tick) const;
    /// The first tick of the last stretch whose time is not before `at`.
    [[nodiscard]] Ticks firstTickFrom(ClockTime at) const;
    [[nodiscard]] double lastTickLength() const { return m_stretches.back().tickLength; }
    /// The first jump after `now`.
    [[nodiscard]] std::optional<ClockTime> nextJump(ClockTime now) const;
    /// When the music that plays at `now` reaches `tick` if it does not jump before.
    [[nodiscard]] ClockTime timeWithoutJump(Ticks tick, ClockTime now) const;

private:
    struct Stretch {
        double start = 0; ///< microseconds
        double tick = 0;
        double tickLength = 1000;
        Ticks entry;
        bool isJump = false; ///< begins with one
        [[nodiscard]] double exactTimeOf(Ticks when) const;
    };

    [[nodiscard]] Place placeAt(ClockTime now, double later) const;
    [[nodiscard]] std::size_t stretchAt(ClockTime now) const;

    std::deque<Stretch> m_stretches{1}; ///< by start; never empty
};

} // namespace woodshed
