#include "score/partchoice.h"

#include <algorithm>
#include <set>

namespace woodshed
{

namespace
{

std::string inLowerCase(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return lower;
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// The longest of the names that `list` (in lower case) begins with, up to a comma or the end.
std::string_view leadingName(std::string_view list, std::span<const std::string> lowerNames)
{
    std::string_view longest;
    for (const std::string& name : lowerNames) {
        const bool isThere =
            list.starts_with(name) && (list.size() == name.size() || list[name.size()] == ',');
        if (isThere && name.size() > longest.size())
            longest = list.substr(0, name.size());
    }
    return longest.empty() ? trimmed(list.substr(0, list.find(','))) : longest;
}

Unexpected unknownParts(const std::string& what, std::span<const std::string> names)
{
    std::set<std::string> told;
    std::string known;
    for (const std::string& name : names)
        if (!name.empty() && told.insert(inLowerCase(name)).second)
            known += (known.empty() ? "" : ", ") + inLowerCase(name);
    return fail(ErrorCode::InvalidArgument,
                what + (known.empty() ? "; no part has a name" : "; there are " + known));
}

/// What a file may be called: no separators, no control characters, not too long, and whole UTF-8
/// characters.
std::string asFileName(std::string name)
{
    constexpr std::size_t longest = 60;
    for (char& c : name)
        if (c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' ')
            c = '-';
    if (name.size() > longest) {
        std::size_t end = longest;
        while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U)
            --end;
        name.resize(end);
    }
    return name.empty() ? "Part" : name;
}

} // namespace

Result<std::vector<std::size_t>> partsNamed(std::string_view list,
                                            std::span<const std::string> names)
{
    std::vector<std::string> lowerNames;
    for (const std::string& name : names)
        lowerNames.push_back(inLowerCase(name));
    const std::string wanted = inLowerCase(list);
    std::string_view rest = trimmed(wanted);
    std::set<std::size_t> places;
    while (!rest.empty()) {
        const std::string_view name = leadingName(rest, lowerNames);
        bool isKnown = name.empty();
        for (std::size_t i = 0; i < lowerNames.size(); ++i) {
            if (name.empty() || lowerNames[i] != name)
                continue;
            places.insert(i);
            isKnown = true;
        }
        if (!isKnown)
            return unknownParts("no part is called \"" + std::string(name) + "\"", names);
        const std::size_t comma = rest.find(',', name.empty() ? 0 : rest.find(name) + name.size());
        rest =
            comma == std::string_view::npos ? std::string_view() : trimmed(rest.substr(comma + 1));
    }
    if (places.empty())
        return unknownParts("no part is named", names);
    return std::vector<std::size_t>(places.begin(), places.end());
}

std::vector<std::string> partNames(const Performance& performance)
{
    std::vector<std::string> names;
    for (const Part& part : performance.parts)
        names.push_back(part.name);
    return names;
}

Performance withParts(Performance performance, std::span<const std::size_t> places)
{
    std::vector<Part> chosen;
    for (const std::size_t place : places)
        if (place < performance.parts.size())
            chosen.push_back(performance.parts[place]);
    performance.parts = std::move(chosen);
    return performance;
}

std::vector<Performance> stemsOf(const Performance& performance)
{
    std::vector<Performance> stems;
    for (std::size_t i = 0; i < performance.parts.size(); ++i)
        if (!performance.parts[i].notes.empty())
            stems.push_back(withParts(performance, std::span(&i, 1)));
    return stems;
}

std::vector<std::filesystem::path> stemPaths(const std::filesystem::path& path,
                                             std::span<const std::string> names)
{
    std::vector<std::filesystem::path> paths;
    std::set<std::string> taken;
    for (const std::string& partName : names) {
        const std::string name = asFileName(partName);
        std::string numbered = name;
        for (int number = 2; !taken.insert(inLowerCase(numbered)).second; ++number)
            numbered = name + ' ' + std::to_string(number);
        std::filesystem::path stemPath = path;
        stemPath.replace_filename(path.stem().string() + " - " + numbered +
                                  path.extension().string());
        paths.push_back(std::move(stemPath));
    }
    return paths;
}

std::vector<std::filesystem::path> stemPaths(const std::filesystem::path& path,
                                             std::span<const Performance> stems)
{
    std::vector<std::string> names;
    for (const Performance& stem : stems)
        names.push_back(stem.parts.empty() ? std::string() : stem.parts.front().name);
    return stemPaths(path, names);
}

} // namespace woodshed
