#include <algorithm>
#include <cmath>

#include "playback/scheduler.h"

// How music becomes events on time: what comes next, how much of it is due, and how to go on after
// a change. The commands are in scheduler.cpp.

namespace woodshed
{
namespace
{

/// The first time after another one.
constexpr ClockTime oneLater{1};
/// Far above the noise of sums of doubles, far below a tick.
constexpr double tickTolerance = 1e-6;

Ticks wholeTicks(double ticks)
{
    return {static_cast<std::int64_t>(std::floor(ticks + tickTolerance))};
}

} // namespace

double Scheduler::tickLength() const
{
    return 60e6 / (m_tempo * Ticks::perQuarter);
}

/// The loop that music comes to from here, if any.
std::optional<LoopRegion> Scheduler::loopFrom(Ticks position) const
{
    if (!m_loop)
        return std::nullopt;
    const LoopRegion region{m_loop->from, std::min(m_loop->to, m_list.length)};
    if (region.to - region.from < shortestLoop || position >= region.to)
        return std::nullopt;
    return region;
}

/// Music that was left alone past the end of its loop has gone round it.
Timeline::Place Scheduler::folded(Timeline::Place place) const
{
    if (!m_loopAhead || place.tick + tickTolerance < static_cast<double>(m_loopAhead->to.count))
        return place;
    const auto from = static_cast<double>(m_loopAhead->from.count);
    const auto to = static_cast<double>(m_loopAhead->to.count);
    const double beyond = std::fmod(std::max(place.tick - to, 0.0), to - from);
    return {from + beyond, m_loopAhead->from};
}

/// Where the music is, or enters after the count-in.
Ticks Scheduler::musicAt(ClockTime now) const
{
    const Timeline::Place place = folded(m_timeline.shownAt(now));
    return std::max(wholeTicks(place.tick), place.entry);
}

bool Scheduler::isCountingIn(ClockTime now) const
{
    if (m_state != State::Playing)
        return false;
    const Timeline::Place place = m_timeline.shownAt(now);
    return wholeTicks(place.tick) < place.entry;
}

void Scheduler::moveCursorsTo(Ticks tick, Ticks entry)
{
    const auto first =
        std::lower_bound(m_list.notes.begin(), m_list.notes.end(), std::max(tick, entry),
                         [](const SoundEvent& event, Ticks when) { return event.at < when; });
    m_next = static_cast<std::size_t>(first - m_list.notes.begin());
    m_clicks.moveTo(tick, entry, m_list);
}

/// Plays on from a place, whatever was before.
void Scheduler::begin(Timeline::Place place, ClockTime now)
{
    m_timeline.begin(now, place, tickLength());
    m_head = now;
    m_loopAhead = loopFrom(std::max(wholeTicks(place.tick), place.entry));
    moveCursorsTo(m_timeline.firstTickFrom(now), place.entry);
}

/// What every command begins with: the end that has come, and the delay that was too long.
void Scheduler::settle(ClockTime now, Batch& batch)
{
    m_sent.retire(now);
    if (m_state != State::Playing)
        return;
    m_timeline.forgetBefore(now);
    if (m_head < now && (m_loopAhead || m_timeline.timeOf(m_list.end) >= m_head))
        ++m_gaps;
    if (!m_loopAhead && musicAt(now) >= m_list.end && !isCountingIn(now)) {
        finish(now, batch);
    } else if (m_head < now) {
        m_sent.cut(now, batch);
        begin(folded(m_timeline.placeAt(now)), now);
    }
}

void Scheduler::finish(ClockTime now, Batch& batch)
{
    if (!m_sent.endsSilent())
        m_sent.cut(now, batch);
    m_state = State::Stopped;
    m_position = m_list.length;
}

/// When the music begins to differ from what has been sent, now that the list or the loop is
/// another one.
ClockTime Scheduler::firstChange(std::optional<LoopRegion> loopAhead, ClockTime now) const
{
    ClockTime change = m_head;
    if (loopAhead != m_loopAhead) {
        if (const auto jump = m_timeline.nextJump(now))
            change = std::min(change, *jump);
    }
    const Ticks end = loopAhead ? loopAhead->to : m_list.end;
    if (loopAhead != m_loopAhead || !loopAhead)
        change = std::min(change, m_timeline.timeWithoutJump(end, now));
    return change;
}

/// Forgets what was sent for `from` and later, and makes the music go on from there.
void Scheduler::takeBack(ClockTime from, ClockTime now, Batch& batch)
{
    from = std::min(std::max(from, now + oneLater), m_head);
    if (from == m_head)
        return;
    const auto all = [](const SentNote&) { return true; };
    m_sent.revise(now, {all, [from](const SentNote& note) { return note.at < from; }}, batch);
    resumeAt(from);
}

void Scheduler::resumeAt(ClockTime at)
{
    m_timeline.cutAt(at);
    moveCursorsTo(m_timeline.firstTickFrom(at), m_timeline.placeAt(at).entry);
    if (m_timeline.lastTickLength() != tickLength())
        m_timeline.changeTempo(at, tickLength());
    m_head = at;
}

void Scheduler::fill(ClockTime now, Batch& batch)
{
    const ClockTime until = now + horizon;
    const auto none = [](const SentNote&) { return false; };
    for (;;) {
        const ClickTrack::Click click = m_clicks.next();
        const bool isNote =
            m_next < m_list.notes.size() && m_list.notes[m_next].at <= click.event.at;
        const Ticks next = isNote ? m_list.notes[m_next].at : click.event.at;
        const Ticks end = m_loopAhead ? m_loopAhead->to : m_list.end;
        const ClockTime at = m_timeline.timeOf(std::min(next, end));
        if (at > until)
            break;
        if (next < end) {
            if (isNote)
                sendNote(m_list.notes[m_next++], at, batch);
            else
                sendClick(click, at, batch);
            continue;
        }
        m_sent.release(at, end, none, batch);
        if (!m_loopAhead)
            break;
        m_timeline.jump(end, m_loopAhead->from);
        moveCursorsTo(m_loopAhead->from, m_loopAhead->from);
    }
    m_head = std::max(m_head, until + oneLater);
}

void Scheduler::sendNote(const SoundEvent& event, ClockTime at, Batch& batch)
{
    if (m_mixer.isSilent(event.part))
        return;
    SentNote note{at, event, event.number};
    note.event.number = m_mixer.pitchOf(event.channel, event.number);
    m_sent.send(note, batch);
}

void Scheduler::sendClick(const ClickTrack::Click& click, ClockTime at, Batch& batch)
{
    m_clicks.step();
    const bool isHeard = click.isCounted || (m_hasMetronome && click.event.at < m_list.length);
    if (isHeard || click.event.kind == SoundEvent::Kind::NoteOff)
        m_sent.send({at, click.event, click.event.number}, batch);
}

/// Whether the note is heard in the list too where that is to be read next. A note whose end is far
/// ahead is taken for another one.
bool Scheduler::goesOnInList(const SentNote& holder) const
{
    constexpr std::size_t eventsToLookAt = 1000;
    if (m_mixer.isSilent(holder.event.part))
        return false;
    const std::size_t last = std::min(m_list.notes.size(), m_next + eventsToLookAt);
    for (std::size_t i = m_next; i < last; ++i) {
        const SoundEvent& event = m_list.notes[i];
        if (event.part == holder.event.part && event.channel == holder.event.channel &&
            event.number == holder.written)
            return event.kind == SoundEvent::Kind::NoteOff;
    }
    return false;
}

} // namespace woodshed
