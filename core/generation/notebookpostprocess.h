#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "corpus/value.h"
#include "generation/choices.h"
#include "score/chordprogression.h"
#include "support/result.h"
#include "support/ticks.h"
#include "theory/pitchname.h"

namespace woodshed
{

/// A note or rest that the classic post-processing made; times from the beginning of its measure.
struct NotebookNote {
    std::optional<SpelledPitch> pitch; ///< none for a rest
    Ticks offset;
    Ticks duration;
    std::size_t value = 0; ///< index of the value it was made of

    [[nodiscard]] bool isRest() const { return !pitch.has_value(); }
    friend bool operator==(const NotebookNote&, const NotebookNote&) = default;
};

/// The steps of the classic's generate_music, in its order and with all its quirks. Durations that
/// are pruned fall on sixteenths; notes sit at their own end; repeats are looked for in disjoint
/// pairs only.

/// Values from text; the first that cannot be read is the error.
[[nodiscard]] Result<std::vector<Value>> parseValues(std::span<const std::string> texts);

/// A and X become C, except in the first value.
void replaceApproachAndOutside(std::vector<Value>& values);

/// prune_grammar: every duration is cut to quarters of a quarter, and by chance gets one more.
void pruneGrammar(std::vector<Value>& values, Choices& choices);

/// unparse_grammar: notes over the chords of one measure (starts from its beginning), in the order
/// of their offsets. When a note comes before the first chord, that chord moves to the beginning
/// for good. A value with an interval but no note before it fails in the classic; here it counts as
/// if it had none. Chords without pitches (NC) are passed over, and without any chord all becomes
/// rests.
[[nodiscard]] std::vector<NotebookNote>
unparseGrammar(std::span<const Value> values, std::vector<PlacedChord>& chords, Choices& choices);

/// prune_notes: of the pairs 0-1, 2-3, ... the second goes when it repeats the first's name.
[[nodiscard]] std::vector<NotebookNote> pruneNotes(std::vector<NotebookNote> notes);

/// clean_up_notes: a note at the offset of the element before it goes, a duration of 0 becomes a
/// quarter of a quarter.
[[nodiscard]] std::vector<NotebookNote> cleanUpNotes(std::vector<NotebookNote> notes);

} // namespace woodshed
