#pragma once

#include <vector>

#include "score/leadsheet.h"
#include "score/note.h"
#include "score/performance.h"

namespace woodshed
{

/// A solo with a piano that holds the chords: struck at every change and again at every bar line.
/// `tune.chords` spans the whole solo. Velocities stay under the solo's.
[[nodiscard]] Performance accompanied(const LeadSheet& tune, std::vector<Note> solo);

/// The solo alone; tempo, metre and chord symbols stay.
[[nodiscard]] Performance unaccompanied(const LeadSheet& tune, std::vector<Note> solo);

} // namespace woodshed
