#include "midi/tempomap.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace woodshed
{

namespace
{

constexpr double microsecondsPerMinute = 60e6;

/// Sorts by tick and keeps, of several at one tick, the last in file order.
template<typename Change>
void settle(std::vector<Change>& changes)
{
    std::stable_sort(changes.begin(), changes.end(),
                     [](const Change& a, const Change& b) { return a.tick < b.tick; });
    std::vector<Change> settled;
    for (const Change& change : changes) {
        if (!settled.empty() && settled.back().tick == change.tick)
            settled.back() = change;
        else
            settled.push_back(change);
    }
    changes = std::move(settled);
}

/// The last change at or before `tick`; the first always lies at 0.
template<typename Change>
const Change& inForceAt(const std::vector<Change>& changes, std::int64_t tick)
{
    const auto after =
        std::upper_bound(changes.begin(), changes.end(), tick,
                         [](std::int64_t t, const Change& change) { return t < change.tick; });
    return after == changes.begin() ? changes.front() : *std::prev(after);
}

} // namespace

double roundTempo(int microsecondsPerQuarter)
{
    const double exact = microsecondsPerMinute / std::max(1, microsecondsPerQuarter);
    for (const double decimals : {1.0, 10.0, 100.0, 1000.0}) {
        const double rounded = std::round(exact * decimals) / decimals;
        if (rounded > 0 && std::lround(microsecondsPerMinute / rounded) == microsecondsPerQuarter)
            return rounded;
    }
    return std::round(exact * 1000) / 1000;
}

double TempoChange::beatsPerMinute() const
{
    return roundTempo(microsecondsPerQuarter);
}

TempoMap::TempoMap(const MidiFile& file)
    : m_ticksPerQuarter(std::max(1, file.ticksPerQuarter))
    , m_tempi{TempoChange{}}
    , m_timeSignatures{TimeSignature{}}
{
    for (const MidiTrack& track : file.tracks) {
        for (const MidiEvent& event : track.events) {
            const auto& bytes = event.payload;
            if (event.isMeta(meta::tempo) && bytes.size() == 3) {
                const int tempo = bytes[0] << 16 | bytes[1] << 8 | bytes[2];
                if (tempo > 0)
                    m_tempi.push_back({event.tick, tempo, 0});
            } else if (event.isMeta(meta::timeSignature) && bytes.size() == 4 && bytes[0] > 0 &&
                       bytes[1] <= 7) {
                m_timeSignatures.push_back({event.tick, bytes[0], 1 << bytes[1]});
            }
        }
    }
    settle(m_tempi);
    settle(m_timeSignatures);
    for (std::size_t i = 1; i < m_tempi.size(); ++i) {
        const TempoChange& before = m_tempi[i - 1];
        const double quarters =
            static_cast<double>(m_tempi[i].tick - before.tick) / m_ticksPerQuarter;
        m_tempi[i].seconds = before.seconds + quarters * before.microsecondsPerQuarter * 1e-6;
    }
}

double TempoMap::secondsAt(std::int64_t tick) const
{
    const TempoChange& tempo = tempoAt(tick);
    return tempo.seconds + static_cast<double>(tick - tempo.tick) / m_ticksPerQuarter *
                               tempo.microsecondsPerQuarter * 1e-6;
}

double TempoMap::tickAtSeconds(double seconds) const
{
    const double from = std::max(0.0, seconds);
    const auto after =
        std::upper_bound(m_tempi.begin(), m_tempi.end(), from,
                         [](double s, const TempoChange& tempo) { return s < tempo.seconds; });
    const TempoChange& tempo = after == m_tempi.begin() ? m_tempi.front() : *std::prev(after);
    return static_cast<double>(tempo.tick) +
           (from - tempo.seconds) * 1e6 / tempo.microsecondsPerQuarter * m_ticksPerQuarter;
}

double TempoMap::quartersAt(std::int64_t tick) const
{
    return static_cast<double>(tick) / m_ticksPerQuarter;
}

Ticks TempoMap::ticksAt(std::int64_t tick) const
{
    const std::int64_t doubled = 2 * tick * Ticks::perQuarter + m_ticksPerQuarter;
    const std::int64_t divisor = 2 * static_cast<std::int64_t>(m_ticksPerQuarter);
    // Floor division, so that halves go upwards for negative times too.
    const std::int64_t quotient = doubled / divisor;
    return {doubled % divisor < 0 ? quotient - 1 : quotient};
}

const TempoChange& TempoMap::tempoAt(std::int64_t tick) const
{
    return inForceAt(m_tempi, tick);
}

const TimeSignature& TempoMap::timeSignatureAt(std::int64_t tick) const
{
    return inForceAt(m_timeSignatures, tick);
}

std::int64_t TempoMap::barsUntil(std::int64_t tick) const
{
    std::int64_t bars = 0;
    for (std::size_t i = 0; i < m_timeSignatures.size() && m_timeSignatures[i].tick < tick; ++i) {
        const TimeSignature& metre = m_timeSignatures[i];
        const bool isLast = i + 1 == m_timeSignatures.size();
        const std::int64_t until = isLast ? tick : std::min(tick, m_timeSignatures[i + 1].tick);
        // In units of 1/unit of a tick, because a beat need not be a whole number of ticks.
        const std::int64_t bar = std::int64_t{4} * m_ticksPerQuarter * metre.beatsPerBar;
        const std::int64_t span = (until - metre.tick) * metre.beatUnit;
        bars += (span + bar - 1) / bar;
    }
    return bars;
}

std::int64_t countMeasures(const MidiFile& file)
{
    const TempoMap map(file);
    std::int64_t lastStart = -1;
    std::int64_t lastEnd = 0;
    for (const MidiTrack& track : file.tracks) {
        for (const MidiNote& note : pairNotes(track)) {
            lastStart = std::max(lastStart, note.start);
            lastEnd = std::max(lastEnd, note.end);
        }
    }
    if (lastStart < 0)
        return 0;
    const int beatUnit = map.timeSignatureAt(lastEnd).beatUnit;
    const std::int64_t beat = (std::int64_t{4} * file.ticksPerQuarter + beatUnit - 1) / beatUnit;
    // A reach of exactly a beat counts, one tick less does not.
    return map.barsUntil(std::max(lastStart + 1, lastEnd - beat + 1));
}

} // namespace woodshed
