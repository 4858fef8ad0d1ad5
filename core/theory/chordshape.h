#pragma once

#include <cstdint>

#include "theory/chordsymbol.h"

namespace woodshed
{

/// The families of chords that call for different lines.
enum class ChordFamily : std::uint8_t {
    Major,
    Minor,
    Dominant,
    HalfDiminished,
    Diminished,
    Suspended,
    None, ///< no chord sounds
};
inline constexpr int chordFamilies = 7;

/// What an improviser hears in a chord symbol. Bit n of a set is the pitch class n semitones above
/// the root.
struct ChordShape {
    int root = 0; ///< pitch class
    ChordFamily family = ChordFamily::None;
    std::uint16_t tones = 0; ///< 1, 3 (or 4), 5, and 7 or 6
    std::uint16_t scale = 0; ///< the scale that goes with it, and all that the symbol names

    [[nodiscard]] bool isChord() const { return family != ChordFamily::None; }
    /// How many semitones a pitch lies above the root, 0-11.
    [[nodiscard]] int above(int pitch) const { return ((pitch - root) % 12 + 12) % 12; }
    [[nodiscard]] bool hasTone(int pitch) const { return (tones >> above(pitch) & 1) != 0; }
    [[nodiscard]] bool inScale(int pitch) const { return (scale >> above(pitch) & 1) != 0; }
    friend bool operator==(const ChordShape&, const ChordShape&) = default;
};

/// The chord-scale pairing of the schools (Nettles and Graf 1997): Ionian or Lydian over major,
/// Dorian or melodic minor over minor, Mixolydian and its altered relatives over dominant chords,
/// Locrian, whole-half diminished; Aeolian or Phrygian where a flat sixth or ninth asks for them.
[[nodiscard]] ChordShape chordShape(const ChordSymbol& symbol);

/// The same from its text; ChordFamily::None for NC and for what is no chord symbol.
[[nodiscard]] ChordShape chordShape(std::string_view text);

} // namespace woodshed
