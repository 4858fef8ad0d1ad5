#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "corpus/value.h"
#include "score/leadsheet.h"
#include "score/note.h"

namespace woodshed
{

/// A pitch that could have come instead.
struct Alternative {
    int pitch = 60;
    double probability = 0;
};

/// One generated value with its place; rests too. `note` is an index into Take::notes, or -1 where
/// none sounds.
struct TakeValue {
    Ticks start;
    Ticks duration;
    std::string text;                      ///< the value as the network gave it
    ValueKind kind = ValueKind::ChordTone; ///< over the chord that sounds there
    double probability = 1;                ///< of the value when it was drawn
    int note = -1;
    // Woodshed profile only: the network's own view, before temperature, dials and rules.
    double bits = 0; ///< surprise at the note, its length and the rest before it: -log2 of their
                     ///< probabilities
    std::vector<Alternative> alternatives = {}; ///< the three most probable other pitches
};

/// One improvised solo: what the piano roll shows, the band accompanies, and the player and the
/// exporters take.
struct Take {
    LeadSheet tune; ///< its chords span the whole take (all choruses)
    int choruses = 1;
    std::vector<Note> notes; ///< sorted by start
    std::vector<TakeValue> values;
    std::uint64_t seed = 0;
    double temperature = 1;
    bool faithful = false;
    int ruledNotes = 0; ///< how many notes a rule changed after the network had drawn them
    std::vector<std::string> remarks = {}; ///< what a rule stepped in for, as sentences
};

} // namespace woodshed
