#pragma once

#include <stop_token>

#include "generation/generator.h"

namespace woodshed
{

/// The mended way to improvise with the notebook's values. The network keeps its state from bar to
/// bar; a bar is filled exactly, neither over its line nor into the next; values without an
/// interval, which the corpus has only at the start of a measure, are drawn only there; triplets
/// are completed on their beat; every pitch is looked up over the chord that sounds at its own
/// onset; nothing is rounded. Arguments are checked by generate().
[[nodiscard]] Result<Take> generateMended(const Model& model, const LeadSheet& tune,
                                          const GenerationOptions& options,
                                          const std::stop_token& stop);

} // namespace woodshed
