#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace woodshed
{

/// A letter with its accidentals, without octave. Written as the notebook writes it: sharps as "#",
/// flats as "-"
/// ("F##", "B-").
struct PitchName {
    int letter = 0;     ///< 0 = C, 1 = D, ... 6 = B
    int accidental = 0; ///< in semitones: -1 flat, 2 double sharp

    [[nodiscard]] int pitchClass() const;
    [[nodiscard]] std::string text() const;
    /// Takes a capital letter and up to four accidentals of one sort.
    [[nodiscard]] static std::optional<PitchName> parse(std::string_view text);
    friend bool operator==(const PitchName&, const PitchName&) = default;
};

/// A name in an octave: "E-4". The octave is the one the letter is written in, so "C-5" sounds as
/// B4.
struct SpelledPitch {
    PitchName name;
    int octave = 4;

    /// MIDI number (C4 = 60); may lie outside 0-127.
    [[nodiscard]] int midi() const;
    [[nodiscard]] std::string text() const;
    /// Octaves from -2 to 99; "C-4" is C flat in octave 4, never C in octave -4.
    [[nodiscard]] static std::optional<SpelledPitch> parse(std::string_view text);
    friend bool operator==(const SpelledPitch&, const SpelledPitch&) = default;
};

/// Semitones of the seven letters above C.
[[nodiscard]] int naturalPitchClass(int letter);

/// The notebook's one spelling of each MIDI number: C C# D E- E F F# G G# A B- B.
[[nodiscard]] PitchName notebookName(int midi);
[[nodiscard]] SpelledPitch notebookPitch(int midi);

/// Staff position of a MIDI number in that spelling, seven to the octave.
[[nodiscard]] int notebookStaffPosition(int midi);

/// Remainder that is never negative, and the quotient that goes with it.
[[nodiscard]] constexpr int floorMod(int value, int modulus)
{
    const int remainder = value % modulus;
    return remainder < 0 ? remainder + modulus : remainder;
}
[[nodiscard]] constexpr int floorDiv(int value, int divisor)
{
    return (value - floorMod(value, divisor)) / divisor;
}

} // namespace woodshed
