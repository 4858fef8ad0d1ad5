#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "score/leadsheet.h"

namespace woodshed
{

/// How a band plays: which patterns it draws on and how it divides the beat.
enum class Feel { Swing, UpTempo, Ballad, Waltz, Bossa, Shuffle };

/// All of them, in the order above.
[[nodiscard]] std::span<const Feel> allFeels();

/// "swing", "up", "ballad", "waltz", "bossa", "shuffle": the words of the command line and of
/// files.
[[nodiscard]] std::string_view feelName(Feel feel);

/// From those words and their common relatives ("medium swing", "bossa nova", "blues shuffle"), in
/// any case.
[[nodiscard]] std::optional<Feel> feelNamed(std::string_view text);

/// What a tune asks for: its own word; else a waltz in 3/4, a ballad below 90 and up-tempo above
/// 220 quarters a minute, and swing between.
[[nodiscard]] Feel feelOf(const LeadSheet& tune);

/// The tune in the metre and at a tempo that the feel can bear: a waltz is in 3/4, a bossa nova or
/// a shuffle in 4/4, a ballad is slow and up-tempo is fast; the tempo moves no further than it
/// must. Bars stay bars; chords keep their share of the bar, moved to the nearest beat. The other
/// feels take any metre. Sets `feel`.
[[nodiscard]] LeadSheet inFeel(LeadSheet tune, Feel feel);

} // namespace woodshed
