#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "arrange/chart.h"
#include "arrange/harmony.h"
#include "arrange/pulse.h"

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

/// Collects slots bar by bar, makes every chord begin with one and keeps them off silence.
class BassSlots
{
public:
    explicit BassSlots(const Chart& chart);

    /// Wanted places in halves of a pulse from the bar line. A chord that begins in the bar brings
    /// its own slot and displaces those too near to it.
    void addBar(int bar, std::span<const int> halves);
    /// Whether every chord that sounds in the bar stands on a held bass note.
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
