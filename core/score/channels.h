#pragma once

#include <span>
#include <vector>

#include "score/note.h"

namespace woodshed
{

/// MIDI's channel of the drums, where programs are kits.
inline constexpr int drumChannel = 9;

/// The MIDI channel that each part plays on. Program, volume and pan hold for a whole channel: a
/// part that would share one with a part that has others gets a free channel, as long as there are
/// some. Parts with notes choose first. The drum channel is left to all who name it; channels
/// outside 0-15 stay as they are.
[[nodiscard]] std::vector<int> assignChannels(std::span<const Part> parts);

} // namespace woodshed
