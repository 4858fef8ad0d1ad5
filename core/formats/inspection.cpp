#include "formats/inspection.h"

#include <algorithm>
#include <optional>

#include "formats/midimarks.h"
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

/// A first track that only conducts tells how long the form is; notes may ring over it. Others than
/// we end it anywhere behind the music: there it can only take bars away.
std::int64_t measuresOf(const MidiFile& file, const TempoMap& map)
{
    const std::int64_t reached = countMeasures(file);
    const std::vector<const MidiTrack*> played = noteTracks(file);
    if (played.empty() || played.front() == &file.tracks.front())
        return reached;
    const std::int64_t end = file.tracks.front().end;
    if (isMadeHere(file)) // the band's last chord stands on the bar line behind the form
        return map.barsUntil(end);
    for (const MidiTrack* track : played)
        for (const MidiEvent& event : track->events)
            if (event.isNoteOn() && event.tick >= end)
                return reached;
    return std::min(reached, map.barsUntil(end));
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
    seen.measures = measuresOf(file, map);
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
