#include "session/database.h"

#include <cstring>
#include <utility>

#include "session/sqlite.h"

namespace woodshed
{

namespace
{

using namespace sqlite;

constexpr std::array<std::string_view, documentTables> names{"settings", "tune", "corpus",
                                                             "model",    "take", "training"};
constexpr std::string_view magic{"SQLite format 3", 16}; // its zero included

bool execute(sqlite3* database, const std::string& sql)
{
    return sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

Result<void> checkBounds(std::string_view table, const std::vector<DocumentRow>& rows)
{
    if (rows.size() > mostRows)
        return fail(ErrorCode::TooLarge, "a document holds at most " + std::to_string(mostRows) +
                                             " of a kind, and there are " +
                                             std::to_string(rows.size()) + ": " +
                                             std::string(table));
    for (const DocumentRow& row : rows)
        if (row.content.size() > largestContent || row.data.size() > largestData)
            return fail(ErrorCode::TooLarge, "number " + std::to_string(row.id) +
                                                 " of its kind is too large to be kept "
                                                 "in a document: " +
                                                 std::string(table));
    return {};
}

Result<void> writeTable(sqlite3* database, std::string_view name,
                        const std::vector<DocumentRow>& rows)
{
    if (auto checked = checkBounds(name, rows); !checked)
        return checked;
    if (!execute(database, createStatement(name)))
        return failed(database);
    const Statement insert =
        prepare(database, "INSERT INTO " + std::string(name) + " VALUES(?,?,?,?)");
    std::string digests;
    for (const DocumentRow& row : rows) {
        const std::string digest = digestOf(name, row.id, row.content, row.data);
        digests += digest;
        sqlite3_bind_int64(insert.get(), 1, row.id);
        sqlite3_bind_text(insert.get(), 2, row.content.data(), static_cast<int>(row.content.size()),
                          SQLITE_STATIC);
        if (row.data.empty())
            sqlite3_bind_null(insert.get(), 3);
        else
            sqlite3_bind_blob(insert.get(), 3, row.data.data(), static_cast<int>(row.data.size()),
                              SQLITE_STATIC);
        sqlite3_bind_text(insert.get(), 4, digest.data(), static_cast<int>(digest.size()),
                          SQLITE_STATIC);
        if (sqlite3_step(insert.get()) != SQLITE_DONE)
            return failed(database);
        sqlite3_reset(insert.get());
    }
    if (!execute(database, "INSERT INTO " + std::string(contents) + " VALUES('" +
                               std::string(name) + "'," + std::to_string(rows.size()) + ",'" +
                               digestOf(digests) + "')"))
        return failed(database);
    return {};
}

Result<void> writeAll(sqlite3* database, const DocumentRows& rows)
{
    const std::string head = "PRAGMA page_size=4096; PRAGMA encoding='UTF-8';"
                             "PRAGMA application_id=" +
                             std::to_string(documentApplicationId) +
                             "; PRAGMA user_version=" + std::to_string(documentVersion) +
                             "; BEGIN; " + createContents() + ';';
    if (!execute(database, head))
        return failed(database);
    for (std::size_t i = 0; i < documentTables; ++i)
        if (auto written = writeTable(database, names.at(i), rows.tables.at(i)); !written)
            return written;
    if (!execute(database, "COMMIT"))
        return failed(database);
    return {};
}

} // namespace

std::string_view tableName(DocumentTable table)
{
    return names.at(static_cast<std::size_t>(table));
}

bool isDatabase(std::span<const std::uint8_t> bytes)
{
    return bytes.size() >= magic.size() &&
           std::memcmp(bytes.data(), magic.data(), magic.size()) == 0;
}

Result<Bytes> databaseOf(const DocumentRows& rows)
{
    auto database = openInMemory();
    if (!database)
        return forward(database);
    if (auto written = writeAll(database->get(), rows); !written)
        return forward(written);
    sqlite3_int64 size = 0;
    const std::unique_ptr<unsigned char, Closer> image(
        sqlite3_serialize(database->get(), "main", &size, 0));
    if (!image)
        return failed(database->get());
    if (static_cast<std::size_t>(size) > largestDocument)
        return fail(ErrorCode::TooLarge,
                    "the session is too large for a document: " + std::to_string(size >> 20U) +
                        " MiB, the limit is " + std::to_string(largestDocument >> 20U) +
                        " MiB; empty the bin or begin a new session");
    return Bytes(image.get(), image.get() + size);
}

} // namespace woodshed
