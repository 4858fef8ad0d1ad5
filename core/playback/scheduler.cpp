#include "playback/scheduler.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace woodshed
{
namespace
{

std::size_t keyOf(const SoundEvent& event)
{
    return std::size_t{event.channel} * 128 + event.number;
}

} // namespace

ClockTime Scheduler::offset(Ticks when) const
{
    return ClockTime(std::llround(static_cast<double>(when.count) * m_list.secondsPerTick() * 1e6));
}

Ticks Scheduler::position(ClockTime now) const
{
    if (m_state != State::Playing)
        return m_position;
    const auto elapsed = std::max(now - m_anchor, ClockTime{0});
    // Times are rounded to microseconds: half of one more, and an event at its own time does not
    // seem a tick away.
    const double ticks =
        (static_cast<double>(elapsed.count()) + 0.5) / (m_list.secondsPerTick() * 1e6);
    const Ticks reached = m_position + Ticks{static_cast<std::int64_t>(std::floor(ticks))};
    return std::min(reached, m_list.length);
}

void Scheduler::retire(ClockTime before)
{
    while (!m_underway.empty() && m_underway.front().at <= before) {
        const SoundEvent& event = m_underway.front().event;
        m_sounding.set(keyOf(event), event.kind == SoundEvent::Kind::NoteOn);
        m_underway.pop_front();
    }
}

void Scheduler::interrupt(ClockTime now, Batch& batch)
{
    batch.clearFirst = true;
    retire(now - m_doubt);
    for (const TimedEvent& sent : m_underway) {
        if (sent.event.kind == SoundEvent::Kind::NoteOn && sent.at <= now + m_doubt)
            m_sounding.set(keyOf(sent.event));
    }
    for (std::size_t key = 0; m_sounding.any() && key < m_sounding.size(); ++key) {
        if (!m_sounding.test(key))
            continue;
        batch.atOnce.push_back({position(now), SoundEvent::Kind::NoteOff,
                                static_cast<std::uint8_t>(key / 128),
                                static_cast<std::uint8_t>(key % 128), 0});
    }
    m_underway.clear();
    m_sounding.reset();
    m_sentOn.reset();
}

Batch Scheduler::load(EventList list, ClockTime now)
{
    Batch batch = stop(now);
    m_list = std::move(list);
    return batch;
}

Batch Scheduler::play(ClockTime now)
{
    Batch batch;
    if (m_state == State::Playing)
        return batch;
    startAt(m_position >= m_list.length ? Ticks{} : m_position, now, batch);
    return batch;
}

void Scheduler::startAt(Ticks position, ClockTime now, Batch& batch)
{
    m_state = State::Playing;
    m_position = position;
    m_anchor = now;
    const auto first =
        std::lower_bound(m_list.notes.begin(), m_list.notes.end(), position,
                         [](const SoundEvent& event, Ticks when) { return event.at < when; });
    m_next = static_cast<std::size_t>(first - m_list.notes.begin());
    batch.atOnce.insert(batch.atOnce.end(), m_list.setUp.begin(), m_list.setUp.end());
    sendDue(now, batch);
}

Batch Scheduler::pause(ClockTime now)
{
    Batch batch;
    if (m_state != State::Playing)
        return batch;
    interrupt(now, batch);
    m_position = position(now);
    m_state = State::Paused;
    return batch;
}

Batch Scheduler::stop(ClockTime now)
{
    Batch batch;
    interrupt(now, batch);
    m_state = State::Stopped;
    m_position = {};
    return batch;
}

Batch Scheduler::seek(Ticks position, ClockTime now)
{
    Batch batch;
    const Ticks target = std::clamp(position, Ticks{}, m_list.length);
    if (m_state == State::Playing) {
        interrupt(now, batch);
        startAt(target, now, batch);
    } else {
        m_position = target;
    }
    return batch;
}

Batch Scheduler::panic(ClockTime now)
{
    Batch batch;
    interrupt(now, batch);
    if (m_state != State::Playing)
        return batch;
    const auto next = std::upper_bound(
        m_list.notes.begin(), m_list.notes.end(), now + m_doubt,
        [this](ClockTime time, const SoundEvent& event) { return time < timeOf(event.at); });
    m_next = static_cast<std::size_t>(next - m_list.notes.begin());
    sendDue(now, batch);
    return batch;
}

Batch Scheduler::advance(ClockTime now)
{
    Batch batch;
    retire(now - m_doubt);
    if (m_state != State::Playing)
        return batch;
    sendDue(now, batch);
    if (now >= timeOf(m_list.end)) {
        m_state = State::Stopped;
        m_position = m_list.length;
    }
    return batch;
}

void Scheduler::sendDue(ClockTime now, Batch& batch)
{
    for (; m_next < m_list.notes.size(); ++m_next) {
        const SoundEvent& event = m_list.notes[m_next];
        const ClockTime at = timeOf(event.at);
        if (at > now + horizon)
            break;
        const std::size_t key = keyOf(event);
        const bool isOn = event.kind == SoundEvent::Kind::NoteOn;
        // After a seek or a panic the list still holds the offs of notes that were cut short.
        if (!isOn && !m_sentOn.test(key))
            continue;
        m_sentOn.set(key, isOn);
        batch.later.push_back({at, event});
        m_underway.push_back({at, event});
    }
}

} // namespace woodshed
