#pragma once

#include <span>
#include <vector>

#include "arrange/bassslots.h"
#include "score/note.h"
#include "support/random.h"

namespace woodshed
{

/// How a bass player touches the strings: shares of the places where a figure fits.
struct BassTouch {
    double skips = 0;      ///< a beat split in two, its second half a ghost or a drop
    double triplets = 0;   ///< a beat split in three as a pickup
    double legato = 0.9;   ///< share of its place that a note sounds
    bool backbeat = false; ///< leans on 2 and 4, else on the groups of the bar
    int velocity = 78;
};

/// The line as notes: with its small figures, lengths and accents. One pitch for each slot.
[[nodiscard]] std::vector<Note> playedBass(const Chart& chart, std::span<const BassSlot> slots,
                                           std::span<const int> pitches, const BassTouch& touch,
                                           Random& random);

} // namespace woodshed
