#pragma once

#include <cstdint>
#include <vector>

#include "midi/midifile.h"
#include "support/ticks.h"

namespace woodshed
{

struct TempoChange {
    std::int64_t tick = 0; ///< in the file's own division
    int microsecondsPerQuarter = 500'000;
    double seconds = 0; ///< from the start of the file

    [[nodiscard]] double beatsPerMinute() const;
};

struct TimeSignature {
    std::int64_t tick = 0; ///< in the file's own division
    int beatsPerBar = 4;
    int beatUnit = 4;

    friend bool operator==(const TimeSignature&, const TimeSignature&) = default;
};

/// The roundest number of quarter notes a minute that a file would write as these microseconds:
/// 461538 is 130, not 130.00013. At most three decimals.
[[nodiscard]] double roundTempo(int microsecondsPerQuarter);

/// Converts between a file's own ticks, quarters, Ticks and seconds. Tempo and metre are gathered
/// from all tracks; before the first, 120 a minute and 4/4 hold; of several at one tick the last in
/// file order counts.
class TempoMap
{
public:
    explicit TempoMap(const MidiFile& file);

    [[nodiscard]] double secondsAt(std::int64_t tick) const;
    /// The inverse of secondsAt(), between ticks too; negative seconds give 0.
    [[nodiscard]] double tickAtSeconds(double seconds) const;
    [[nodiscard]] double quartersAt(std::int64_t tick) const;
    /// The same musical time in our own division, to the nearest tick, halves upwards; exact where
    /// it divides.
    [[nodiscard]] Ticks ticksAt(std::int64_t tick) const;

    /// Sorted, the first at tick 0, no two at the same tick.
    [[nodiscard]] const std::vector<TempoChange>& tempi() const { return m_tempi; }
    [[nodiscard]] const std::vector<TimeSignature>& timeSignatures() const
    {
        return m_timeSignatures;
    }
    [[nodiscard]] const TempoChange& tempoAt(std::int64_t tick) const;
    [[nodiscard]] const TimeSignature& timeSignatureAt(std::int64_t tick) const;

    /// How many bars it takes to reach `tick`, a bar begun counts as one: 0 at 0, 1 within bar 1
    /// and at its end. A change of metre inside a bar ends that bar.
    [[nodiscard]] std::int64_t barsUntil(std::int64_t tick) const;

private:
    int m_ticksPerQuarter;
    std::vector<TempoChange> m_tempi;
    std::vector<TimeSignature> m_timeSignatures;
};

/// The bars of the music: from the start of the file to the bar in which the last note starts or,
/// if later, the last bar that a note reaches into by a beat or more. A note that only rings over a
/// bar line does not open a bar. 0 without notes.
[[nodiscard]] std::int64_t countMeasures(const MidiFile& file);

} // namespace woodshed
