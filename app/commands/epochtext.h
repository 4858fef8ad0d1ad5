#pragma once

#include <string>
#include <vector>

#include "training/trainer.h"

namespace woodshed
{

/// 2.5 as "2.500", with three digits.
[[nodiscard]] std::string fixed(double value, int digits);

/// The log of a training: a row for each epoch, empty where a number is unknown.
[[nodiscard]] std::string csvOf(const std::vector<EpochReport>& history);

/// ", about 3 min left", once there is something to go by.
[[nodiscard]] std::string timeLeft(const EpochReport& report, int epochs);

} // namespace woodshed
