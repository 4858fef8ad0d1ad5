#include "arrange/accompaniment.h"

#include <algorithm>
#include <utility>

namespace woodshed
{

namespace
{

constexpr int jazzGuitar = 26; // General MIDI, counted from 0
constexpr int grandPiano = 0;
constexpr int pianoVelocity = 52;

/// A chord a little short of its place, so that a repeated pitch is heard as struck again.
Ticks detached(Ticks duration)
{
    return std::max(Ticks{1}, duration - Ticks{Ticks::perQuarter / 12});
}

Part heldChords(const LeadSheet& tune)
{
    Part piano{.name = "Piano", .channel = 1, .program = grandPiano, .notes = {}};
    const Ticks bar = tune.barLength();
    for (const PlacedChord& chord : tune.chords.chords) {
        Ticks from = chord.start;
        while (from < chord.end()) {
            const Ticks nextBar = bar * (from.count / bar.count + 1);
            const Ticks to = std::min(nextBar, chord.end());
            for (const int pitch : chord.pitches)
                piano.notes.push_back({.start = from,
                                       .duration = detached(to - from),
                                       .pitch = pitch,
                                       .velocity = pianoVelocity});
            from = to;
        }
    }
    std::stable_sort(piano.notes.begin(), piano.notes.end(), [](const Note& a, const Note& b) {
        return std::pair(a.start, a.pitch) < std::pair(b.start, b.pitch);
    });
    return piano;
}

} // namespace

Performance unaccompanied(const LeadSheet& tune, std::vector<Note> solo)
{
    Performance performance;
    performance.title = tune.title;
    performance.tempo = tune.tempo;
    performance.beatsPerBar = tune.beatsPerBar;
    performance.beatUnit = tune.beatUnit;
    performance.key = tune.key;
    performance.chords = tune.chords.chords;
    performance.length = tune.chords.length;
    performance.parts.push_back(
        {.name = "Solo", .channel = 0, .program = jazzGuitar, .notes = std::move(solo)});
    return performance;
}

Performance accompanied(const LeadSheet& tune, std::vector<Note> solo)
{
    Performance performance = unaccompanied(tune, std::move(solo));
    performance.parts.push_back(heldChords(tune));
    return performance;
}

} // namespace woodshed
