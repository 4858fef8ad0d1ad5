#pragma once

#include <span>
#include <string>

#include "generation/take.h"
#include "score/solo.h"

namespace woodshed
{

/// A written solo in the form of a take, so that it can be shown and played like one: every note
/// with its value and its kind over the chord that sounds, rests included.
[[nodiscard]] Take takeOf(const Solo& solo);

/// The same with values that were made before, one for each note in order and rests between them:
/// those of an excerpt read by the notebook's rules, which knows no rests.
[[nodiscard]] Take takeOf(const Solo& solo, std::span<const std::string> tokens);

} // namespace woodshed
