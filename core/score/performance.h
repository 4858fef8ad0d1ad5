#pragma once

#include <string>
#include <vector>

#include "score/chordprogression.h"
#include "score/note.h"

namespace woodshed
{

/// Where a part of the form begins: a section ("A") or a chorus ("chorus 2").
struct Section {
    Ticks start;
    std::string name;
    friend bool operator==(const Section&, const Section&) = default;
};

/// Everything that sounds, ready to be played, rendered or written as MIDI: parts over one tempo.
struct Performance {
    std::string title;
    std::string dedication; ///< "For Anna, 4 May"; empty for none
    double tempo = 130;     ///< quarter notes a minute
    int beatsPerBar = 4;
    int beatUnit = 4;
    std::string key; ///< empty where unknown
    std::vector<Part> parts;
    std::vector<PlacedChord> chords; ///< written into MIDI as marker events
    std::vector<Section> sections;   ///< sorted by start
    Ticks length;                    ///< of the whole form; notes may ring over it

    [[nodiscard]] double secondsAt(Ticks when) const { return when.quarters() * 60.0 / tempo; }
};

} // namespace woodshed
