#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "playback/batch.h"

namespace woodshed
{

/// A note-on or note-off on its way to an instrument.
struct SentNote {
    ClockTime at{};
    SoundEvent event;         ///< as the instrument gets it
    std::uint8_t written = 0; ///< the pitch before transposition

    friend bool operator==(const SentNote&, const SentNote&) = default;
};

/// The keys that are down, each with the note-on that holds it.
class KeyState
{
public:
    /// The note-on that holds this event's key, or nullptr.
    [[nodiscard]] const SentNote* holder(const SoundEvent& event) const;
    void apply(const SentNote& sent);
    /// By channel and pitch.
    [[nodiscard]] const std::vector<SentNote>& held() const { return m_held; }

private:
    std::vector<SentNote> m_held;
};

/// All that was sent to an instrument and what it leaves sounding. From the instrument's view every
/// key goes down and up in turn, whichever parts share it: a note-on for a key that is down ends
/// the note that held it, of notes struck at once the first is heard, and only the holder's own
/// note-off lifts the key.
class SentNotes
{
public:
    /// How to change what is under way.
    struct Revision {
        /// Whether a note that sounds now goes on.
        std::function<bool(const SentNote& holder)> goesOn;
        /// Whether an event that is to come stays; may give it another pitch.
        std::function<bool(SentNote& sent)> stays;
    };

    /// `doubt` is how far the instrument may be from the clock.
    explicit SentNotes(ClockTime doubt)
        : m_doubt(doubt)
    {
    }

    [[nodiscard]] ClockTime doubt() const { return m_doubt; }
    /// Sends a note-on or note-off; times never go back between two calls.
    void send(const SentNote& note, Batch& batch);
    /// Note-offs at `at`, the musical time `tick`, for all that is then down unless it goes on.
    void release(ClockTime at, Ticks tick, const std::function<bool(const SentNote&)>& goesOn,
                 Batch& batch);
    /// Takes all that is still to come back and sends what stays of it again. Nothing that stays is
    /// lost; an event nearer to `now` than the doubt may be heard twice. A note that the revision
    /// ends, or that nobody knows to have ended, gets its note-off at once.
    void revise(ClockTime now, const Revision& revision, Batch& batch);
    /// Ends everything at once.
    void cut(ClockTime now, Batch& batch);
    /// Note-ons and note-offs that are past for certain need no more thought.
    void retire(ClockTime now);

    /// Whether a note that `isMeant` sounds, or is to come.
    [[nodiscard]] bool hasUnderWay(const std::function<bool(const SentNote&)>& isMeant) const;
    /// Whether all that was sent gets its note-off from what was sent.
    [[nodiscard]] bool endsSilent() const { return m_sent.held().empty(); }

private:
    void pass(const SentNote& note, Batch& batch);

    ClockTime m_doubt;
    KeyState m_past;                 ///< after the events that are past for certain
    std::deque<SentNote> m_underWay; ///< sent, and not past for certain
    KeyState m_sent;                 ///< after all of these
};

} // namespace woodshed
