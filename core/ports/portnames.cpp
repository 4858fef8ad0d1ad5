#include "ports/portnames.h"

#include <map>
#include <string_view>

namespace woodshed
{

std::string withoutAddress(const std::string& name)
{
    const std::size_t end = name.find_last_not_of("0123456789");
    if (end == std::string::npos || name[end] != ':' || end == 0 || end + 1 == name.size())
        return name;
    const std::size_t start = name.find_last_not_of("0123456789", end - 1);
    if (start == std::string::npos || name[start] != ' ' || start + 1 == end || start == 0)
        return name;
    return name.substr(0, start);
}

void tellApart(std::vector<std::string>& names)
{
    std::map<std::string, int> seen;
    for (std::string& name : names) {
        if (name.empty())
            continue;
        if (const int count = ++seen[name]; count > 1)
            name += " (" + std::to_string(count) + ")";
    }
}

bool isPortOf(const std::string& client, const std::string& port)
{
    constexpr std::string_view separators = ":- ";
    return port.starts_with(client) && port.size() > client.size() &&
           separators.find(port[client.size()]) != std::string_view::npos;
}

} // namespace woodshed
