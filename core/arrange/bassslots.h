#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "arrange/chart.h"
#include "arrange/harmony.h"

namespace woodshed
{

constexpr int lowestBass = 28;  ///< E1, the open string
constexpr int highestBass = 55; ///< G3

/// A place where the bass plays; its pitch is found later.
struct BassSlot {
    Ticks start;
    Ticks duration; ///< to the next slot, or to where the harmony or the bar ends
    std::size_t chord = 0;
    int bar = 0;
    bool arrives = false;    ///< the first of its chord
    bool approaches = false; ///< leads into the next slot, which arrives
    bool strong = false;     ///< on a beat that wants a chord tone
    bool pedal = false;      ///< stays on the bass note of the chord
    Intervals favoured;      ///< above the root; empty where any chord tone will do
};

/// The quarter the band counts in: a quarter note, or the beat where bars do not divide into them
/// (7/8).
[[nodiscard]] Ticks pulseOf(const Chart& chart);
[[nodiscard]] int pulsesPerBar(const Chart& chart);

/// The pulses on which the groups of a bar begin: 0 2 in 4/4, 0 in 3/4, 0 3 in 5/4.
[[nodiscard]] std::vector<int> barGroups(int pulses);

/// Collects slots bar by bar, makes every chord begin with one and keeps them off silence.
class BassSlots
{
public:
    explicit BassSlots(const Chart& chart);

    /// Wanted places in halves of a pulse from the bar line. A chord that begins in the bar brings
    /// its own slot and displaces those too near to it.
    void addBar(int bar, std::span<const int> halves);
    /// The chords' styles need to know: whether every chord that sounds in the bar stands on a held
    /// bass.
    [[nodiscard]] bool isPedal(int bar) const;
    /// Those of the last bar added, for wishes.
    [[nodiscard]] std::span<BassSlot> lastBar();

    /// All, with their durations and roles.
    [[nodiscard]] std::vector<BassSlot> finished();

private:
    [[nodiscard]] bool holdsBass(std::size_t chord) const;

    const Chart& m_chart;
    Ticks m_pulse;
    std::vector<BassSlot> m_slots;
    std::size_t m_lastBar = 0;
};

} // namespace woodshed
