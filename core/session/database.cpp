#include "session/database.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include <sqlite3.h>

namespace woodshed
{

namespace
{

constexpr std::array<std::string_view, documentTables> names{"settings", "tune", "corpus",
                                                             "model",    "take", "training"};
/// How many rows each table has: what is missing is missed.
constexpr std::string_view contents = "contents";
constexpr std::string_view magic{"SQLite format 3", 16}; // its zero included
constexpr std::size_t headerSize = 100;
constexpr std::size_t pagesAt = 28; // offsets in the header, of big-endian numbers
constexpr std::size_t versionAt = 60;
constexpr std::size_t applicationAt = 68;
constexpr int mostSteps = 50'000'000; // of SQLite's machine for one statement; then it goes astray

struct Closer {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    void operator()(unsigned char* bytes) const { sqlite3_free(bytes); }
};
using Database = std::unique_ptr<sqlite3, Closer>;
using Statement = std::unique_ptr<sqlite3_stmt, Closer>;

std::string createStatement(std::string_view name)
{
    return "CREATE TABLE " + std::string(name) +
           "(id INTEGER PRIMARY KEY, content TEXT NOT NULL, data BLOB, md5 TEXT NOT NULL)";
}

std::string createContents()
{
    return "CREATE TABLE " + std::string(contents) +
           "(name TEXT PRIMARY KEY, rows INTEGER NOT NULL) WITHOUT ROWID";
}

/// Over everything in a row and its place, so that a row that has strayed is known too.
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

Unexpected sqliteFailed(sqlite3* database)
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
        return sqliteFailed(opened);
    return database;
}

Statement prepare(sqlite3* database, const std::string& sql)
{
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database, sql.c_str(), static_cast<int>(sql.size()), &statement, nullptr);
    return Statement(statement);
}

bool execute(sqlite3* database, const std::string& sql)
{
    return sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

std::string textOf(sqlite3_stmt* statement, int column)
{
    const auto* text = sqlite3_column_text(statement, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    return text == nullptr ? std::string() : std::string(text, text + size);
}

std::uint32_t bigEndian(std::span<const std::uint8_t> bytes, std::size_t at)
{
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i)
        number = number << 8U | bytes[at + i];
    return number;
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
        return sqliteFailed(database);
    const Statement insert =
        prepare(database, "INSERT INTO " + std::string(name) + " VALUES(?,?,?,?)");
    for (const DocumentRow& row : rows) {
        const std::string digest = digestOf(name, row.id, row.content, row.data);
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
            return sqliteFailed(database);
        sqlite3_reset(insert.get());
    }
    return {};
}

Result<void> writeAll(sqlite3* database, const DocumentRows& rows)
{
    std::string head = "PRAGMA page_size=4096; PRAGMA encoding='UTF-8';"
                       "PRAGMA application_id=" +
                       std::to_string(documentApplicationId) +
                       "; PRAGMA user_version=" + std::to_string(documentVersion) + "; BEGIN; " +
                       createContents() + ';';
    for (std::size_t i = 0; i < documentTables; ++i)
        head += "INSERT INTO " + std::string(contents) + " VALUES('" + std::string(names.at(i)) +
                "'," + std::to_string(rows.tables.at(i).size()) + ");";
    if (!execute(database, head))
        return sqliteFailed(database);
    for (std::size_t i = 0; i < documentTables; ++i)
        if (auto written = writeTable(database, names.at(i), rows.tables.at(i)); !written)
            return written;
    if (!execute(database, "COMMIT"))
        return sqliteFailed(database);
    return {};
}

int stopAstray(void* /*unused*/)
{
    return 1;
}

/// A reading in progress.
class Reader
{
public:
    explicit Reader(Bytes bytes)
        : m_bytes(std::move(bytes))
    {
    }

    Result<DocumentReading> read()
    {
        if (auto known = checkHeader(); !known)
            return forward(known);
        mendLength();
        if (auto opened = open(); !opened)
            return forward(opened);
        if (auto checked = checkSchema(); !checked)
            return forward(checked);
        m_isSound = quickCheck();
        std::size_t whole = 0;
        for (std::size_t i = 0; i < documentTables; ++i) {
            readTable(static_cast<DocumentTable>(i));
            whole += m_reading.rows.tables.at(i).size();
        }
        if (whole == 0)
            return fail(ErrorCode::Malformed, "is damaged, and nothing in it could be read");
        if (!m_isSound && m_reading.warnings.empty())
            m_reading.warnings.emplace_back("The file is damaged, but everything in it could be "
                                            "read; save it under another name");
        return std::move(m_reading);
    }

private:
    Result<void> checkHeader() const
    {
        if (!isDatabase(m_bytes))
            return fail(ErrorCode::Malformed, "is not a Woodshed document");
        if (m_bytes.size() < headerSize ||
            bigEndian(m_bytes, applicationAt) != documentApplicationId)
            return fail(ErrorCode::Malformed, "is an SQLite file, but not a Woodshed document");
        const std::uint32_t version = bigEndian(m_bytes, versionAt);
        if (version > documentVersion)
            return fail(ErrorCode::Unsupported,
                        "was written by a newer Woodshed (format " + std::to_string(version) +
                            ", this program knows up to " + std::to_string(documentVersion) +
                            "); please update Woodshed to open it");
        if (version == 0)
            return fail(ErrorCode::Malformed, "is damaged: it has no format number");
        return {};
    }

    /// SQLite reads nothing of a file that is cut short; what is there is there.
    void mendLength()
    {
        const std::size_t claimed = std::size_t{m_bytes[16]} << 8U | m_bytes[17];
        const std::size_t pageSize = claimed == 1 ? 65536 : claimed;
        if (pageSize < 512 || (pageSize & (pageSize - 1)) != 0)
            return; // SQLite will say so
        const std::size_t pages = m_bytes.size() / pageSize;
        if (pages >= bigEndian(m_bytes, pagesAt) && m_bytes.size() % pageSize == 0)
            return;
        m_reading.warnings.emplace_back("The file has not the length it should have; it may have "
                                        "been cut short");
        m_bytes.resize(std::max(pages * pageSize, std::min(m_bytes.size(), pageSize)));
        for (std::size_t i = 0; i < 4; ++i)
            m_bytes[pagesAt + i] = static_cast<std::uint8_t>(pages >> (8 * (3 - i)));
    }

    Result<void> open()
    {
        auto opened = openInMemory();
        if (!opened)
            return forward(opened);
        m_database = std::move(*opened);
        sqlite3* database = m_database.get();
        const int status = sqlite3_deserialize(
            database, "main", m_bytes.data(), static_cast<sqlite3_int64>(m_bytes.size()),
            static_cast<sqlite3_int64>(m_bytes.size()), SQLITE_DESERIALIZE_READONLY);
        if (status != SQLITE_OK)
            return sqliteFailed(database);
        sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
        sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
        sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
        sqlite3_limit(database, SQLITE_LIMIT_LENGTH,
                      static_cast<int>(largestData + largestContent));
        sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
        sqlite3_progress_handler(database, mostSteps, stopAstray, nullptr);
        execute(database, "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                          "PRAGMA mmap_size=0; PRAGMA cache_size=-8192; PRAGMA query_only=ON");
        return {};
    }

    Result<void> checkSchema()
    {
        std::vector<std::string> expected{createContents()};
        for (const std::string_view name : names)
            expected.push_back(createStatement(name));
        std::vector<std::string> found;
        const Statement schema =
            prepare(m_database.get(), "SELECT type, sql FROM sqlite_schema LIMIT 100");
        int status = SQLITE_ERROR;
        while (schema && (status = sqlite3_step(schema.get())) == SQLITE_ROW) {
            if (textOf(schema.get(), 0) != "table")
                return fail(ErrorCode::Malformed, "is not a Woodshed document: it holds a " +
                                                      textOf(schema.get(), 0).substr(0, 20) +
                                                      ", and documents hold tables only");
            found.push_back(textOf(schema.get(), 1));
        }
        if (status != SQLITE_DONE)
            return fail(ErrorCode::Malformed, std::string("is damaged and cannot be read: ") +
                                                  sqlite3_errmsg(m_database.get()));
        std::sort(expected.begin(), expected.end());
        std::sort(found.begin(), found.end());
        if (found != expected)
            return fail(ErrorCode::Malformed,
                        "is damaged or not a Woodshed document: its tables are not those of one");
        return {};
    }

    bool quickCheck()
    {
        const Statement check = prepare(m_database.get(), "PRAGMA quick_check(1)");
        return check && sqlite3_step(check.get()) == SQLITE_ROW && textOf(check.get(), 0) == "ok";
    }

    /// How many rows a table should have; nothing where that cannot be told.
    std::optional<std::size_t> expectedRows(std::string_view name)
    {
        const Statement count = prepare(m_database.get(), "SELECT rows FROM contents WHERE name=?");
        if (!count)
            return std::nullopt;
        sqlite3_bind_text(count.get(), 1, name.data(), static_cast<int>(name.size()),
                          SQLITE_STATIC);
        if (sqlite3_step(count.get()) != SQLITE_ROW ||
            sqlite3_column_type(count.get(), 0) != SQLITE_INTEGER)
            return std::nullopt;
        const sqlite3_int64 rows = sqlite3_column_int64(count.get(), 0);
        if (rows < 0 || rows > static_cast<sqlite3_int64>(mostRows))
            return std::nullopt;
        return static_cast<std::size_t>(rows);
    }

    std::size_t highestId(std::string_view name)
    {
        const Statement highest =
            prepare(m_database.get(), "SELECT max(id) FROM " + std::string(name));
        if (!highest || sqlite3_step(highest.get()) != SQLITE_ROW)
            return 0;
        return static_cast<std::size_t>(std::clamp<sqlite3_int64>(
            sqlite3_column_int64(highest.get(), 0), 0, static_cast<sqlite3_int64>(mostRows)));
    }

    /// Row by row, so that a damaged page costs no more than the rows on it.
    void readTable(DocumentTable table)
    {
        const std::string_view name = tableName(table);
        const auto expected = expectedRows(name);
        const std::size_t highest = highestId(name);
        const std::size_t count = std::max(expected.value_or(0), highest);
        const Statement select = prepare(m_database.get(), "SELECT content, data, md5 FROM " +
                                                               std::string(name) + " WHERE id=?");
        std::size_t lost = 0;
        for (std::size_t id = 1; id <= count; ++id) {
            auto row =
                select ? readRow(select.get(), name, static_cast<std::int64_t>(id)) : std::nullopt;
            if (row)
                m_reading.rows.of(table).push_back(std::move(*row));
            else
                ++lost;
        }
        if (!expected || *expected < highest)
            m_reading.warnings.push_back(
                "The list of contents is damaged; there may be more in \"" + std::string(name) +
                "\" than could be found");
        if (lost > 0)
            m_reading.warnings.push_back(std::to_string(lost) + " of " + std::to_string(count) +
                                         " in \"" + std::string(name) +
                                         "\" are damaged and left out");
    }

    static std::optional<DocumentRow> readRow(sqlite3_stmt* select, std::string_view name,
                                              std::int64_t id)
    {
        sqlite3_reset(select);
        sqlite3_bind_int64(select, 1, id);
        if (sqlite3_step(select) != SQLITE_ROW || sqlite3_column_type(select, 0) != SQLITE_TEXT ||
            sqlite3_column_type(select, 2) != SQLITE_TEXT)
            return std::nullopt;
        const int data = sqlite3_column_type(select, 1);
        if (data != SQLITE_BLOB && data != SQLITE_NULL)
            return std::nullopt;
        if (static_cast<std::size_t>(sqlite3_column_bytes(select, 0)) > largestContent ||
            static_cast<std::size_t>(sqlite3_column_bytes(select, 1)) > largestData)
            return std::nullopt;
        DocumentRow row{id, textOf(select, 0), {}};
        if (const auto* blob = static_cast<const std::uint8_t*>(sqlite3_column_blob(select, 1)))
            row.data.assign(blob, blob + sqlite3_column_bytes(select, 1));
        if (textOf(select, 2) != digestOf(name, id, row.content, row.data))
            return std::nullopt;
        return row;
    }

    Bytes m_bytes;
    Database m_database; ///< reads m_bytes, so it goes first
    DocumentReading m_reading;
    bool m_isSound = false;
};

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
        return sqliteFailed(database->get());
    if (static_cast<std::size_t>(size) > largestDocument)
        return fail(ErrorCode::TooLarge,
                    "the session is too large for a document: " + std::to_string(size >> 20U) +
                        " MiB, the limit is " + std::to_string(largestDocument >> 20U) +
                        " MiB; empty the bin or begin a new session");
    return Bytes(image.get(), image.get() + size);
}

Result<DocumentReading> readDatabase(Bytes bytes)
{
    return Reader(std::move(bytes)).read();
}

} // namespace woodshed
