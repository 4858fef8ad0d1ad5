#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/result.h"

namespace woodshed
{

/// Time inside the ABC reader: exact for every tuplet up to 10 of every length down to 1/128.
struct AbcTime {
    static constexpr std::int64_t perQuarter = 201600;
    static constexpr std::int64_t perTick = perQuarter / 480;
};

/// A note or rest, or several notes reduced to the top one. Times in AbcTime from the beginning of
/// its bar.
struct AbcNote {
    std::int64_t start = 0;
    std::int64_t duration = 0;
    int pitch = -1; ///< -1 for a rest
    bool tied = false;
    std::vector<int> graces = {}; ///< pitches of the grace notes before it
};

/// A chord symbol as written, at its place.
struct AbcChord {
    std::int64_t start = 0;
    std::string text;
    int line = 0;
};

/// One written bar and what its bar lines say.
struct AbcBar {
    std::vector<AbcNote> notes;
    std::vector<AbcChord> chords;
    std::vector<int> endings; ///< the passes this ending is for; empty where it begins no ending
    std::int64_t length = 0;  ///< what its notes add up to
    std::int64_t full = 0;    ///< what the metre asks for
    int line = 0;
    bool opensRepeat = false;
    bool closesRepeat = false;
    bool closesSection = false; ///< by a double bar line
};

/// The order in which the bars are played, as indices. Fails past `limit` bars.
[[nodiscard]] Result<std::vector<std::size_t>> unfoldRepeats(const std::vector<AbcBar>& bars,
                                                             std::size_t limit);

} // namespace woodshed
