#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "score/performance.h"
#include "support/result.h"

namespace woodshed
{

/// The places of the parts that a list like "piano,bass" names, rising, each once; names are
/// compared without regard to ASCII case, and may hold commas themselves. Where several parts bear
/// a name, all of them are meant. An unknown name or an empty list is InvalidArgument, with the
/// names there are.
[[nodiscard]] Result<std::vector<std::size_t>> partsNamed(std::string_view list,
                                                          std::span<const std::string> names);

[[nodiscard]] std::vector<std::string> partNames(const Performance& performance);

/// The performance with the parts at these places alone; form, tempo and chords stay.
[[nodiscard]] Performance withParts(Performance performance, std::span<const std::size_t> places);

/// Each part that has notes as a performance of its own, in order.
[[nodiscard]] std::vector<Performance> stemsOf(const Performance& performance);

/// Where the stems of parts of these names go that are made beside `path`: "Blues.wav" gives "Blues
/// - Solo.wav", "Blues - Piano.wav"... No two are the same, whatever the parts are called.
[[nodiscard]] std::vector<std::filesystem::path> stemPaths(const std::filesystem::path& path,
                                                           std::span<const std::string> names);
[[nodiscard]] std::vector<std::filesystem::path> stemPaths(const std::filesystem::path& path,
                                                           std::span<const Performance> stems);

} // namespace woodshed
