#pragma once

#include <string>
#include <vector>

#include "score/chordprogression.h"
#include "score/note.h"

namespace woodshed
{

/// Everything that sounds, ready to be played, rendered or written as MIDI: parts over one tempo.
struct Performance {
    std::string title;
    double tempo = 130; ///< quarter notes a minute
    int beatsPerBar = 4;
    int beatUnit = 4;
    std::string key; ///< empty where unknown
    std::vector<Part> parts;
    std::vector<PlacedChord> chords; ///< written into MIDI as marker events
    Ticks length;                    ///< of the whole form; notes may ring over it

    [[nodiscard]] double secondsAt(Ticks when) const { return when.quarters() * 60.0 / tempo; }
};

} // namespace woodshed
