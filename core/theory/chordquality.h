#pragma once

#include <span>
#include <string>
#include <string_view>

#include "theory/pitchname.h"

namespace woodshed
{

/// Quality of a chord as heard from its notes alone: that of its triad.
enum class ChordQuality { Major, Minor, Augmented, Diminished, Other };

/// "major", "minor", "augmented", "diminished" or "other".
[[nodiscard]] std::string_view qualityName(ChordQuality quality);

/// The pitch (MIDI number) of a chord that bears the most thirds, by the classic's rule: of the
/// first pitch of every letter, the one with the fullest stack 3-5-7-2-4-6 above it. `pitches` in
/// stored order, not empty.
[[nodiscard]] int chordRoot(std::span<const int> pitches);

/// Quality over that root; Other where the third is missing or doubtful, and for no pitches at all.
[[nodiscard]] ChordQuality chordQuality(std::span<const int> pitches);

/// A readable symbol for bare pitches: "Ab", "Fm", "Cdim", "C+", "Gsus4"; "NC" for none.
[[nodiscard]] std::string chordName(std::span<const int> pitches);

} // namespace woodshed
