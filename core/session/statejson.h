#pragma once

#include <nlohmann/json.hpp>

#include "session/session.h"

namespace woodshed
{

// Parts of a session as the JSON of a document (FORMAT.md), and back. Reading throws BadField.
// Indices of other rows are read as they stand; decodeSession() checks that they point somewhere.

[[nodiscard]] nlohmann::json toJson(const SessionCorpus& corpus);
[[nodiscard]] SessionCorpus corpusFrom(const nlohmann::json& json);

[[nodiscard]] nlohmann::json toJson(const SessionTake& take);
[[nodiscard]] SessionTake sessionTakeFrom(const nlohmann::json& json);

/// Without the checkpoint, which is a block of bytes.
[[nodiscard]] nlohmann::json toJson(const SessionTraining& training);
[[nodiscard]] SessionTraining trainingFrom(const nlohmann::json& json);

[[nodiscard]] nlohmann::json toJson(const SessionMaking& making);
[[nodiscard]] SessionMaking makingFrom(const nlohmann::json& json);

[[nodiscard]] nlohmann::json toJson(const SessionBand& band);
[[nodiscard]] SessionBand bandFrom(const nlohmann::json& json);

/// A number of a row that may be none (-1).
[[nodiscard]] int indexIn(const nlohmann::json& value);

} // namespace woodshed
