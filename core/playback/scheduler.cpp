#include "playback/scheduler.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace woodshed
{
namespace
{

constexpr ClockTime oneLater{1};
/// Far above the noise of sums of doubles, far below a tick.
constexpr double tickTolerance = 1e-6;

Ticks wholeTicks(double ticks)
{
    return {static_cast<std::int64_t>(std::floor(ticks + tickTolerance))};
}

void append(std::vector<SoundEvent>& events, const std::vector<SoundEvent>& more)
{
    events.insert(events.end(), more.begin(), more.end());
}

/// Whether a channel has another instrument in the other list.
bool changesInstruments(const EventList& before, const EventList& after)
{
    for (const SoundEvent& a : before.setUp) {
        for (const SoundEvent& b : after.setUp) {
            if (a.kind == SoundEvent::Kind::Program && b.kind == a.kind && a.channel == b.channel &&
                a.number != b.number)
                return true;
        }
    }
    return false;
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

Ticks Scheduler::position(ClockTime now) const
{
    return m_state == State::Playing ? std::min(musicAt(now), m_list.length) : m_position;
}

bool Scheduler::isCountingIn(ClockTime now) const
{
    if (m_state != State::Playing)
        return false;
    const Timeline::Place place = m_timeline.shownAt(now);
    return wholeTicks(place.tick) < place.entry;
}

void Scheduler::appendSetUp(Batch& batch) const
{
    append(batch.atOnce, m_mixer.setUp(m_list));
    if (m_hasMetronome || m_countIn > 0)
        append(batch.atOnce, ClickTrack::setUp(m_list));
}

Batch Scheduler::load(EventList list, ClockTime now)
{
    Batch batch = stop(now);
    m_list = std::move(list);
    m_mixer.take(m_list);
    m_tempo = m_list.tempo;
    m_loop.reset();
    return batch;
}

Batch Scheduler::replace(EventList list, ClockTime now)
{
    Batch batch;
    settle(now, batch);
    const std::vector<SoundEvent> setUpBefore = m_mixer.setUp(m_list);
    const bool isOtherBand = changesInstruments(m_list, list);
    m_list = std::move(list);
    m_mixer.take(m_list);
    if (m_state != State::Playing) {
        m_position = std::min(m_position, m_list.length);
        return batch;
    }
    const Ticks here = musicAt(now);
    const auto loopAhead = loopFrom(here);
    if (!loopAhead && here >= m_list.end) {
        m_sent.cut(now, batch);
        finish(now, batch);
        return batch;
    }
    takeBack(isOtherBand ? now : firstChange(loopAhead, now), now, batch);
    m_loopAhead = loopAhead;
    if (const auto setUp = m_mixer.setUp(m_list); setUp != setUpBefore)
        append(batch.atOnce, setUp);
    const Ticks next = m_timeline.firstTickFrom(m_head);
    moveCursorsTo(next, m_timeline.placeAt(m_head).entry);
    m_sent.release(
        m_head, next, [&](const SentNote& note) { return !isOtherBand && goesOnInList(note); },
        batch);
    fill(now, batch);
    return batch;
}

Batch Scheduler::play(ClockTime now)
{
    Batch batch;
    if (m_state == State::Playing)
        return batch;
    if (m_position >= m_list.length)
        m_position = {};
    m_state = State::Playing;
    appendSetUp(batch);
    const Ticks countIn = m_list.beat * m_list.beatsPerBar * m_countIn;
    begin({static_cast<double>((m_position - countIn).count), m_position}, now);
    fill(now, batch);
    return batch;
}

Batch Scheduler::pause(ClockTime now)
{
    Batch batch;
    if (m_state != State::Playing)
        return batch;
    m_sent.cut(now, batch);
    m_position = position(now);
    m_state = State::Paused;
    return batch;
}

Batch Scheduler::stop(ClockTime now)
{
    Batch batch;
    m_sent.cut(now, batch);
    m_state = State::Stopped;
    m_position = {};
    return batch;
}

Batch Scheduler::seek(Ticks position, ClockTime now)
{
    Batch batch;
    const Ticks target = std::clamp(position, Ticks{}, m_list.length);
    if (m_state != State::Playing) {
        m_position = target;
        return batch;
    }
    m_sent.cut(now, batch);
    appendSetUp(batch);
    const Timeline::Place place = m_timeline.placeAt(now);
    const double toCount = std::max(static_cast<double>(place.entry.count) - place.tick, 0.0);
    begin({static_cast<double>(target.count) - toCount, target}, now);
    fill(now, batch);
    return batch;
}

Batch Scheduler::panic(ClockTime now)
{
    Batch batch;
    settle(now, batch);
    m_sent.cut(now, batch);
    if (m_state != State::Playing)
        return batch;
    // What may have sounded already is not struck again.
    resumeAt(std::min(now + m_sent.doubt() + oneLater, m_head));
    fill(now, batch);
    return batch;
}

Batch Scheduler::advance(ClockTime now)
{
    Batch batch;
    settle(now, batch);
    if (m_state == State::Playing)
        fill(now, batch);
    return batch;
}

Batch Scheduler::setTempo(double quartersPerMinute, ClockTime now)
{
    Batch batch;
    if (std::isnan(quartersPerMinute))
        return batch;
    settle(now, batch);
    m_tempo = std::clamp(quartersPerMinute, slowestTempo, fastestTempo);
    if (m_state == State::Playing) {
        m_timeline.changeTempo(m_head, tickLength());
        fill(now, batch);
    }
    return batch;
}

Batch Scheduler::setLoop(std::optional<LoopRegion> region, ClockTime now)
{
    Batch batch;
    if (region) {
        region->from = std::clamp(region->from, Ticks{}, m_list.length);
        region->to = std::clamp(region->to, Ticks{}, m_list.length);
        if (region->to - region->from < shortestLoop)
            return batch;
    }
    settle(now, batch);
    m_loop = region;
    if (m_state != State::Playing)
        return batch;
    const auto loopAhead = loopFrom(musicAt(now));
    if (loopAhead != m_loopAhead) {
        takeBack(firstChange(loopAhead, now), now, batch);
        m_loopAhead = loopAhead;
        fill(now, batch);
    }
    return batch;
}

void Scheduler::setCountIn(int bars)
{
    m_countIn = std::clamp(bars, 0, mostCountInBars);
}

Batch Scheduler::setMetronome(bool isOn, ClockTime now)
{
    Batch batch;
    settle(now, batch);
    m_hasMetronome = isOn;
    if (m_state == State::Playing) {
        if (isOn)
            append(batch.atOnce, ClickTrack::setUp(m_list));
        fill(now, batch);
    }
    return batch;
}

Batch Scheduler::setMix(std::size_t part, const PartMix& mix, ClockTime now)
{
    Batch batch;
    settle(now, batch);
    const std::vector<SoundEvent> controls = m_mixer.set(part, mix);
    const auto isSilent = [this](const SentNote& note) {
        return m_mixer.isSilent(note.event.part);
    };
    const auto isHeard = [&](const SentNote& note) { return !isSilent(note); };
    if (m_sent.hasUnderWay(isSilent))
        m_sent.revise(now, {isHeard, isHeard}, batch);
    append(batch.atOnce, controls);
    if (m_state == State::Playing)
        fill(now, batch);
    return batch;
}

Batch Scheduler::setTransposition(int semitones, ClockTime now)
{
    Batch batch;
    settle(now, batch);
    const int before = m_mixer.transposition();
    m_mixer.setTransposition(semitones);
    const auto isDrum = [](const SentNote& note) { return note.event.channel == drumChannel; };
    const auto takePitch = [this](SentNote& note) {
        note.event.number = m_mixer.pitchOf(note.event.channel, note.written);
        return true;
    };
    const auto isPitched = [&](const SentNote& note) { return !isDrum(note); };
    if (m_mixer.transposition() != before && m_sent.hasUnderWay(isPitched))
        m_sent.revise(now, {isDrum, takePitch}, batch);
    if (m_state == State::Playing)
        fill(now, batch);
    return batch;
}

Scheduler::HandOver Scheduler::handOver(ClockTime before, ClockTime doubt, ClockTime after)
{
    HandOver batches;
    settle(before, batches.leave);
    m_sent.cut(before, batches.leave);
    m_sent = SentNotes(doubt);
    if (m_state == State::Playing) {
        appendSetUp(batches.enter);
        begin(m_timeline.placeAt(before), after);
        fill(after, batches.enter);
    }
    return batches;
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
    if (event.kind == SoundEvent::Kind::NoteOn && m_mixer.isSilent(event.part))
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

/// Whether the note sounds in the list too where it is to be read next. A note whose end is
/// far ahead is taken for another one.
bool Scheduler::goesOnInList(const SentNote& holder) const
{
    constexpr std::size_t eventsToLookAt = 1000;
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
