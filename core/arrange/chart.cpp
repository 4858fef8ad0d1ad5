#include "arrange/chart.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "theory/chordquality.h"
#include "theory/chordsymbol.h"

namespace woodshed
{

namespace
{

int pitchClassOf(int pitch)
{
    return (pitch % 12 + 12) % 12;
}

void understandPitches(ChartChord& chord, const std::vector<int>& pitches)
{
    chord.root = pitchClassOf(chordRoot(pitches));
    chord.bass = pitchClassOf(*std::min_element(pitches.begin(), pitches.end()));
    chord.intervals = {0};
    for (const int pitch : pitches)
        chord.intervals.push_back(pitchClassOf(pitch - chord.root));
    std::sort(chord.intervals.begin(), chord.intervals.end());
    chord.intervals.erase(std::unique(chord.intervals.begin(), chord.intervals.end()),
                          chord.intervals.end());
    // The quality's name follows from the notes: a table of symbols need not hold them all.
    if (const auto named = ChordSymbol::parse(chordName(pitches)))
        chord.quality = named->quality;
}

ChartChord understood(const PlacedChord& placed)
{
    ChartChord chord{
        .start = placed.start, .duration = placed.duration, .quality = {}, .intervals = {}};
    if (isNoChord(placed.text)) {
        chord.sounds = false;
    } else if (const auto symbol = ChordSymbol::parse(placed.text)) {
        chord.root = symbol->root;
        chord.bass = symbol->bass.value_or(symbol->root);
        chord.quality = symbol->quality;
        chord.intervals = symbol->intervals;
    } else if (!placed.pitches.empty()) {
        understandPitches(chord, placed.pitches);
    } else {
        chord.sounds = false;
    }
    return chord;
}

} // namespace

bool ChartChord::holds(int pitch) const
{
    return sounds && std::any_of(intervals.begin(), intervals.end(), [&](int interval) {
               return pitchClassOf(pitch - root - interval) == 0;
           });
}

const ChartChord* Chart::at(Ticks when) const
{
    const auto after =
        std::upper_bound(chords.begin(), chords.end(), when,
                         [](Ticks time, const ChartChord& chord) { return time < chord.start; });
    if (after == chords.begin())
        return nullptr;
    const ChartChord& last = *std::prev(after);
    return when < last.end() ? &last : nullptr;
}

Chart chartOf(const LeadSheet& tune, int choruses)
{
    Chart chart;
    chart.beatsPerBar = tune.beatsPerBar;
    chart.beat = Ticks{Ticks::perQuarter * 4 / tune.beatUnit};
    chart.bar = tune.barLength();
    chart.bars = tune.bars();
    chart.barsPerChorus = std::max(1, chart.bars / std::max(1, choruses));
    chart.length = tune.chords.length;
    for (const PlacedChord& placed : tune.chords.chords) {
        if (placed.duration > Ticks{})
            chart.chords.push_back(understood(placed));
    }
    return chart;
}

} // namespace woodshed
