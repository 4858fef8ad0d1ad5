#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace woodshed
{

/// What a K: field says.
struct AbcKey {
    std::array<int, 7> accidentals{}; ///< semitones for the letters A-G
    std::string name = "C"; ///< "Bb", "Cm": modes are folded into major or minor by their third
};

/// Reads "Bb", "C minor", "Ddor", "F#m", "none"; ignores clefs and the like after it. Nothing where
/// it is no key.
[[nodiscard]] std::optional<AbcKey> parseAbcKey(std::string_view text);

} // namespace woodshed
