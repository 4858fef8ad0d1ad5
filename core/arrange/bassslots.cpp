#include "arrange/bassslots.h"

#include <algorithm>
#include <utility>

namespace woodshed
{

namespace
{

/// Index of the chord that sounds then; the number of chords for none.
std::size_t chordAt(const Chart& chart, Ticks when)
{
    const ChartChord* chord = chart.at(when);
    if (chord == nullptr || !chord->sounds)
        return chart.chords.size();
    return static_cast<std::size_t>(chord - chart.chords.data());
}

} // namespace

BassSlots::BassSlots(const Chart& chart)
    : m_chart(chart)
    , m_pulse(pulseOf(chart))
{
}

bool BassSlots::holdsBass(std::size_t chord) const
{
    const auto& chords = m_chart.chords;
    if (chords[chord].hasSlash())
        return true;
    // "Dm7/G G7": the plain chord carries on the pedal of its neighbour.
    const bool before = chord > 0 && chords[chord - 1].hasSlash() && chords[chord - 1].sounds &&
                        chords[chord - 1].bass == chords[chord].bass;
    const bool after = chord + 1 < chords.size() && chords[chord + 1].hasSlash() &&
                       chords[chord + 1].sounds && chords[chord + 1].bass == chords[chord].bass;
    return before && after;
}

void BassSlots::addBar(int bar, std::span<const int> halves)
{
    const Ticks from = m_chart.bar * bar;
    const Ticks to = std::min(from + m_chart.bar, m_chart.length);
    const Ticks shortest{m_pulse.count / 4};
    std::vector<Ticks> times;
    const auto first =
        std::lower_bound(m_chart.chords.begin(), m_chart.chords.end(), from,
                         [](const ChartChord& chord, Ticks when) { return chord.start < when; });
    for (auto chord = first; chord != m_chart.chords.end() && chord->start < to; ++chord) {
        if (chord->sounds && chord->duration >= shortest)
            times.push_back(chord->start);
    }
    const std::size_t changes = times.size();
    const Ticks crowded{m_pulse.count * 2 / 5};
    for (const int half : halves) {
        const Ticks when = from + Ticks{m_pulse.count * half / 2};
        const bool taken = std::any_of(
            times.begin(), times.begin() + static_cast<std::ptrdiff_t>(changes),
            [&](Ticks change) { return when > change - crowded && when < change + crowded; });
        if (when < to && !taken && chordAt(m_chart, when) < m_chart.chords.size())
            times.push_back(when);
    }
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());

    m_lastBar = m_slots.size();
    for (const Ticks when : times) {
        const std::size_t chord = chordAt(m_chart, when);
        BassSlot slot{.start = when, .duration = {}, .chord = chord, .bar = bar, .favoured = {}};
        slot.arrives = when == m_chart.chords[chord].start;
        const std::int64_t inBar = (when - from).count;
        const auto groups = barGroups(pulsesPerBar(m_chart));
        slot.strong = slot.arrives || std::any_of(groups.begin(), groups.end(), [&](int pulse) {
                          return inBar == m_pulse.count * pulse;
                      });
        slot.pedal = holdsBass(chord);
        m_slots.push_back(std::move(slot));
    }
}

bool BassSlots::isPedal(int bar) const
{
    const Ticks from = m_chart.bar * bar;
    const Ticks to = from + m_chart.bar;
    bool any = false;
    for (std::size_t chord = 0; chord < m_chart.chords.size(); ++chord) {
        const ChartChord& placed = m_chart.chords[chord];
        if (!placed.sounds || placed.end() <= from || placed.start >= to)
            continue;
        if (!holdsBass(chord))
            return false;
        any = true;
    }
    return any;
}

std::span<BassSlot> BassSlots::lastBar()
{
    return std::span(m_slots).subspan(m_lastBar);
}

std::vector<BassSlot> BassSlots::finished()
{
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        BassSlot& slot = m_slots[i];
        const Ticks barEnd = m_chart.bar * (slot.bar + 1);
        Ticks end = std::min({barEnd, m_chart.chords[slot.chord].end(), m_chart.length});
        if (i + 1 < m_slots.size()) {
            const BassSlot& next = m_slots[i + 1];
            end = std::min(end, next.start);
            slot.approaches = next.arrives && end == next.start &&
                              !sameHarmony(m_chart.chords[slot.chord], m_chart.chords[next.chord]);
        }
        slot.duration = end - slot.start;
    }
    return std::move(m_slots);
}

} // namespace woodshed
