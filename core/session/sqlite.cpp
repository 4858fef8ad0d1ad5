#include "session/sqlite.h"

namespace woodshed::sqlite
{

std::string createStatement(std::string_view name)
{
    return "CREATE TABLE " + std::string(name) +
           "(id INTEGER PRIMARY KEY, content TEXT NOT NULL, data BLOB, md5 TEXT NOT NULL)";
}

std::string createContents()
{
    return "CREATE TABLE " + std::string(contents) +
           "(name TEXT PRIMARY KEY, rows INTEGER NOT NULL, md5 TEXT NOT NULL) WITHOUT ROWID";
}

std::string digestOf(std::string_view table, std::int64_t id, std::string_view content,
                     std::span<const std::uint8_t> data)
{
    const std::string head =
        std::string(table) + '/' + std::to_string(id) + '/' + std::to_string(content.size()) + '/';
    Bytes all;
    all.reserve(head.size() + content.size() + data.size());
    all.insert(all.end(), head.begin(), head.end());
    all.insert(all.end(), content.begin(), content.end());
    all.insert(all.end(), data.begin(), data.end());
    return md5Hex(all);
}

std::string digestOf(std::string_view rowDigests)
{
    return md5Hex({reinterpret_cast<const std::uint8_t*>(rowDigests.data()), rowDigests.size()});
}

Unexpected failed(sqlite3* database)
{
    return fail(ErrorCode::Internal, std::string("SQLite refused to work: ") +
                                         (database != nullptr ? sqlite3_errmsg(database) : "none"));
}

Result<Database> openInMemory()
{
    sqlite3* opened = nullptr;
    const int status =
        sqlite3_open_v2(":memory:", &opened,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(opened);
    if (status != SQLITE_OK)
        return failed(opened);
    return database;
}

Statement prepare(sqlite3* database, const std::string& sql)
{
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database, sql.c_str(), static_cast<int>(sql.size()), &statement, nullptr);
    return Statement(statement);
}

} // namespace woodshed::sqlite
