#pragma once

#include <string>
#include <vector>

#include "support/ticks.h"

namespace woodshed
{

/// One sounding note. Pitch is a MIDI number (60 = middle C = C4), velocity 1-127.
struct Note {
    Ticks start;
    Ticks duration;
    int pitch = 60;
    int velocity = 80;

    [[nodiscard]] Ticks end() const { return start + duration; }
    friend bool operator==(const Note&, const Note&) = default;
};

/// What one player plays: a track of a file, a strip of the mixer.
struct Part {
    std::string name;        ///< "Solo", "Piano", "Bass", "Drums"
    int channel = 0;         ///< MIDI channel 0-15; 9 is drums
    int program = 0;         ///< General MIDI program 0-127
    std::vector<Note> notes; ///< sorted by start, then pitch
    int volume = 100;        ///< MIDI controller 7, 0-127
    int pan = 64;            ///< MIDI controller 10, 0 left - 64 centre - 127 right
};

} // namespace woodshed
