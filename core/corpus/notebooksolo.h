#pragma once

#include <vector>

#include "corpus/notebookimport.h"
#include "score/chordprogression.h"
#include "score/solo.h"
#include "support/result.h"

namespace woodshed
{

/// A written solo in the same form: bars of its metre, times on the grid of twelfths, gaps filled
/// with rests that end at bar lines; a note tied over a bar line stays in the bar where it starts.
[[nodiscard]] Result<NotebookMusic> readNotebook(const Solo& solo);

/// The chords of a measure as the notebook's generation takes them: starts from the measure's
/// beginning (offset mod 4 quarters), pitches in stored order, named for people. A chord carried in
/// from an earlier measure stands at 0.
[[nodiscard]] std::vector<PlacedChord> measureChords(const NotebookMusic& music,
                                                     const NotebookMeasure& measure);

/// The excerpt for listening: its single notes over its chords, from the beginning of its first
/// measure.
[[nodiscard]] Solo notebookSolo(const NotebookMusic& music);

} // namespace woodshed
