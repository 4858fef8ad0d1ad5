#include "export/id3tag.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "midi/utf8.h"

namespace woodshed
{

namespace
{

constexpr std::uint8_t isUtf16 = 1;       // with a byte order mark before each text
constexpr std::size_t longestText = 4000; // far below what the sizes of the format can say

/// Big-endian, with so many bits in each byte.
void appendNumber(Bytes& bytes, std::size_t number, unsigned bits)
{
    for (unsigned place = 4; place-- > 0;)
        bytes.push_back(static_cast<std::uint8_t>((number >> (place * bits)) & ((1U << bits) - 1)));
}

void appendUnit(Bytes& bytes, std::uint32_t unit)
{
    bytes.push_back(static_cast<std::uint8_t>(unit & 0xFFU));
    bytes.push_back(static_cast<std::uint8_t>(unit >> 8U));
}

/// The next character of well-formed UTF-8, taken off its front.
std::uint32_t takeCharacter(std::string_view& text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80U ? 1 : first < 0xE0U ? 2 : first < 0xF0U ? 3 : 4;
    std::uint32_t character = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        character = (character << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    text.remove_prefix(length);
    return character;
}

/// As UTF-16, little-endian.
void appendText(Bytes& bytes, const std::string& text)
{
    appendUnit(bytes, 0xFEFF);
    std::string valid = isUtf8(text) ? text.substr(0, longestText)
                                     : latin1ToUtf8(std::string_view(text).substr(0, longestText));
    while (!isUtf8(valid)) // cut within a character
        valid.pop_back();
    for (std::string_view rest = valid; !rest.empty();) {
        const std::uint32_t character = takeCharacter(rest);
        if (character >= 0x10000) {
            appendUnit(bytes, 0xD800 + ((character - 0x10000) >> 10U));
            appendUnit(bytes, 0xDC00 + ((character - 0x10000) & 0x3FFU));
        } else if (character != 0) {
            appendUnit(bytes, character);
        }
    }
}

void appendFrame(Bytes& tag, std::string_view name, const std::string& text)
{
    if (text.empty())
        return;
    Bytes payload{isUtf16};
    if (name == "COMM") {
        payload.insert(payload.end(), {'e', 'n', 'g'});
        appendText(payload, {}); // the short description
        appendUnit(payload, 0);
    }
    appendText(payload, text);
    tag.insert(tag.end(), name.begin(), name.end());
    appendNumber(tag, payload.size(), 8);
    tag.insert(tag.end(), 2, 0); // flags
    tag.insert(tag.end(), payload.begin(), payload.end());
}

} // namespace

Bytes id3Tag(const SoundTags& tags)
{
    Bytes frames;
    appendFrame(frames, "TIT2", tags.title);
    appendFrame(frames, "TPE1", tags.artist);
    appendFrame(frames, "COMM", tags.comment);
    if (frames.empty())
        return {};
    appendFrame(frames, "TSSE", soundSoftware);
    Bytes tag{'I', 'D', '3', 3, 0, 0};
    appendNumber(tag, frames.size(), 7);
    tag.insert(tag.end(), frames.begin(), frames.end());
    return tag;
}

} // namespace woodshed
