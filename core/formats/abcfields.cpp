#include "formats/abcfields.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace woodshed
{
namespace
{

constexpr std::size_t mostWarnings = 100;
constexpr double slowest = 10;
constexpr double fastest = 600;

std::optional<int> wholeNumber(std::string_view text)
{
    text = withoutOuterBlanks(text);
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::optional<double> decimal(std::string_view text)
{
    text = withoutOuterBlanks(text);
    double number = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

struct Fraction {
    int numerator = 0;
    int denominator = 0;
};

/// "3/4" with both parts in 1..limit and a power of two below.
std::optional<Fraction> fraction(std::string_view text, int limit)
{
    const auto slash = text.find('/');
    if (slash == std::string_view::npos)
        return std::nullopt;
    const auto numerator = wholeNumber(text.substr(0, slash));
    const auto denominator = wholeNumber(text.substr(slash + 1));
    if (!numerator || !denominator || *numerator < 1 || *numerator > limit || *denominator < 1 ||
        *denominator > 128 || (*denominator & (*denominator - 1)) != 0)
        return std::nullopt;
    return Fraction{*numerator, *denominator};
}

/// Quarter notes a minute from `"Fast" 1/4=160`, `1/4=160`, `160`.
std::optional<double> tempoOf(std::string_view value)
{
    if (const auto quote = value.find('"'); quote != std::string_view::npos) {
        const auto close = value.find('"', quote + 1);
        if (close == std::string_view::npos)
            return std::nullopt;
        const auto before = withoutOuterBlanks(value.substr(0, quote));
        value = before.empty() ? withoutOuterBlanks(value.substr(close + 1)) : before;
    }
    const auto equals = value.find('=');
    if (equals == std::string_view::npos)
        return decimal(value);
    const auto beat = fraction(withoutOuterBlanks(value.substr(0, equals)), 64);
    const auto number = decimal(value.substr(equals + 1));
    if (!beat || !number)
        return std::nullopt;
    return *number * 4 * beat->numerator / beat->denominator;
}

} // namespace

void warn(std::vector<std::string>& warnings, int line, const std::string& sentence)
{
    if (warnings.size() < mostWarnings)
        warnings.push_back("line " + std::to_string(line) + ": " + sentence);
}

std::string_view withoutOuterBlanks(std::string_view text)
{
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

bool isAbcField(std::string_view line)
{
    return line.size() >= 2 && line[1] == ':' && line[0] != '|' && line[0] != ':' &&
           (std::isalpha(static_cast<unsigned char>(line[0])) != 0 || line[0] == '+');
}

void AbcFields::set(char field, std::string_view value, int line,
                    std::vector<std::string>& warnings)
{
    value = withoutOuterBlanks(value);
    const auto misunderstood = [&](const char* what) {
        warn(warnings, line,
             std::string(what) + " \"" + std::string(value.substr(0, 40)) + "\" is not understood");
    };
    switch (field) {
    case 'T':
        if (title.empty())
            title = value.substr(0, 200);
        break;
    case 'R':
        feel = value.substr(0, 40);
        std::transform(feel.begin(), feel.end(), feel.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        break;
    case 'V':
        voice = value.substr(0, value.find_first_of(" \t"));
        break;
    case 'K':
        if (const auto parsed = parseAbcKey(value))
            key = *parsed;
        else
            misunderstood("the key");
        break;
    case 'L':
        if (const auto length = fraction(value, 8)) {
            unitLength = AbcTime::perQuarter * 4 * length->numerator / length->denominator;
            hasUnitLength = true;
        } else if (value == "1") {
            unitLength = AbcTime::perQuarter * 4;
            hasUnitLength = true;
        } else {
            misunderstood("the unit of length");
        }
        break;
    case 'M':
        if (value == "C" || value == "C|") {
            beats = value == "C" ? 4 : 2;
            beatUnit = value == "C" ? 4 : 2;
        } else if (value == "none" || value.empty()) {
            beats = 0;
            beatUnit = 4;
        } else if (const auto metre = fraction(value, 32)) {
            beats = metre->numerator;
            beatUnit = metre->denominator;
        } else {
            misunderstood("the metre");
            break;
        }
        // The standard's rule where L: is missing: sixteenths for short bars, else eighths.
        if (!hasUnitLength)
            unitLength = beats > 0 && 4 * beats < 3 * beatUnit ? AbcTime::perQuarter / 4
                                                               : AbcTime::perQuarter / 2;
        break;
    case 'Q':
        if (const auto parsed = tempoOf(value);
            parsed && *parsed >= slowest && *parsed <= fastest) {
            if (hasTempo && *parsed != tempo)
                warn(warnings, line, "a change of tempo is not followed");
            else
                tempo = *parsed;
            hasTempo = true;
        } else {
            misunderstood("the tempo");
        }
        break;
    case 'P':
        warn(warnings, line, "the order of parts (P:) is not followed");
        break;
    default: // A B C D F G H I N O S W X Z m r s w say nothing about the notes
        break;
    }
}

} // namespace woodshed
