#pragma once

#include <vector>

#include "arrange/chart.h"
#include "arrange/feel.h"
#include "score/note.h"
#include "support/random.h"

namespace woodshed
{

/// A bass player's part over the whole chart, one note at a time, E1 to G3, in written time
/// (eighths stand halfway through the beat; swing is applied afterwards). Walks in quarters in
/// swing, in two in a ballad and in the first chorus of a long swing performance; roots and fifths
/// in a bossa nova; boogie lines in a shuffle; stays on the bass note of slash chords; silent over
/// NC. Sorted by start; nothing rings over the chart. `tempo` in quarters a minute.
[[nodiscard]] std::vector<Note> bassLine(const Chart& chart, Feel feel, double tempo,
                                         Random& random);

} // namespace woodshed
