#pragma once

#include <optional>

#include "midi/midifile.h"
#include "score/chordprogression.h"
#include "score/solo.h"

namespace woodshed
{

/// The chord symbols that stand in a MIDI file as marker or text events, understood and voiced,
/// from the file's start to its last event; nothing where there are none.
[[nodiscard]] std::optional<ChordProgression> symbolChords(const MidiFile& file);

/// A track's notes over such chords, as written: nothing quantised, whole bars of the file's first
/// metre.
[[nodiscard]] Solo symbolSolo(const MidiFile& file, std::optional<int> track,
                              const ChordProgression& symbols);

} // namespace woodshed
