#pragma once

#include <cstring>
#include <string>

#include <sqlite3.h>

#include "support/files.h"

namespace woodshed::test
{

/// What becomes of an SQLite file, or of none, when these statements are run on it; what went wrong
/// is added to `error`.
inline Bytes changed(const Bytes& before, const std::string& sql, std::string& error)
{
    sqlite3* database = nullptr;
    sqlite3_open(":memory:", &database);
    if (!before.empty()) {
        auto* copy = static_cast<unsigned char*>(sqlite3_malloc64(before.size()));
        std::memcpy(copy, before.data(), before.size());
        const auto size = static_cast<sqlite3_int64>(before.size());
        sqlite3_deserialize(database, "main", copy, size, size,
                            SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    }
    char* message = nullptr;
    sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message);
    if (message != nullptr)
        error += message;
    sqlite3_free(message);
    sqlite3_int64 size = 0;
    unsigned char* image = sqlite3_serialize(database, "main", &size, 0);
    Bytes after;
    if (image != nullptr)
        after.assign(image, image + size);
    sqlite3_free(image);
    sqlite3_close(database);
    return after;
}

} // namespace woodshed::test
