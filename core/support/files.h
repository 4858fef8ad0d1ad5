#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace woodshed
{

using Bytes = std::vector<std::uint8_t>;

/// The largest file any importer takes.
inline constexpr std::size_t maximumFileSize = std::size_t{64} << 20U;

/// Whether the file's name ends in one of these suffixes (".mid"), in capitals or not.
[[nodiscard]] bool hasSuffix(const std::filesystem::path& path,
                             std::initializer_list<std::string_view> suffixes);

/// The whole of a regular file of at most `limit` bytes. Folders, devices and pipes are refused
/// before they are opened.
[[nodiscard]] Result<Bytes> readFile(const std::filesystem::path& path,
                                     std::size_t limit = maximumFileSize);

/// Writes beside the target, syncs, reads back, and renames over it: the old file stays whole until
/// the new one is. Every short write is an error. A target that exists and is not a regular file is
/// refused; a symbolic link stays, and what it points at is replaced; other hard links of the file
/// keep the old version.
[[nodiscard]] Result<void> writeFile(const std::filesystem::path& path,
                                     std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<void> writeFile(const std::filesystem::path& path, std::string_view text);

/// Where a file of this name would really be written (links followed), or why it cannot be: the
/// folder is missing or closed, or something stands there that is not a regular file. Ask before
/// long work; writing checks again.
[[nodiscard]] Result<std::filesystem::path> writableTarget(const std::filesystem::path& path);

/// The same care for files that a library writes itself: `write` gets a temporary path beside the
/// target; when it succeeds the file is synced and renamed, else removed.
[[nodiscard]] Result<void>
writeBeside(const std::filesystem::path& path,
            const std::function<Result<void>(const std::filesystem::path&)>& write);

/// Removes what processes that were killed while writing have left beside their targets, an hour
/// ago or more.
void removeStrays(const std::filesystem::path& folder);

/// MD5 as 32 lower-case hexadecimal digits; for recognising known files, not for security.
[[nodiscard]] std::string md5Hex(std::span<const std::uint8_t> bytes);

} // namespace woodshed
