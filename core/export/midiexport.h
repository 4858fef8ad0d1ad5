#pragma once

#include <filesystem>

#include "formats/midichords.h"
#include "midi/midifile.h"
#include "score/performance.h"
#include "support/result.h"

namespace woodshed
{

/// MIDI as the README lays it down: format 1, 480 ticks a quarter, tick 0 = bar 1. Track 0: title
/// as its name, our credit, the dedication, tempo, metre, key where known, sections and chord
/// symbols as markers at their place; it ends with the form. Nothing but the chord symbols reads as
/// a chord. Then one named track per part with program, volume and pan at its head, on the channel
/// that assignChannels() gives it. What MIDI cannot say is mended: a note ends where the next of
/// its pitch begins, of two that begin together the louder and longer is kept, none is shorter than
/// a tick or starts before 0.
[[nodiscard]] MidiFile toMidi(const Performance& performance);

/// The parts, tempo, metre, sections, dedication and chord markers of a file that was read; what
/// toMidi() wrote comes back equal, but for the pitches of the chords, which are not in the file (a
/// chord lasts until the next). Volume and pan are those in force where a part begins; one that
/// fades in has its later volume. A part is a track, or each channel of a track that has several.
/// The tempo is that where the first note starts; several tempi are folded into its tick times, so
/// that playing lasts as long as the file says.
[[nodiscard]] Performance fromMidi(const MidiFile& file);

/// Writes toMidi() safely: the old file stays whole until the new one is.
[[nodiscard]] Result<void> exportMidi(const Performance& performance,
                                      const std::filesystem::path& path);

} // namespace woodshed
