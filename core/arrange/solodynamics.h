#pragma once

#include <vector>

#include "score/note.h"
#include "support/random.h"

namespace woodshed
{

/// Gives a written solo the loudness of a player: accents at the tops of lines, before leaps and at
/// the ends of phrases, off-beats over downbeats, ghosted low notes in running lines, and a swell
/// with the contour. `share` 0 leaves all as it is, 1 is the full range, about 30 either way.
/// `notes` sorted by start.
void shapeLoudness(std::vector<Note>& notes, double share, Random& random);

} // namespace woodshed
