#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "generation/take.h"
#include "model/weights.h"
#include "score/leadsheet.h"
#include "support/result.h"

namespace woodshed
{

class LineIndex;

/// What a user can ask of an improviser of the Woodshed profile, each from -1 to 1; 0 leaves it to
/// the network.
struct Dials {
    double density = 0; ///< fewer or more notes
    double range = 0;   ///< narrow or wide
    double risk = 0;    ///< inside the chords' scales or outside
    double harmony = 0; ///< towards the line's own contour, or towards the tones of the chords
    friend bool operator==(const Dials&, const Dials&) = default;
};

struct GenerationOptions {
    int choruses = 2; ///< 1..64
    std::uint64_t seed = 0;
    double temperature = 0.95; ///< 0 = always the most probable value; at most 5
    double topP = 1.0;         ///< nucleus in (0, 1]
    bool faithful =
        false; ///< the classic's generate_music with all its quirks, instead of the mended way

    // Woodshed profile only.
    Dials dials = {};
    std::string voice = {};        ///< of voiceNames(): a kind of player; empty: any
    std::vector<Note> primer = {}; ///< the solo begins with these notes, at their places
    /// The corpus, where longer runs than players share are not to be copied from it.
    std::shared_ptr<const LineIndex> corpus = nullptr;
};

/// first, first + 1, ... first + count - 1; counted from 0.
struct BarRange {
    int first = 0;
    int count = 0;
    friend bool operator==(const BarRange&, const BarRange&) = default;
};

/// Improvises over a tune with an immutable model. Runs on any thread, blocking; asks `stop` at
/// every bar. Same model, tune and options: same take on every x86-64 machine. Fails when options
/// are out of range, the tune has no chords, or the vocabulary holds nothing that can sound.
[[nodiscard]] Result<Take> generate(const Model& model, const LeadSheet& tune,
                                    const GenerationOptions& options,
                                    const std::stop_token& stop = {});

/// Improvises these bars of a take anew, with its own model of the Woodshed profile, and keeps the
/// rest: notes that begin outside them stay as they are to the last byte, and the new line joins
/// them by an octave at most. The bars must lie inside the take.
[[nodiscard]] Result<Take> regenerate(const Model& model, const Take& take, BarRange bars,
                                      const GenerationOptions& options,
                                      const std::stop_token& stop = {});

} // namespace woodshed
