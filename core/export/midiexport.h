#pragma once

#include <filesystem>

#include "midi/midifile.h"
#include "score/performance.h"
#include "support/result.h"

namespace woodshed
{

/// MIDI as the README lays it down: format 1, 480 ticks a quarter, tick 0 = bar 1. Track 0: title as its name, tempo,
/// metre, key where known, chord symbols as markers at their place. Then one named track per part.
[[nodiscard]] MidiFile toMidi(const Performance& performance);

/// The parts, tempo, metre and chord markers of a file that was read; what toMidi() wrote comes back equal.
/// Several tempi are folded into the tick times of the first, so that playing lasts as long as the file says.
[[nodiscard]] Performance fromMidi(const MidiFile& file);

[[nodiscard]] Result<void> exportMidi(const Performance& performance, const std::filesystem::path& path);

} // namespace woodshed
