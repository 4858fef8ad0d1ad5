#pragma once

// What writing and reading of a document's database have in common; for this room only.

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "session/database.h"

namespace woodshed::sqlite
{

/// How many rows each table has, and a digest over them: what is missing is missed, and so is what
/// was written at another time.
inline constexpr std::string_view contents = "contents";

struct Closer {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    void operator()(unsigned char* bytes) const { sqlite3_free(bytes); }
};
using Database = std::unique_ptr<sqlite3, Closer>;
using Statement = std::unique_ptr<sqlite3_stmt, Closer>;

[[nodiscard]] Result<Database> openInMemory();
/// Null where SQLite does not understand or does not want to.
[[nodiscard]] Statement prepare(sqlite3* database, const std::string& sql);
[[nodiscard]] Unexpected failed(sqlite3* database);

// The statements as they stand in a document's schema.
[[nodiscard]] std::string createStatement(std::string_view table);
[[nodiscard]] std::string createContents();

/// Over everything in a row and its place, so that a row that has strayed is known too.
[[nodiscard]] std::string digestOf(std::string_view table, std::int64_t id,
                                   std::string_view content, std::span<const std::uint8_t> data);
/// Of a table, from those of its rows in order.
[[nodiscard]] std::string digestOf(std::string_view rowDigests);

} // namespace woodshed::sqlite
