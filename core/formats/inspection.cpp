#include "formats/inspection.h"

#include <algorithm>
#include <optional>

#include "midi/tempomap.h"

namespace woodshed
{

namespace
{

/// The tick of the first note, 0 without notes.
std::int64_t whereMusicStarts(const MidiFile& file)
{
    std::optional<std::int64_t> first;
    for (const MidiTrack* track : noteTracks(file)) {
        const auto note = std::find_if(track->events.begin(), track->events.end(),
                                       [](const MidiEvent& event) { return event.isNoteOn(); });
        first = first ? std::min(*first, note->tick) : note->tick;
    }
    return first.value_or(0);
}

} // namespace

Inspection inspectMidi(const MidiReading& reading)
{
    const MidiFile& file = reading.file;
    const TempoMap map(file);
    Inspection seen;
    seen.format = file.format;
    seen.tracks = describeTracks(file);
    const TrackGuess guess = guessTracks(seen.tracks);
    for (const TrackInfo& track : seen.tracks)
        seen.notes += track.notes;
    seen.measures = countMeasures(file);
    seen.chords = static_cast<int>(chordEvents(file).size());
    seen.hasChordSymbols = seen.chords > 0;
    if (!seen.hasChordSymbols && guess.chords)
        seen.chords = seen.tracks[static_cast<std::size_t>(*guess.chords)].chords;
    seen.tempo = map.tempoAt(whereMusicStarts(file)).beatsPerMinute();
    seen.guess = guess.why;
    seen.warnings = reading.warnings;
    return seen;
}

Result<Inspection> inspectMidi(std::span<const std::uint8_t> bytes)
{
    const auto reading = readMidi(bytes);
    if (!reading)
        return forward(reading);
    return inspectMidi(*reading);
}

} // namespace woodshed
