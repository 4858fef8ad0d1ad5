#pragma once

#include <nlohmann/json.hpp>

#include "corpus/line.h"
#include "generation/originality.h"
#include "generation/take.h"
#include "score/leadsheet.h"

namespace woodshed
{

// Music as the JSON of a document (FORMAT.md), and back. Reading throws BadField.

[[nodiscard]] nlohmann::json toJson(const LeadSheet& tune);
[[nodiscard]] LeadSheet tuneFrom(const nlohmann::json& json);

[[nodiscard]] nlohmann::json toJson(const Take& take);
[[nodiscard]] Take takeFrom(const nlohmann::json& json);

[[nodiscard]] nlohmann::json toJson(const Line& line);
[[nodiscard]] Line lineFrom(const nlohmann::json& json);

[[nodiscard]] nlohmann::json toJson(const OriginalityReport& report);
[[nodiscard]] OriginalityReport originalityFrom(const nlohmann::json& json);

} // namespace woodshed
