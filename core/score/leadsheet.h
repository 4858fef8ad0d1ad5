#pragma once

#include <string>

#include "score/chordprogression.h"

namespace woodshed
{

/// A tune: what stands on a lead sheet, without a melody.
struct LeadSheet {
    std::string title;
    double tempo = 130;    ///< quarter notes a minute
    std::string feel;      ///< "swing", "ballad", ... as written; empty where unknown
    std::string key = "C"; ///< "F", "Gm", ...
    int beatsPerBar = 4;
    int beatUnit = 4;
    ChordProgression chords; ///< one chorus

    [[nodiscard]] Ticks barLength() const
    {
        return {beatsPerBar * Ticks::perQuarter * 4 / beatUnit};
    }
    [[nodiscard]] int bars() const
    {
        return static_cast<int>((chords.length.count + barLength().count - 1) / barLength().count);
    }
};

} // namespace woodshed
