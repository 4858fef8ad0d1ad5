#pragma once

#include <stop_token>
#include <string_view>

#include "generation/generator.h"

namespace woodshed
{

inline constexpr std::string_view woodshedProfile = "woodshed";

/// Improvises with a model of the Woodshed profile. The network keeps its state over bars and
/// choruses and is asked for how long each note is held, for the rests, and for the move to the
/// next pitch over the chord that will sound there. Whose character the solo has is drawn from the
/// corpus's own. What is drawn stands, but for a few rules: range, leaps over an octave and a half,
/// runs copied from the corpus, loops, and the end; Take::ruledNotes counts them. Arguments are
/// checked by generate().
[[nodiscard]] Result<Take> generateLine(const Model& model, const LeadSheet& tune,
                                        const GenerationOptions& options,
                                        const std::stop_token& stop);

/// See regenerate().
[[nodiscard]] Result<Take> regenerateLine(const Model& model, const Take& take, BarRange bars,
                                          const GenerationOptions& options,
                                          const std::stop_token& stop);

} // namespace woodshed
