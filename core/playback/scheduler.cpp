#include "playback/scheduler.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace woodshed
{
namespace
{

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

Ticks Scheduler::position(ClockTime now) const
{
    return m_state == State::Playing ? std::min(musicAt(now), m_list.length) : m_position;
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
    resumeAt(std::min(now + m_sent.doubt() + ClockTime{1}, m_head));
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

} // namespace woodshed
