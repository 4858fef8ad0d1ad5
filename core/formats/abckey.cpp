#include "formats/abckey.h"

#include <algorithm>
#include <cctype>

#include "theory/chordsymbol.h"

namespace woodshed
{
namespace
{

struct Mode {
    std::string_view name; ///< first three letters
    int fifths;            ///< of its key signature against the major key on the same note
    bool minor;
};

constexpr std::array modes = {
    Mode{"maj", 0, false},  Mode{"ion", 0, false}, Mode{"lyd", 1, false},
    Mode{"mix", -1, false}, Mode{"dor", -2, true}, Mode{"min", -3, true},
    Mode{"aeo", -3, true},  Mode{"phr", -4, true}, Mode{"loc", -5, true},
};

} // namespace

std::optional<AbcKey> parseAbcKey(std::string_view text)
{
    const auto skipSpaces = [&] {
        while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
            text.remove_prefix(1);
    };
    skipSpaces();
    AbcKey key;
    if (text.empty() || text.starts_with("none"))
        return key;

    const std::string_view before = text;
    if (!takeRoot(text))
        return std::nullopt;
    const std::string tonic(before.substr(0, before.size() - text.size()));
    // Position of the tonic on the circle of fifths: F C G D A E B, seven more for each sharp.
    constexpr std::string_view circle = "FCGDAEB";
    int fifths = static_cast<int>(circle.find(tonic.front())) - 1;
    for (const char c : std::string_view(tonic).substr(1))
        fifths += c == '#' ? 7 : c == 'b' ? -7 : 0;

    skipSpaces();
    std::string word;
    while (!text.empty() && std::isalpha(static_cast<unsigned char>(text.front())) != 0) {
        word += static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
        text.remove_prefix(1);
    }
    const bool otherField = !text.empty() && text.front() == '='; // "clef=bass"
    key.name = tonic;
    if (!word.empty() && !otherField) {
        const std::string front = word == "m" ? "min" : word.substr(0, 3);
        const auto mode = std::find_if(modes.begin(), modes.end(),
                                       [&](const Mode& m) { return m.name == front; });
        if (mode == modes.end())
            return std::nullopt;
        fifths += mode->fifths;
        key.name += mode->minor ? "m" : "";
    }
    if (fifths < -7 || fifths > 7)
        return std::nullopt;
    for (int i = 0; i < fifths; ++i)
        key.accidentals.at(static_cast<std::size_t>(circle.at(static_cast<std::size_t>(i)) - 'A')) =
            1;
    for (int i = 0; i < -fifths; ++i)
        key.accidentals.at(
            static_cast<std::size_t>(circle.at(static_cast<std::size_t>(6 - i)) - 'A')) = -1;
    return key;
}

} // namespace woodshed
