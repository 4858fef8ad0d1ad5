#pragma once

#include <stop_token>

#include "generation/generator.h"

namespace woodshed
{

/// The classic's generate_music over a tune, to the last quirk: the argmax from zeros gives the
/// same 50 values in every bar, bars overlap, notes sit at their own end, approach and outside
/// notes become chord tones, durations are rounded by chance. Temperature and top-p have no part in
/// it. Arguments are checked by generate().
[[nodiscard]] Result<Take> generateFaithful(const Model& model, const LeadSheet& tune,
                                            const GenerationOptions& options,
                                            const std::stop_token& stop);

} // namespace woodshed
