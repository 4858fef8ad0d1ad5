#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "midi/midifile.h"

namespace woodshed
{

/// Decides whether a text is a chord symbol; the theory's own parser can be plugged in here.
using ChordPredicate = std::function<bool(std::string_view)>;

/// A look at the spelling alone: a root A-G, then only the signs that chord symbols are made of
/// ("Bbmaj7#11", "F#m7b5/E", "C-7", "G7alt", "NC"). "A 0:21", "Bridge" and "C4" are none.
[[nodiscard]] bool looksLikeChordSymbol(std::string_view text);

struct ChordEvent {
    std::int64_t tick = 0; ///< in the file's own division
    std::string text;

    friend bool operator==(const ChordEvent&, const ChordEvent&) = default;
};

/// The chord symbols that stand in marker and text events, of all tracks, by tick; one for each
/// tick, the first in file order. Left out are rehearsal letters (a run of bare A, B, C... in that
/// order) and words that only happen to spell chords (the syllables of karaoke files): of the texts
/// of a kind after tick 0 at least a quarter must be chords.
[[nodiscard]] std::vector<ChordEvent>
chordEvents(const MidiFile& file, const ChordPredicate& isChord = looksLikeChordSymbol);

} // namespace woodshed
