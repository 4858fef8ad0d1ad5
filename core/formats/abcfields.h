#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/abcbars.h"
#include "formats/abckey.h"

namespace woodshed
{

/// What the information fields of an ABC tune have said so far.
struct AbcFields {
    std::string title;
    std::string feel; ///< R:, in lower case
    AbcKey key;
    std::string voice;  ///< of the music that follows
    std::string player; ///< the kind of player, by %%woodshed-voice
    double tempo = 120;
    bool hasTempo = false;
    int beats = 4; ///< 0 without metre
    int beatUnit = 4;
    std::int64_t unitLength = AbcTime::perQuarter / 2;
    bool hasUnitLength = false;
    int formBars = 0; ///< 0 where not given

    /// Length of a full bar, 0 without metre.
    [[nodiscard]] std::int64_t barLength() const
    {
        return AbcTime::perQuarter * 4 * beats / beatUnit;
    }

    /// Takes one field. What is not understood warns and changes nothing.
    void set(char field, std::string_view value, int line, std::vector<std::string>& warnings);
};

/// At most a hundred warnings are kept: a damaged file may earn thousands.
void warn(std::vector<std::string>& warnings, int line, const std::string& sentence);

/// Whether `letter` names an information field ("T:").
[[nodiscard]] bool isAbcField(std::string_view line);

/// The text without blanks at its ends.
[[nodiscard]] std::string_view withoutOuterBlanks(std::string_view text);

} // namespace woodshed
