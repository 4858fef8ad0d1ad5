#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "midi/midifile.h"

namespace woodshed
{

struct ChordEvent {
    std::int64_t tick = 0; ///< in the file's own division
    std::string text;

    friend bool operator==(const ChordEvent&, const ChordEvent&) = default;
};

/// The chord symbols that stand in marker and text events, of all tracks, by tick; one for each
/// tick, the first in file order. Left out are rehearsal letters (a run of bare A, B, C... in that
/// order) and words that only happen to spell chords (the syllables of karaoke files): of the texts
/// of a kind after tick 0, section names aside, at least a quarter must be chords. In a file that
/// we wrote (isMadeHere) every marker that can be understood is a chord.
[[nodiscard]] std::vector<ChordEvent> chordEvents(const MidiFile& file);

} // namespace woodshed
