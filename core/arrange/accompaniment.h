#pragma once

#include <cstdint>
#include <vector>

#include "arrange/feel.h"
#include "score/leadsheet.h"
#include "score/note.h"
#include "score/performance.h"

namespace woodshed
{

/// How a solo and its band are played.
struct BandOptions {
    Feel feel = Feel::Swing;
    double swing = 1;       ///< 0 straight, 1 the tempo's own ratio, up to 2
    double humanise = 1;    ///< 0 as written, 1 as people play
    std::uint64_t seed = 0; ///< same seed, same band
    bool ending = true;     ///< whether the band ends the last chorus, or plays on to its last beat
};

/// A solo with its band: the parts "Solo", "Piano", "Bass" and "Drums". `solo` is written straight,
/// one note at a time or not; `tune.chords` spans all `choruses`. Where the form turns around to
/// its top, the ending is the tonic chord on the bar line behind it, which rings over the form.
/// What one player draws moves no other.
[[nodiscard]] Performance accompanied(const LeadSheet& tune, int choruses, std::vector<Note> solo,
                                      const BandOptions& options);

/// The solo alone, note for note as accompanied() has it; tempo, metre, chord symbols and choruses
/// stay.
[[nodiscard]] Performance unaccompanied(const LeadSheet& tune, int choruses, std::vector<Note> solo,
                                        const BandOptions& options);

} // namespace woodshed
