#pragma once

#include <string>
#include <vector>

#include "score/leadsheet.h"
#include "score/note.h"

namespace woodshed
{

/// A written or performed solo over its tune; `tune.chords` spans the whole solo (all its
/// choruses).
struct Solo {
    LeadSheet tune;
    std::vector<Note>
        melody; ///< sorted by start; one note at a time in our own book, not necessarily elsewhere
    int choruses = 1;
    std::string voice; ///< what kind of player it sounds like: "lyrical", "bebop", "blues",
                       ///< "modern"; empty where nobody said
};

} // namespace woodshed
