#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "session/session.h"
#include "support/files.h"
#include "support/result.h"

namespace woodshed
{

/// The suffix of documents, with its dot.
inline constexpr std::string_view documentSuffix = ".woodshed";

/// The state of a file, by which it is known whether somebody else has written it since.
struct FileStamp {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    std::int64_t modified = 0; ///< nanoseconds since 1970
    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};
/// Nothing where there is no such file.
[[nodiscard]] std::optional<FileStamp> stampOf(const std::filesystem::path& path);

/// What a copy of unsaved work is a copy of.
struct DocumentOrigin {
    std::string path;                    ///< of the document; empty where there never was one
    std::optional<FileStamp> stamp = {}; ///< of the version that the work went on from
    friend bool operator==(const DocumentOrigin&, const DocumentOrigin&) = default;
};

struct OpenedSession {
    Session session;
    DocumentOrigin origin;             ///< only in copies that autosave makes
    std::vector<std::string> warnings; ///< what is damaged and left out, as sentences
};

/// The session as the bytes of a document: same session, same bytes. Fails where it is too large.
[[nodiscard]] Result<Bytes> encodeSession(const Session& session,
                                          const DocumentOrigin& origin = {});

/// Reads what is whole; see readDatabase(). Every number, text, list and block is bounded and
/// checked; what breaks the rules is left out with a warning.
[[nodiscard]] Result<OpenedSession> decodeSession(Bytes bytes);

struct SavedDocument {
    FileStamp stamp;
    std::string remark; ///< what the user should know, as a sentence; mostly empty
};

/// Encodes, decodes again to see what would be lost (the remark tells it), and writes as
/// writeFile() does: the old file stays until the new one is whole, on disk and read back. Blocks;
/// any thread.
[[nodiscard]] Result<SavedDocument> saveSession(const std::filesystem::path& path,
                                                const Session& session,
                                                const DocumentOrigin& origin = {});

/// Blocks; any thread.
[[nodiscard]] Result<OpenedSession> openSession(const std::filesystem::path& path);

} // namespace woodshed
