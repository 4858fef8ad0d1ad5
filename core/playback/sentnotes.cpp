#include "playback/sentnotes.h"

#include <algorithm>
#include <bitset>
#include <tuple>
#include <utility>

namespace woodshed
{
namespace
{

using Kind = SoundEvent::Kind;
using Keys = std::bitset<std::size_t{16} * 128>;

std::size_t keyOf(const SoundEvent& event)
{
    return std::size_t{event.channel} * 128 + event.number;
}

SoundEvent noteOff(const SoundEvent& on, Ticks at)
{
    return {at, Kind::NoteOff, on.channel, on.number, 0, on.part};
}

} // namespace

const SentNote* KeyState::holder(const SoundEvent& event) const
{
    for (const SentNote& note : m_held) {
        if (keyOf(note.event) == keyOf(event))
            return &note;
    }
    return nullptr;
}

void KeyState::apply(const SentNote& sent)
{
    const auto place =
        std::lower_bound(m_held.begin(), m_held.end(), keyOf(sent.event),
                         [](const SentNote& a, std::size_t key) { return keyOf(a.event) < key; });
    const bool isDown = place != m_held.end() && keyOf(place->event) == keyOf(sent.event);
    if (sent.event.kind == Kind::NoteOn) {
        if (isDown)
            *place = sent;
        else
            m_held.insert(place, sent);
    } else if (isDown) {
        m_held.erase(place);
    }
}

void SentNotes::pass(const SentNote& note, Batch& batch)
{
    batch.later.push_back({note.at, note.event});
    m_underWay.push_back(note);
    m_sent.apply(note);
}

void SentNotes::send(const SentNote& note, Batch& batch)
{
    const SentNote* holder = m_sent.holder(note.event);
    if (note.event.kind == Kind::NoteOn) {
        if (holder != nullptr && holder->at == note.at)
            return;
        if (holder != nullptr)
            pass({note.at, noteOff(holder->event, note.event.at), holder->written}, batch);
        pass(note, batch);
    } else if (holder != nullptr && holder->event.part == note.event.part &&
               holder->written == note.written) {
        pass(note, batch);
    }
}

void SentNotes::release(ClockTime at, Ticks tick,
                        const std::function<bool(const SentNote&)>& goesOn, Batch& batch)
{
    const std::vector<SentNote> held = m_sent.held();
    for (const SentNote& note : held) {
        if (!goesOn(note))
            pass({at, noteOff(note.event, tick), note.written}, batch);
    }
}

void SentNotes::revise(ClockTime now, const Revision& revision, Batch& batch)
{
    retire(now);
    batch.clearFirst = true;
    Keys toSilence;
    KeyState keys = m_past;
    const std::deque<SentNote> underWay = std::exchange(m_underWay, {});
    const auto firstToCome = std::find_if(underWay.begin(), underWay.end(),
                                          [now](const SentNote& note) { return note.at > now; });
    // What should have sounded is believed to. But a note-off that has not, would be lost now.
    for (auto past = underWay.begin(); past != firstToCome; ++past) {
        keys.apply(*past);
        toSilence.set(keyOf(past->event), past->event.kind == Kind::NoteOff);
    }
    const std::vector<SentNote> sounding = keys.held();
    for (const SentNote& holder : sounding) {
        if (revision.goesOn(holder))
            continue;
        toSilence.set(keyOf(holder.event));
        keys.apply({now, noteOff(holder.event, holder.event.at), holder.written});
    }

    // A note-on that the instrument may have played ahead of the clock.
    const auto isInDoubt = [&](const SentNote& note) {
        return note.event.kind == Kind::NoteOn && note.at <= now + m_doubt;
    };
    struct Kept {
        SentNote note;
        bool isInDoubt = false;
    };
    std::vector<Kept> kept;
    for (auto coming = firstToCome; coming != underWay.end(); ++coming) {
        SentNote note = *coming;
        const bool stays = revision.stays(note);
        const bool isSameKey = stays && keyOf(note.event) == keyOf(coming->event);
        if (isInDoubt(*coming) && !isSameKey) {
            toSilence.set(keyOf(coming->event));
            keys.apply({now, noteOff(coming->event, coming->event.at), coming->written});
        }
        if (stays)
            kept.push_back({note, isInDoubt(*coming) && isSameKey});
    }

    for (std::size_t key = 0; toSilence.any() && key < toSilence.size(); ++key) {
        if (toSilence.test(key))
            batch.atOnce.push_back({{},
                                    Kind::NoteOff,
                                    static_cast<std::uint8_t>(key / 128),
                                    static_cast<std::uint8_t>(key % 128),
                                    0});
    }
    m_past = keys;
    m_sent = std::move(keys);
    for (const Kept& again : kept) {
        const SentNote& note = again.note;
        if (again.isInDoubt && m_sent.holder(note.event) == nullptr)
            pass({note.at, noteOff(note.event, note.event.at), note.written}, batch);
        send(note, batch);
    }
}

void SentNotes::cut(ClockTime now, Batch& batch)
{
    const auto none = [](const SentNote&) { return false; };
    revise(now, {none, none}, batch);
}

void SentNotes::retire(ClockTime now)
{
    while (!m_underWay.empty() && m_underWay.front().at <= now - m_doubt) {
        m_past.apply(m_underWay.front());
        m_underWay.pop_front();
    }
}

bool SentNotes::hasUnderWay(const std::function<bool(const SentNote&)>& isMeant) const
{
    const auto& held = m_past.held();
    return std::any_of(held.begin(), held.end(), isMeant) ||
           std::any_of(m_underWay.begin(), m_underWay.end(), isMeant);
}

} // namespace woodshed
