#include "arrange/bassfigures.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace woodshed
{

namespace
{

constexpr int softest = 30;
constexpr int loudest = 110;

bool inRange(int pitch)
{
    return pitch >= lowestBass && pitch <= highestBass;
}

class BassPlayer
{
public:
    BassPlayer(const Chart& chart, std::span<const BassSlot> slots, std::span<const int> pitches,
               const BassTouch& touch, Random& random)
        : m_chart(chart)
        , m_slots(slots)
        , m_pitches(pitches)
        , m_touch(touch)
        , m_random(random)
        , m_pulse(pulseOf(chart))
    {
    }

    std::vector<Note> notes()
    {
        for (std::size_t at = 0; at < m_slots.size(); ++at) {
            if (!played(at))
                add(m_slots[at].start, m_slots[at].duration, m_pitches[at], accent(at));
        }
        return std::move(m_notes);
    }

private:
    /// A figure in place of the plain note, where one fits and chance wants it.
    bool played(std::size_t at)
    {
        const BassSlot& slot = m_slots[at];
        const std::int64_t inBar = slot.start.count - m_chart.bar.count * slot.bar;
        const bool fits = slot.duration == m_pulse && inBar % m_pulse.count == 0 && !slot.pedal &&
                          at + 1 < m_slots.size() &&
                          m_slots[at + 1].start == slot.start + slot.duration;
        if (!fits || at < m_lastFigure + 3)
            return false;
        const double chance = m_random.uniform();
        const bool lastBeat = m_slots[at + 1].bar != slot.bar;
        if (chance < m_touch.triplets * (lastBeat ? 2 : 0.5) && m_pulse.count % 3 == 0)
            triplet(at);
        else if (m_random.uniform() < m_touch.skips)
            skip(at);
        else
            return false;
        m_lastFigure = at;
        return true;
    }

    void skip(std::size_t at)
    {
        const Ticks half{m_pulse.count / 2};
        add(m_slots[at].start, half, m_pitches[at], accent(at));
        add(m_slots[at].start + half, half, dropped(at), softened(accent(at), 18));
    }

    void triplet(std::size_t at)
    {
        const Ticks third{m_pulse.count / 3};
        const Ticks start = m_slots[at].start;
        const int pitch = m_pitches[at];
        const int middle = m_random.index(2) == 0 ? chordToneBelow(at) : pitch;
        add(start, third, pitch, accent(at));
        add(start + third, third, middle, softened(accent(at), 24));
        add(start + third * 2, third, leadingTo(at, middle), softened(accent(at), 12));
    }

    /// The second note of a skip: the same again, its octave, or a chord tone on the way.
    int dropped(std::size_t at)
    {
        const int pitch = m_pitches[at];
        if (m_slots[at].approaches)
            return pitch;
        const double chance = m_random.uniform();
        if (chance < 0.5)
            return pitch;
        if (chance < 0.7 && inRange(pitch - 12))
            return pitch - 12;
        const int next = m_pitches[at + 1];
        const int step = next > pitch ? 1 : -1;
        for (int between = pitch + step; between != next && next != pitch; between += step) {
            if (m_chart.chords[m_slots[at].chord].holds(between))
                return between;
        }
        return pitch;
    }

    int chordToneBelow(std::size_t at) const
    {
        const int pitch = m_pitches[at];
        for (int below = pitch - 3; below >= std::max(lowestBass, pitch - 8); --below) {
            if (m_chart.chords[m_slots[at].chord].holds(below))
                return below;
        }
        return pitch;
    }

    /// The last of a triplet: by a semitone or a step into the next note.
    int leadingTo(std::size_t at, int from) const
    {
        const int next = m_pitches[at + 1];
        const int pitch = m_pitches[at];
        if (pitch != next && std::abs(pitch - next) <= 2)
            return pitch;
        const int near = next + (from < next ? -1 : 1);
        return inRange(near) ? near : pitch;
    }

    int softened(int velocity, int by) const { return std::max(softest, velocity - by); }

    int accent(std::size_t at)
    {
        const BassSlot& slot = m_slots[at];
        const std::int64_t inBar = slot.start.count - m_chart.bar.count * slot.bar;
        const bool onPulse = inBar % m_pulse.count == 0;
        const bool off = onPulse && (inBar / m_pulse.count) % 2 == 1;
        int velocity = m_touch.velocity + static_cast<int>(m_random.index(7)) - 3;
        if (m_touch.backbeat ? off : slot.strong && onPulse)
            velocity += 6;
        if (!onPulse)
            velocity -= 8;
        // Four bars swell and sink, and the top of a line speaks a little louder.
        constexpr std::array swell{-2, 0, 3, 1};
        velocity += swell.at(static_cast<std::size_t>(slot.bar % 4));
        velocity += (m_pitches[at] - 40) / 5;
        return std::clamp(velocity, softest, loudest);
    }

    void add(Ticks start, Ticks place, int pitch, int velocity)
    {
        const auto sounding =
            static_cast<std::int64_t>(static_cast<double>(place.count) * m_touch.legato);
        m_notes.push_back({.start = start,
                           .duration = {std::max<std::int64_t>(sounding, 1)},
                           .pitch = pitch,
                           .velocity = velocity});
    }

    const Chart& m_chart;
    std::span<const BassSlot> m_slots;
    std::span<const int> m_pitches;
    const BassTouch& m_touch;
    Random& m_random;
    Ticks m_pulse;
    std::size_t m_lastFigure = 0;
    std::vector<Note> m_notes;
};

} // namespace

std::vector<Note> playedBass(const Chart& chart, std::span<const BassSlot> slots,
                             std::span<const int> pitches, const BassTouch& touch, Random& random)
{
    return BassPlayer(chart, slots, pitches, touch, random).notes();
}

} // namespace woodshed
