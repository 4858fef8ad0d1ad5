#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/result.h"

namespace woodshed
{

/// Parses JSON at most three levels deep in which no object says the same key twice. `what` names
/// the text in the sentence of a refusal.
[[nodiscard]] Result<nlohmann::json> parseStrictly(std::string_view text, const std::string& what);

/// A list of at most `most` numbers that are whole and not negative.
[[nodiscard]] std::optional<std::vector<std::size_t>> wholeNumbersOf(const nlohmann::json& array,
                                                                     std::size_t most);

} // namespace woodshed
