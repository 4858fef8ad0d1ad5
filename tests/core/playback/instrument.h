#pragma once

#include <deque>
#include <map>
#include <vector>

#include <QByteArray>

#include "playback/scheduler.h"
#include "support/random.h"

namespace woodshed
{

/// An instrument with a queue, on a clock that the test moves.
class Instrument
{
public:
    ClockTime now{};
    ClockTime lag{};                ///< how far it plays behind the clock
    std::map<int, SoundEvent> down; ///< key -> the note-on that holds it
    std::vector<TimedEvent> heard;  ///< all that it played
    int strayOffs = 0;              ///< for keys that were not down
    int restrikes = 0;              ///< note-ons for keys that were down
    int lateEvents = 0;             ///< sent after their time
    int earlyEvents = 0;            ///< sent more than the horizon before their time
    bool inOrder = true;

    /// `early` is how far it runs ahead of the clock this time.
    void carryOut(const Batch& batch, ClockTime early = {})
    {
        run(now - lag + early);
        if (batch.clearFirst)
            m_queue.clear();
        for (const SoundEvent& event : batch.atOnce)
            play(now, event);
        for (const TimedEvent& timed : batch.later) {
            lateEvents += timed.at < now ? 1 : 0;
            earlyEvents += timed.at > now + Scheduler::horizon + ClockTime{1} ? 1 : 0;
            inOrder = inOrder && (m_queue.empty() || m_queue.back().at <= timed.at);
            m_queue.push_back(timed);
        }
    }

    void moveTo(ClockTime time)
    {
        run(time - lag);
        now = time;
    }

    /// Moves on as a player does, with a call every 50 ms.
    void playUntil(ClockTime time, Scheduler& scheduler)
    {
        while (now < time) {
            moveTo(std::min(time, now + std::chrono::milliseconds(50)));
            carryOut(scheduler.advance(now));
        }
    }

    /// What no player may do; empty where all was well.
    QByteArray fault() const
    {
        return strayOffs != 0     ? "a note-off without its note"
               : restrikes != 0   ? "a note struck again while it sounds"
               : lateEvents != 0  ? "an event sent after its time"
               : earlyEvents != 0 ? "an event sent before the horizon"
               : !inOrder         ? "events out of order"
                                  : "";
    }

    int sounding() const { return static_cast<int>(down.size()); }
    bool isQueueEmpty() const { return m_queue.empty(); }

    /// The notes in a line of text, with milliseconds: "0+60 500-60".
    QByteArray drawn() const
    {
        QByteArray line;
        for (const TimedEvent& played : heard) {
            const bool isOn = played.event.kind == SoundEvent::Kind::NoteOn;
            if (!isOn && played.event.kind != SoundEvent::Kind::NoteOff)
                continue;
            if (!line.isEmpty())
                line += ' ';
            line += QByteArray::number(
                std::chrono::round<std::chrono::milliseconds>(played.at).count());
            line += isOn ? '+' : '-';
            line += QByteArray::number(played.event.number);
        }
        return line;
    }

private:
    void run(ClockTime until)
    {
        while (!m_queue.empty() && m_queue.front().at <= until) {
            play(m_queue.front().at, m_queue.front().event);
            m_queue.pop_front();
        }
    }

    void play(ClockTime at, const SoundEvent& event)
    {
        heard.push_back({at, event});
        const int key = event.channel * 128 + event.number;
        if (event.kind == SoundEvent::Kind::NoteOn) {
            restrikes += down.count(key) > 0 ? 1 : 0;
            down[key] = event;
        } else if (event.kind == SoundEvent::Kind::NoteOff) {
            strayOffs += down.erase(key) == 0 ? 1 : 0;
        }
    }

    std::deque<TimedEvent> m_queue;
};

/// One part at 120: a quarter lasts 500 ms.
inline EventList listOf(std::vector<Note> notes, std::int64_t quarters = 8)
{
    Performance performance;
    performance.tempo = 120;
    performance.length = Ticks::fromQuarters(quarters);
    performance.parts.push_back({"Solo", 0, 0, std::move(notes)});
    return eventList(performance);
}

/// Three or four parts that get into each other's way: the second and fourth may share the first
/// one's channel, the third are drums that may play what clicks play.
inline EventList randomList(Random& random)
{
    const auto number = [&](std::size_t below) {
        return static_cast<std::int64_t>(random.index(below));
    };
    Performance performance;
    performance.tempo = 40 + static_cast<double>(random.index(300));
    performance.length = {number(6000)};
    performance.beatsPerBar = 3 + static_cast<int>(random.index(2));
    performance.beatUnit = random.index(2) == 0 ? 4 : 8;
    const int parts = 3 + static_cast<int>(random.index(2));
    for (int part = 0; part < parts; ++part) {
        Part made{"P", part == 2 ? 9 : 0, static_cast<int>(random.index(4) / 3), {}};
        const int lowest = part == 2 ? 73 : random.index(4) == 0 ? 0 : 50;
        for (std::size_t i = random.index(40); i > 0; --i)
            made.notes.push_back(
                {{number(5500)}, {number(900)}, lowest + static_cast<int>(random.index(6)), 90});
        performance.parts.push_back(std::move(made));
    }
    return eventList(performance);
}

} // namespace woodshed
