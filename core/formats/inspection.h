#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "formats/midichords.h"
#include "formats/midiimport.h"
#include "support/result.h"

namespace woodshed
{

/// What an importer sees in a file, for people and programs to look at before they use it.
struct Inspection {
    int format = 1;                ///< of the MIDI file as it was read
    std::vector<TrackInfo> tracks; ///< those with notes only
    int notes = 0;                 ///< note-ons with velocity > 0, drums included
    std::int64_t measures = 0; ///< of the form where the first track tells it, else countMeasures()
    int chords =
        0; ///< chord symbols where the file has some, else chords of the guessed chord track
    bool hasChordSymbols = false;
    double tempo = 120; ///< quarter notes a minute where the first note starts
    std::string guess;  ///< why those tracks were guessed
    std::vector<std::string> warnings;
};

[[nodiscard]] Result<Inspection> inspectMidi(std::span<const std::uint8_t> bytes);
[[nodiscard]] Inspection inspectMidi(const MidiReading& reading);

} // namespace woodshed
