#include "session/fields.h"

#include <algorithm>
#include <cmath>

namespace woodshed
{

namespace
{

using nlohmann::json;

constexpr int deepest = 12;

/// Before it is parsed: a parser that builds a tree of brackets takes a hundred bytes for each.
bool isTooDeep(std::string_view text)
{
    int depth = 0;
    bool inText = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inText && c == '\\')
            ++i;
        else if (c == '"')
            inText = !inText;
        else if (!inText && (c == '[' || c == '{') && ++depth > deepest)
            return true;
        else if (!inText && (c == ']' || c == '}'))
            --depth;
    }
    return false;
}

} // namespace

json parseContent(std::string_view text)
{
    if (isTooDeep(text))
        throw BadField("is nested too deeply");
    json parsed = json::parse(text.begin(), text.end(), nullptr, false);
    if (!parsed.is_object())
        throw BadField("is not a JSON object");
    return parsed;
}

double finite(double number)
{
    constexpr double most = 1e300;
    return std::isnan(number) ? 0 : std::clamp(number, -most, most);
}

double bounded(double number, double least, double most)
{
    return std::isnan(number) ? least : std::clamp(number, least, most);
}

std::string bounded(const std::string& text, std::size_t most)
{
    // Where each byte is replaced by the three of U+FFFD it still fits.
    if (text.size() <= most / 3)
        return text;
    auto valid = json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace))
                     .get<std::string>();
    if (valid.size() <= most)
        return valid;
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(valid[end]) & 0xC0U) == 0x80U)
        --end;
    return valid.substr(0, end);
}

std::int64_t integerIn(const json& value, std::int64_t least, std::int64_t most)
{
    const bool fits = value.is_number_integer() &&
                      (!value.is_number_unsigned() ||
                       value.get<std::uint64_t>() <=
                           static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
    if (!fits || value.get<std::int64_t>() < least || value.get<std::int64_t>() > most)
        throw BadField("has a whole number that is missing or out of bounds");
    return value.get<std::int64_t>();
}

double numberIn(const json& value, double least, double most)
{
    if (!value.is_number())
        throw BadField("lacks a number");
    const auto number = value.get<double>();
    if (!(number >= least && number <= most))
        throw BadField("has a number out of bounds");
    return number;
}

std::string textIn(const json& value, std::size_t most)
{
    if (!value.is_string() || value.get_ref<const std::string&>().size() > most)
        throw BadField("has a text that is missing or too long");
    return value.get<std::string>();
}

bool flagIn(const json& value)
{
    if (!value.is_boolean())
        throw BadField("lacks a yes or no");
    return value.get<bool>();
}

const json& arrayIn(const json& value, std::size_t most)
{
    if (!value.is_array() || value.size() > most)
        throw BadField("has a list that is missing or too long");
    return value;
}

const json& tupleIn(const json& value, std::size_t exactly)
{
    if (!value.is_array() || value.size() != exactly)
        throw BadField("has a list of the wrong length");
    return value;
}

const json& fieldOf(const json& object, const char* name)
{
    const auto found = object.is_object() ? object.find(name) : object.end();
    if (!object.is_object() || found == object.end())
        throw BadField(std::string("lacks the field \"") + name + '"');
    return *found;
}

} // namespace woodshed
