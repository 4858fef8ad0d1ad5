#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "score/solo.h"
#include "support/result.h"

namespace woodshed
{

/// What was read, and one sentence for everything left out or out of the rules.
struct AbcReading {
    Solo solo;
    std::vector<std::string> warnings;
};

/// The first tune of an ABC file (abcnotation.com, standard 2.1) as a melody with chord symbols.
///
/// Read: T C M L Q K R, notes, accidentals, octaves, lengths, rests, ties, tuplets, broken rhythm,
/// bar lines, repeats with numbered endings, inline fields, chord symbols in quotes. Skipped:
/// decorations, slurs, annotations, lyrics. Reduced, with a warning: grace notes (dropped), chords
/// (their top note), further voices and tunes (dropped). A first bar that is too short starts late
/// in its bar, so that tick 0 is always the beginning of a bar.
///
/// The directives `%%woodshed-form N` (one chorus is N bars long) and `%%woodshed-voice WORD` (the
/// kind of player) are ours; other programs skip them.
/// Errors say line and column. Takes at most 1 MiB and 4096 bars.
[[nodiscard]] Result<AbcReading> readAbc(std::string_view text);

/// The tune of a solo reduced to the chords of its first chorus (a pick-up bar before it is left
/// out).
[[nodiscard]] LeadSheet oneChorus(const Solo& solo);

} // namespace woodshed
