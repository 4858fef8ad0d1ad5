#pragma once

#include <cstdint>
#include <string>

#include "corpus/notebookimport.h"
#include "corpus/value.h"
#include "midi/midifile.h"
#include "score/solo.h"
#include "support/result.h"

namespace woodshed
{

/// The notebook's values of an excerpt: kind over the current chord (the last of the measure at or
/// before the note, else the measure's first), duration, and from the second note of a measure on
/// the interval from the note before, a minor third wider and narrower. Chords in the melody give
/// none; over no chord (or NC) every note is outside, X.
[[nodiscard]] ValueCorpus notebookValues(const NotebookMusic& music);

/// The same straight from a file or a written solo; the errors are those of readNotebook.
[[nodiscard]] Result<ValueCorpus> notebookValues(const MidiFile& file,
                                                 const NotebookSource& source);
[[nodiscard]] Result<ValueCorpus> notebookValues(const Solo& solo);

/// The notebook's way to write a duration: quarters with three decimals, "0.333".
[[nodiscard]] std::string durationText(std::int64_t twelfths);

} // namespace woodshed
