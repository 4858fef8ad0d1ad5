#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace woodshed
{

/// Finds a tempo in the user's taps. The clock is the caller's.
class TapTempo
{
public:
    /// One tap, with its time in milliseconds. Returns quarter notes a minute from the second tap
    /// on, within the player's limits; after a pause it begins anew.
    std::optional<double> tap(std::int64_t milliseconds);

private:
    std::vector<std::int64_t> m_taps;
};

} // namespace woodshed
