#pragma once

#include "playback/eventlist.h"

namespace woodshed
{

/// The beats of a list as an endless row of clicks, and a place in it: counted in from the entry of
/// the music backwards, and on the bars of the form from there.
class ClickTrack
{
public:
    /// Wood blocks of General MIDI's drum channel: high on the first beat of a bar, low on others.
    static constexpr std::uint8_t accentKey = 76;
    static constexpr std::uint8_t beatKey = 77;

    struct Click {
        SoundEvent event;
        bool isCounted = false; ///< belongs to the count-in
    };

    /// What clicks need where no part plays drums: the channel may be anyhow from other music.
    [[nodiscard]] static std::vector<SoundEvent> setUp(const EventList& list);

    /// Goes to the first click not before `tick`, for music that enters at `entry`.
    void moveTo(Ticks tick, Ticks entry, const EventList& list);
    /// The click here, as a note-on or its note-off.
    [[nodiscard]] Click next() const;
    void step();

private:
    void skipTo(Ticks tick);
    [[nodiscard]] Ticks beatStart() const { return m_origin + m_beat * m_index; }
    [[nodiscard]] Ticks place() const { return m_isOn ? beatStart() : beatStart() + m_length; }

    Ticks m_entry;
    Ticks m_origin; ///< the entry while counting in, later the start of the form
    Ticks m_beat = Ticks::fromQuarters(1);
    Ticks m_length{60};
    int m_beatsPerBar = 4;
    std::int64_t m_index = 0; ///< beats from the origin
    bool m_isOn = true;
    bool m_isCounting = false;
};

} // namespace woodshed
