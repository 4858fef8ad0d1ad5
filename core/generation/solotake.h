#pragma once

#include "generation/take.h"
#include "score/solo.h"

namespace woodshed
{

/// A written solo in the form of a take, so that it can be shown and played like one: every note
/// with its value and its kind over the chord that sounds, rests included.
[[nodiscard]] Take takeOf(const Solo& solo);

} // namespace woodshed
