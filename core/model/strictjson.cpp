#include "model/strictjson.h"

#include <array>
#include <set>

namespace woodshed
{

using nlohmann::json;

Result<json> parseStrictly(std::string_view text, const std::string& what)
{
    constexpr int deepest = 3;
    std::array<std::set<std::string>, deepest + 2> keys;
    bool tooDeep = false;
    std::optional<std::string> repeated;
    const auto watch = [&](int depth, json::parse_event_t event, json& parsed) {
        const auto level = static_cast<std::size_t>(depth);
        if (event == json::parse_event_t::object_start || event == json::parse_event_t::array_start)
            tooDeep = tooDeep || depth >= deepest;
        if (tooDeep)
            return false;
        if (event == json::parse_event_t::object_start)
            keys.at(level + 1).clear();
        else if (event == json::parse_event_t::key &&
                 !keys.at(level).insert(parsed.get_ref<const std::string&>()).second && !repeated)
            repeated = parsed.get<std::string>();
        return true;
    };
    json parsed = json::parse(text.begin(), text.end(), watch, false);
    if (tooDeep)
        return fail(ErrorCode::Malformed, what + " is nested too deeply");
    if (parsed.is_discarded())
        return fail(ErrorCode::Malformed, what + " is not JSON");
    if (repeated)
        return fail(ErrorCode::Malformed, what + " names “" + repeated->substr(0, 60) + "” twice");
    return parsed;
}

std::optional<std::vector<std::size_t>> wholeNumbersOf(const json& array, std::size_t most)
{
    if (!array.is_array() || array.size() > most)
        return std::nullopt;
    std::vector<std::size_t> numbers;
    for (const json& item : array) {
        if (!item.is_number_unsigned())
            return std::nullopt;
        numbers.push_back(item.get<std::size_t>());
    }
    return numbers;
}

} // namespace woodshed
