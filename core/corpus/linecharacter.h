#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "corpus/line.h"
#include "support/result.h"

namespace woodshed
{

/// The ways in which passages differ most from one another.
enum class Trait : std::uint8_t {
    Density,     ///< notes a beat
    Space,       ///< share of rests
    Subdivision, ///< share of notes off the eighths
    Syncopation, ///< off-beat notes held over the next beat
    Inside,      ///< share of notes in the scale of the chord
    Leaps,       ///< share of moves of a fourth or more
    Register,    ///< mean pitch
    Repetition,  ///< share of repeated notes
};
inline constexpr std::size_t traits = 8;
inline constexpr int traitLevels = 5;

/// How a passage is played: for every trait a level from 0 (least) to 4, or -1 where nothing is
/// said; and the kind of player.
struct Character {
    std::array<std::int8_t, traits> levels{-1, -1, -1, -1, -1, -1, -1, -1};
    std::int8_t voice = -1; ///< index into voiceNames(), -1 where unknown

    [[nodiscard]] std::int8_t& operator[](Trait trait)
    {
        return levels[static_cast<std::size_t>(trait)];
    }
    [[nodiscard]] std::int8_t operator[](Trait trait) const
    {
        return levels[static_cast<std::size_t>(trait)];
    }
    friend bool operator==(const Character&, const Character&) = default;
};

/// "lyrical", "bebop", "blues", "modern".
[[nodiscard]] std::span<const std::string_view> voiceNames();
[[nodiscard]] std::int8_t voiceNumber(std::string_view name);

/// How many bars have one character.
inline constexpr int characterBars = 16;

/// The characters of one solo, one for every 16 bars, from its first bar on.
struct SoloCharacter {
    double tempo = 130;
    std::vector<Character> passages; ///< not empty
    friend bool operator==(const SoloCharacter&, const SoloCharacter&) = default;

    [[nodiscard]] const Character& at(int step, int barSteps) const;
};

/// The characters of a corpus: a trait's levels are the fifths of its distribution over all
/// passages. Tempi are kept within 1 to 999, solos to their first 1,000 passages.
[[nodiscard]] std::vector<SoloCharacter> charactersOf(std::span<const Line> lines);

/// As text, to be kept with a model: a line for each solo, "138 2:01340212 2:11340213".
/// Of a huge corpus the first 10,000 solos, as far as 1 MiB holds them.
[[nodiscard]] std::string charactersText(std::span<const SoloCharacter> characters);
/// Refuses what is no such text; at most 10,000 solos of 1,000 passages.
[[nodiscard]] Result<std::vector<SoloCharacter>> readCharacters(std::string_view text);

} // namespace woodshed
