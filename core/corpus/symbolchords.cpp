#include "corpus/symbolchords.h"

#include <algorithm>
#include <utility>

#include "formats/midichords.h"
#include "formats/midiimport.h"
#include "midi/tempomap.h"
#include "theory/chordsymbol.h"

namespace woodshed
{

namespace
{

std::int64_t endOf(const MidiFile& file)
{
    std::int64_t end = 0;
    for (const MidiTrack& track : file.tracks) {
        end = std::max(end, track.end);
        if (!track.events.empty())
            end = std::max(end, track.events.back().tick);
    }
    return end;
}

/// Where the music begins: a tempo may be set a little after the start of the file.
std::int64_t firstNote(const MidiFile& file)
{
    std::optional<std::int64_t> first;
    for (const MidiTrack& track : file.tracks) {
        const auto note = std::find_if(track.events.begin(), track.events.end(),
                                       [](const MidiEvent& event) { return event.isNoteOn(); });
        if (note != track.events.end())
            first = std::min(first.value_or(note->tick), note->tick);
    }
    return first.value_or(0);
}

Ticks upToTheBar(Ticks when, Ticks bar)
{
    return bar * ((when.count + bar.count - 1) / bar.count);
}

} // namespace

std::optional<ChordProgression> symbolChords(const MidiFile& file)
{
    const TempoMap map(file);
    ChordProgression progression;
    progression.length = map.ticksAt(endOf(file));
    for (const ChordEvent& event : chordEvents(file)) {
        PlacedChord chord{
            .start = map.ticksAt(event.tick), .duration = {}, .text = event.text, .pitches = {}};
        if (const auto symbol = ChordSymbol::parse(event.text); symbol && !isNoChord(event.text))
            chord.pitches = voicing(*symbol);
        if (!progression.chords.empty())
            progression.chords.back().duration = chord.start - progression.chords.back().start;
        progression.chords.push_back(std::move(chord));
    }
    if (progression.chords.empty())
        return std::nullopt;
    PlacedChord& last = progression.chords.back();
    last.duration = std::max(Ticks{Ticks::perQuarter}, progression.length - last.start);
    progression.length = std::max(progression.length, last.end());
    return progression;
}

Solo symbolSolo(const MidiFile& file, std::optional<int> track, const ChordProgression& symbols)
{
    const TempoMap map(file);
    Solo solo;
    solo.tune.beatsPerBar = map.timeSignatureAt(0).beatsPerBar;
    solo.tune.beatUnit = map.timeSignatureAt(0).beatUnit;
    solo.tune.title = file.tracks.front().name();
    solo.tune.chords = symbols;

    const auto tracks = noteTracks(file);
    if (track && static_cast<std::size_t>(*track) < tracks.size())
        for (const MidiNote& note : pairNotes(*tracks[static_cast<std::size_t>(*track)])) {
            const Ticks start = map.ticksAt(note.start);
            solo.melody.push_back({.start = start,
                                   .duration = std::max(Ticks{1}, map.ticksAt(note.end) - start),
                                   .pitch = note.pitch,
                                   .velocity = note.velocity});
        }
    solo.tune.tempo = map.tempoAt(firstNote(file)).beatsPerMinute();
    std::stable_sort(solo.melody.begin(), solo.melody.end(),
                     [](const Note& a, const Note& b) { return a.start < b.start; });

    // Whole bars: the form ends where the last bar of chords or of melody does, but a note that
    // only rings over the last bar line opens no bar.
    Ticks end = solo.tune.chords.chords.back().start + Ticks{1};
    if (!solo.melody.empty())
        end = std::max(end, solo.melody.back().start + Ticks{1});
    end = std::max(end, symbols.length);
    solo.tune.chords.length = upToTheBar(end, solo.tune.barLength());
    PlacedChord& last = solo.tune.chords.chords.back();
    last.duration = solo.tune.chords.length - last.start;
    return solo;
}

} // namespace woodshed
