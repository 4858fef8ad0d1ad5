#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "support/result.h"

namespace woodshed
{

/// Where distributions and users keep soundfonts, the user's own folders first.
[[nodiscard]] std::vector<std::filesystem::path> soundFontFolders();

/// The fonts in these folders, best choice for a quick start first: General MIDI sets known by name
/// as .sf2, smallest first; then those as .sf3 (compressed: ten seconds to load instead of a
/// fraction of one); then whatever else is a soundfont. A file reachable by several names (Debian's
/// default-GM links) counts once.
[[nodiscard]] std::vector<std::filesystem::path>
findSoundFonts(std::span<const std::filesystem::path> folders);
[[nodiscard]] std::vector<std::filesystem::path> findSoundFonts();

/// Of these fonts, one that sounds clearly better than the one in use, or none. Meant for a worker:
/// good fonts are large, and compressed ones take many seconds to load.
[[nodiscard]] std::optional<std::filesystem::path>
betterSoundFont(std::span<const std::filesystem::path> fonts, const std::filesystem::path& inUse);

/// Whether this is a regular file that begins like a SoundFont 2 bank; the error says what it is
/// instead.
[[nodiscard]] Result<void> checkSoundFont(const std::filesystem::path& path);

/// What a user without any font is told.
[[nodiscard]] std::string noSoundFontAdvice();

} // namespace woodshed
