#include "export/keysignature.h"

namespace woodshed
{

namespace
{

constexpr std::string_view fifths = "FCGDAEB"; // F has one flat
constexpr int minorShift = 3;                  // A minor is written as C major

} // namespace

std::optional<KeySignature> keySignatureOf(std::string_view key)
{
    const auto letter = key.empty() ? std::string_view::npos : fifths.find(key.front());
    if (letter == std::string_view::npos)
        return std::nullopt;
    key.remove_prefix(1);
    int sharps = static_cast<int>(letter) - 1;
    if (key.starts_with('#') || key.starts_with('b')) {
        sharps += key.front() == '#' ? 7 : -7;
        key.remove_prefix(1);
    }
    while (key.starts_with(' '))
        key.remove_prefix(1);
    const bool isMinor = key == "m" || key == "min" || key == "minor" || key == "-";
    if (!isMinor && !key.empty() && key != "maj" && key != "major")
        return std::nullopt;
    sharps -= isMinor ? minorShift : 0;
    if (sharps > 7)
        sharps -= 12;
    else if (sharps < -7)
        sharps += 12;
    return KeySignature{sharps, isMinor};
}

std::string keyName(KeySignature key)
{
    const int place = key.sharps + 1 + (key.isMinor ? minorShift : 0) + 7; // at least 1
    std::string name(1, fifths[static_cast<std::size_t>(place) % 7]);
    const int accidental = place / 7 - 1;
    if (accidental != 0)
        name += accidental > 0 ? '#' : 'b';
    return key.isMinor ? name + "m" : name;
}

} // namespace woodshed
