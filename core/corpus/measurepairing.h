#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "corpus/notebookimport.h"
#include "score/chordprogression.h"

namespace woodshed
{

/// The measures that hold something, numbered from 1 without gaps.
[[nodiscard]] std::vector<NotebookMeasure> melodyMeasures(std::span<const NotebookElement> melody,
                                                          std::int64_t measureLength);

/// Gives measure k the chords of the k-th chord measure, the last chord measure left out (it is
/// deleted). False, and nothing changed, when the numbers of measures do not come out even.
[[nodiscard]] bool pairByRank(NotebookMusic& music);

/// How far a chord reaches when measures pair by number.
enum class ChordCarrying {
    IntoEmptyMeasures, ///< a comping track: where a measure has chords, the first counts for the
                       ///< notes before it too
    UntilTheNextChord, ///< chord symbols: each holds until the next
};

/// Gives every measure the chords that start in it, and what is carried into it.
void pairByNumber(NotebookMusic& music, ChordCarrying carrying);

/// Chord symbols as elements on the grid of twelfths.
[[nodiscard]] std::vector<NotebookElement> chordElements(const ChordProgression& progression);

} // namespace woodshed
