#pragma once

#include <string>

#include "score/leadsheet.h"
#include "support/result.h"

namespace woodshed
{

/// A tune by the id or title of a built-in one, or from a file: chord text, ABC, or MIDI with
/// chords. An empty name is the first built-in tune. `warnings` are said on stderr.
[[nodiscard]] Result<LeadSheet> findTune(const std::string& nameOrFile);

} // namespace woodshed
