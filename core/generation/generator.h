#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>

#include "generation/take.h"
#include "model/weights.h"
#include "score/leadsheet.h"
#include "support/result.h"

namespace woodshed
{

struct GenerationOptions {
    int choruses = 2; ///< 1..64
    std::uint64_t seed = 0;
    double temperature = 0.9; ///< 0 = always the most probable value; at most 5
    double topP = 1.0;        ///< nucleus in (0, 1]
    bool faithful =
        false; ///< the classic's generate_music with all its quirks, instead of the mended way
};

/// Improvises over a tune with an immutable model. Runs on any thread, blocking; asks `stop` at
/// every bar. Same model, tune and options: same take on every x86-64 machine. Fails when options
/// are out of range, the tune has no chords, or the vocabulary holds nothing that can sound.
[[nodiscard]] Result<Take> generate(const Model& model, const LeadSheet& tune,
                                    const GenerationOptions& options,
                                    const std::stop_token& stop = {});

} // namespace woodshed
