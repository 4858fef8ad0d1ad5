#pragma once

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/ticks.h"

namespace woodshed
{

/// What reading JSON of a document throws inside this room; decodeSession() ends it.
class BadField : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// The longest text of a field, in bytes.
inline constexpr std::size_t longestText = 4096;
/// The latest place in a document: 25,000 bars of four.
inline constexpr std::int64_t latestPlace = 100'000 * Ticks::perQuarter;

/// Parses a row's content: at most 12 levels deep, an object.
[[nodiscard]] nlohmann::json parseContent(std::string_view text);

// What is made elsewhere with other bounds must not keep a whole session from being saved, so the
// writer brings into bounds what the getters below would refuse.

/// For a document's JSON: what is not finite becomes the nearest number that is.
[[nodiscard]] double finite(double number);
/// The nearest number in bounds; the least for what is not a number.
[[nodiscard]] double bounded(double number, double least, double most);
/// The text as UTF-8 of at most that many bytes.
[[nodiscard]] std::string bounded(const std::string& text, std::size_t most = longestText);

// Every getter throws BadField where the value is missing, of another kind or out of bounds.
[[nodiscard]] std::int64_t integerIn(const nlohmann::json& value, std::int64_t least,
                                     std::int64_t most);
[[nodiscard]] double numberIn(const nlohmann::json& value, double least, double most);
[[nodiscard]] std::string textIn(const nlohmann::json& value, std::size_t most = longestText);
[[nodiscard]] bool flagIn(const nlohmann::json& value);
/// Checks that it is an array of at most (or, with `exactly`, of just) that many items.
const nlohmann::json& arrayIn(const nlohmann::json& value, std::size_t most);
const nlohmann::json& tupleIn(const nlohmann::json& value, std::size_t exactly);
/// The field of an object.
const nlohmann::json& fieldOf(const nlohmann::json& object, const char* name);

[[nodiscard]] inline int intIn(const nlohmann::json& value, int least, int most)
{
    return static_cast<int>(integerIn(value, least, most));
}
[[nodiscard]] inline Ticks ticksIn(const nlohmann::json& value)
{
    return {integerIn(value, -latestPlace, latestPlace)};
}

template<typename Read>
[[nodiscard]] auto listIn(const nlohmann::json& value, std::size_t most, const Read& read)
{
    std::vector<decltype(read(value))> list;
    for (const nlohmann::json& item : arrayIn(value, most))
        list.push_back(read(item));
    return list;
}

} // namespace woodshed
