#pragma once

#include <vector>

#include "arrange/bassslots.h"
#include "support/random.h"

namespace woodshed
{

/// Places in a bar, in halves of a pulse from the bar line.
using BarPlaces = std::vector<int>;

[[nodiscard]] BarPlaces everyPulse(int pulses);

/// A bar in two: the groups of the bar, often with a pickup into the next.
[[nodiscard]] BarPlaces barInTwo(int pulses, Random& random);

/// A rhythm over a held bass note, with another number of notes than `notThisMany`.
[[nodiscard]] BarPlaces pedalBar(int pulses, std::size_t notThisMany, Random& random);

/// The places of a bossa nova bar: a dotted quarter and an eighth, twice over, and its variants.
[[nodiscard]] BarPlaces bossaBar(int pulses, Random& random);

/// The wishes of a bar in two: the fifth on the inner groups.
void wishInTwo(const Chart& chart, std::span<BassSlot> bar);

/// The wishes of a bossa nova bar: root and fifth, and the next root on the last off-beat.
void wishBossa(const Chart& chart, std::span<BassSlot> bar, Random& random);

/// The wishes of a shuffle: boogie lines (1 3 5 6 and back) wherever a chord lasts two bars.
void wishBoogie(const Chart& chart, std::span<BassSlot> slots, Random& random);

} // namespace woodshed
