#pragma once

#include <optional>
#include <vector>

#include "arrange/feel.h"
#include "score/leadsheet.h"
#include "score/note.h"

namespace woodshed
{

/// How a band comes to an end: on one chord, together, held to the end.
struct Ending {
    Ticks landing;     ///< where it is struck
    Ticks length;      ///< of the music with it
    PlacedChord chord; ///< from the landing to the end
};

/// A form that comes home ends there: on its last chord, in its last bar. One that turns around to
/// its beginning gets a bar more, with the chord it was heading for. Nothing for a tune without a
/// chord that sounds. `tune.chords` spans the whole performance.
[[nodiscard]] std::optional<Ending> endingOf(const LeadSheet& tune);

/// Cuts a part off at the landing: nothing rings into it or begins after it, nor less than half a
/// beat before it what would have rung on.
void stopAt(std::vector<Note>& notes, Ticks landing);

/// The last chord as a pianist lays it out, and the bass below it.
[[nodiscard]] std::vector<Note> finalPiano(const Ending& ending, Feel feel);
[[nodiscard]] std::vector<Note> finalBass(const Ending& ending, Feel feel);

} // namespace woodshed
