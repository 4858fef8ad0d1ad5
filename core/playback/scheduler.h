#pragma once

#include <bitset>
#include <chrono>
#include <cstddef>
#include <deque>
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
    std::vector<TimedEvent> later;  ///< then these at their time, sorted
};

/// Decides what to send when: pure, without threads and clocks of its own. Commands and advance()
/// get the time and answer with what to send. Whatever the order of commands, each note-on that
/// sounds gets its note-off, and stop, pause, seek and panic leave nothing sounding. `now` never
/// goes back between two calls.
class Scheduler
{
public:
    enum class State { Stopped, Playing, Paused };

    /// Events are sent this long before their time.
    static constexpr ClockTime horizon = std::chrono::milliseconds(200);

    /// `doubt` is how far an output may be from the clock it shows: an event nearer than that to an
    /// interruption may or may not have sounded, so its note is turned off to be sure.
    explicit Scheduler(ClockTime doubt = ClockTime{0})
        : m_doubt(doubt)
    {
    }

    /// Stops, and takes the list to play next.
    [[nodiscard]] Batch load(EventList list, ClockTime now);
    /// From the current position, or from the start where that is the end.
    [[nodiscard]] Batch play(ClockTime now);
    [[nodiscard]] Batch pause(ClockTime now);
    [[nodiscard]] Batch stop(ClockTime now);
    /// To a place within the length; playing goes on from there.
    [[nodiscard]] Batch seek(Ticks position, ClockTime now);
    /// Turns off all that sounds; playing goes on with the next note.
    [[nodiscard]] Batch panic(ClockTime now);
    /// What is due within the horizon. At the end of the list playing ends by itself.
    [[nodiscard]] Batch advance(ClockTime now);

    [[nodiscard]] State state() const { return m_state; }
    /// 0 to the length of the form; notes that ring over the form ring with the position at its
    /// end.
    [[nodiscard]] Ticks position(ClockTime now) const;

private:
    using Keys = std::bitset<16 * 128>;

    [[nodiscard]] ClockTime offset(Ticks when) const;
    [[nodiscard]] ClockTime timeOf(Ticks when) const
    {
        return m_anchor + offset(when) - offset(m_position);
    }
    void retire(ClockTime before);
    void interrupt(ClockTime now, Batch& batch);
    void startAt(Ticks position, ClockTime now, Batch& batch);
    void sendDue(ClockTime now, Batch& batch);

    ClockTime m_doubt;
    EventList m_list;
    State m_state = State::Stopped;
    Ticks m_position;                  ///< where playing started or rests
    ClockTime m_anchor{};              ///< the time at which m_position plays
    std::size_t m_next = 0;            ///< index of the first event not sent yet
    Keys m_sentOn;                     ///< keys whose last sent event is a note-on
    Keys m_sounding;                   ///< keys down for certain, from events that are past
    std::deque<TimedEvent> m_underway; ///< sent, and not past for certain
};

} // namespace woodshed
