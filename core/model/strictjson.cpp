#include "model/strictjson.h"

#include <set>

namespace woodshed
{

using nlohmann::json;

namespace
{

/// Looks for what parseStrictly() refuses, and builds nothing. (The parser's own callback would do,
/// but it looks through a list again at the end of each object in it: hours for a bad file.)
class StrictLook : public nlohmann::json_sax<json>
{
public:
    bool tooDeep = false;
    std::optional<std::string> repeated;

    bool null() override { return true; }
    bool boolean(bool /*value*/) override { return true; }
    bool number_integer(number_integer_t /*value*/) override { return true; }
    bool number_unsigned(number_unsigned_t /*value*/) override { return true; }
    bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return true; }
    bool string(string_t& /*value*/) override { return true; }
    bool binary(binary_t& /*value*/) override { return true; }
    bool start_object(std::size_t /*elements*/) override { return goDeeper(); }
    bool key(string_t& name) override
    {
        if (m_keys.back().insert(name).second)
            return true;
        repeated = name;
        return false;
    }
    bool end_object() override { return goBack(); }
    bool start_array(std::size_t /*elements*/) override { return goDeeper(); }
    bool end_array() override { return goBack(); }
    bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                     const nlohmann::detail::exception& /*trouble*/) override
    {
        return false;
    }

private:
    bool goDeeper()
    {
        constexpr std::size_t deepest = 3;
        tooDeep = m_keys.size() >= deepest;
        m_keys.emplace_back();
        return !tooDeep;
    }
    bool goBack()
    {
        m_keys.pop_back();
        return true;
    }

    std::vector<std::set<std::string>> m_keys; ///< of the objects and lists that are open
};

} // namespace

Result<json> parseStrictly(std::string_view text, const std::string& what)
{
    StrictLook look;
    const bool isFine = json::sax_parse(text.begin(), text.end(), &look);
    if (look.tooDeep)
        return fail(ErrorCode::Malformed, what + " is nested too deeply");
    if (look.repeated)
        return fail(ErrorCode::Malformed,
                    what + " names “" + look.repeated->substr(0, 60) + "” twice");
    json parsed = isFine ? json::parse(text.begin(), text.end(), nullptr, false) : json();
    if (!isFine || parsed.is_discarded())
        return fail(ErrorCode::Malformed, what + " is not JSON");
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
