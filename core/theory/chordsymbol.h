#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace woodshed
{

/// A chord symbol as musicians write it, understood: "Bbmaj7", "F#-7b5", "C7(b9,#11)/G".
struct ChordSymbol {
    std::string text;    ///< as typed
    int root = 0;        ///< pitch class, 0 = C
    std::string suffix;  ///< as typed, between root and slash bass: "maj7"
    std::string quality; ///< our one name for the basic chord, without alterations: "maj7"
    std::vector<int>
        intervals;           ///< semitones above the root: 1 3 5 7 (or 6), then extensions rising
    std::optional<int> bass; ///< pitch class after the slash

    /// Understands every common spelling: maj7 M7 ^7 j7, m - min mi, m7b5 h7, dim o, aug +, alt,
    /// sus, 6/9, extensions with or without brackets, the signs for flat, sharp, major seventh,
    /// half- and fully diminished, and a slash bass in either case. "NC" is no chord symbol: ask
    /// isNoChord() first.
    [[nodiscard]] static Result<ChordSymbol> parse(std::string_view text);

    /// The same chord `semitones` higher, with a newly spelt root and bass and the suffix as typed.
    [[nodiscard]] ChordSymbol transposed(int semitones) const;

    friend bool operator==(const ChordSymbol&, const ChordSymbol&) = default;
};

/// MIDI pitches in root position, never sorted: the root in C3..B3 (48-59), the chord stacked in
/// thirds above it, a slash bass first and below the root.
[[nodiscard]] std::vector<int> voicing(const ChordSymbol& symbol);

/// "NC", "N.C.", "n": silence where a chord could stand.
[[nodiscard]] bool isNoChord(std::string_view text);

/// Whether a stray text (a marker in a MIDI file) is meant as a chord symbol. Stricter than
/// parse(): refuses what is more likely a section mark or a word ("A2", "Do", "Ah"). A lone letter
/// counts as a chord.
[[nodiscard]] bool looksLikeChordSymbol(std::string_view text);

/// "C", "Db", ... for pitch class 0-11 (any integer is folded); with sharps where `sharps` says so.
[[nodiscard]] std::string pitchClassName(int pitchClass, bool sharps = false);

/// The pitch class of a letter A-G with accidentals (# b and their signs) at the front of `text`,
/// which then loses them; at most two accidentals are taken. Nothing if `text` does not begin with
/// such a letter.
[[nodiscard]] std::optional<int> takeRoot(std::string_view& text);

} // namespace woodshed
