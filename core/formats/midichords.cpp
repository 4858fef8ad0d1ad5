#include "formats/midichords.h"

#include <algorithm>
#include <iterator>

#include "formats/midimarks.h"
#include "theory/chordsymbol.h"

namespace woodshed
{

namespace
{

bool isChord(std::string_view text)
{
    return isNoChord(text) || looksLikeChordSymbol(text);
}

bool isBareLetter(std::string_view text)
{
    return text.size() == 1;
}

/// Whether the letters are those that mark the sections of a tune: at least two, first seen in the
/// order A, B, C...
bool areRehearsalLetters(const std::vector<ChordEvent>& events)
{
    char next = 'A';
    for (const ChordEvent& event : events) {
        if (!isBareLetter(event.text) || event.text.front() > next)
            return false;
        if (event.text.front() == next)
            ++next;
    }
    return next > 'B';
}

/// In a file of our own there is nothing to guess.
std::vector<ChordEvent> ownChords(const MidiTrack& track)
{
    std::vector<ChordEvent> chords;
    for (const MidiEvent& event : track.events) {
        if (!event.isMeta(meta::marker) || textBehind(event, meta::marker, mark::section))
            continue;
        std::string text = textOf(event);
        if (isNoChord(text) || ChordSymbol::parse(text))
            chords.push_back({event.tick, std::move(text)});
    }
    return chords;
}

std::vector<ChordEvent> chordsOfKind(const MidiFile& file, std::uint8_t type)
{
    std::vector<ChordEvent> chords;
    std::size_t laterTexts = 0;
    std::size_t laterChords = 0;
    for (const MidiTrack& track : file.tracks) {
        for (const MidiEvent& event : track.events) {
            if (!event.isMeta(type))
                continue;
            std::string text = textOf(event);
            if (text.empty() || text.starts_with(mark::section))
                continue;
            laterTexts += event.tick > 0 ? 1 : 0;
            if (!isChord(text))
                continue;
            laterChords += event.tick > 0 ? 1 : 0;
            chords.push_back({event.tick, std::move(text)});
        }
    }
    std::stable_sort(chords.begin(), chords.end(),
                     [](const ChordEvent& a, const ChordEvent& b) { return a.tick < b.tick; });
    if (4 * laterChords < laterTexts || areRehearsalLetters(chords))
        chords.clear();
    return chords;
}

} // namespace

std::vector<ChordEvent> chordEvents(const MidiFile& file)
{
    std::vector<ChordEvent> chords;
    if (isMadeHere(file)) {
        chords = ownChords(file.tracks.front());
    } else {
        std::vector<ChordEvent> markers = chordsOfKind(file, meta::marker);
        std::vector<ChordEvent> texts = chordsOfKind(file, meta::text);
        std::merge(std::make_move_iterator(markers.begin()), std::make_move_iterator(markers.end()),
                   std::make_move_iterator(texts.begin()), std::make_move_iterator(texts.end()),
                   std::back_inserter(chords),
                   [](const ChordEvent& a, const ChordEvent& b) { return a.tick < b.tick; });
    }
    chords.erase(
        std::unique(chords.begin(), chords.end(),
                    [](const ChordEvent& a, const ChordEvent& b) { return a.tick == b.tick; }),
        chords.end());
    return chords;
}

} // namespace woodshed
