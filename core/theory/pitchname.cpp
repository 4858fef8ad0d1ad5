#include "theory/pitchname.h"

#include <array>
#include <charconv>
#include <cstdlib>

namespace woodshed
{

namespace
{

constexpr std::string_view letters = "CDEFGAB";
constexpr std::array<int, 7> naturals{0, 2, 4, 5, 7, 9, 11};
constexpr std::array<PitchName, 12> defaultNames{{{0, 0},
                                                  {0, 1},
                                                  {1, 0},
                                                  {2, -1},
                                                  {2, 0},
                                                  {3, 0},
                                                  {3, 1},
                                                  {4, 0},
                                                  {4, 1},
                                                  {5, 0},
                                                  {6, -1},
                                                  {6, 0}}};
constexpr std::size_t maximumAccidentals = 4;

/// How many characters of `text` from its second on are accidentals of one sort.
std::size_t accidentalsOf(std::string_view text)
{
    if (text.size() < 2 || (text[1] != '#' && text[1] != '-'))
        return 0;
    const auto end = text.find_first_not_of(text[1], 1);
    return (end == std::string_view::npos ? text.size() : end) - 1;
}

} // namespace

int naturalPitchClass(int letter)
{
    return naturals.at(static_cast<std::size_t>(floorMod(letter, 7)));
}

int PitchName::pitchClass() const
{
    return floorMod(naturalPitchClass(letter) + accidental, 12);
}

std::string PitchName::text() const
{
    std::string result(1, letters[static_cast<std::size_t>(floorMod(letter, 7))]);
    result.append(static_cast<std::size_t>(std::abs(accidental)), accidental > 0 ? '#' : '-');
    return result;
}

std::optional<PitchName> PitchName::parse(std::string_view text)
{
    if (text.empty())
        return std::nullopt;
    const auto letter = letters.find(text.front());
    const auto accidentals = accidentalsOf(text);
    if (letter == std::string_view::npos || accidentals > maximumAccidentals ||
        text.size() != 1 + accidentals)
        return std::nullopt;
    const int sign = accidentals > 0 && text[1] == '-' ? -1 : 1;
    return PitchName{static_cast<int>(letter), sign * static_cast<int>(accidentals)};
}

int SpelledPitch::midi() const
{
    return 12 * (octave + 1) + naturalPitchClass(name.letter) + name.accidental;
}

std::string SpelledPitch::text() const
{
    return name.text() + std::to_string(octave);
}

std::optional<SpelledPitch> SpelledPitch::parse(std::string_view text)
{
    if (text.empty())
        return std::nullopt;
    const auto nameLength = 1 + accidentalsOf(text);
    const auto name = PitchName::parse(text.substr(0, nameLength));
    const auto digits = text.substr(nameLength);
    int octave = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), octave);
    if (!name || error != std::errc() || end != digits.data() + digits.size() || octave < -2 ||
        octave > 99)
        return std::nullopt;
    return SpelledPitch{*name, octave};
}

PitchName notebookName(int midi)
{
    return defaultNames.at(static_cast<std::size_t>(floorMod(midi, 12)));
}

SpelledPitch notebookPitch(int midi)
{
    return {notebookName(midi), floorDiv(midi, 12) - 1};
}

int notebookStaffPosition(int midi)
{
    return notebookName(midi).letter + 7 * floorDiv(midi, 12);
}

} // namespace woodshed
