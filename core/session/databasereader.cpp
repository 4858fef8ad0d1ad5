#include <algorithm>
#include <optional>
#include <utility>

#include "session/database.h"
#include "session/sqlite.h"

namespace woodshed
{

namespace
{

using namespace sqlite;

constexpr std::size_t headerSize = 100;
constexpr std::size_t journalAt = 18; // offsets in the header: of two bytes,
constexpr std::size_t pagesAt = 28;   // and of big-endian numbers
constexpr std::size_t versionAt = 60;
constexpr std::size_t applicationAt = 68;
constexpr int digestLength = 32;
constexpr std::size_t leastRowCost = 512; // of one that is damaged, in bytes
constexpr int longestStatement = 4096;    // of the SQL in a schema; ours has a hundred bytes
constexpr int mostSteps = 50'000'000; // of SQLite's machine for one statement; then it goes astray

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

int stopAstray(void* /*unused*/)
{
    return 1;
}

/// A line of the list of contents.
struct Expected {
    std::size_t rows = 0;
    std::string digest;
};

/// A reading in progress.
class Reader
{
public:
    explicit Reader(Bytes bytes)
        : m_bytes(std::move(bytes))
        , m_budget(m_bytes.size() + largestContent)
    {
    }

    Result<DocumentReading> read()
    {
        if (auto known = checkHeader(); !known)
            return forward(known);
        mendJournal();
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

    /// A file may have been set to keep its changes in a log beside it, which is not ours to read.
    void mendJournal()
    {
        if (m_bytes[journalAt] == 1 && m_bytes[journalAt + 1] == 1)
            return;
        m_bytes[journalAt] = m_bytes[journalAt + 1] = 1;
        m_reading.warnings.emplace_back("The file is set to keep changes in a log beside it; what "
                                        "is only there is not read");
    }

    /// SQLite reads nothing of a file that is cut short; what is there is there.
    void mendLength()
    {
        const std::size_t claimed = std::size_t{m_bytes[16]} << 8U | m_bytes[17];
        const std::size_t pageSize = claimed == 1 ? 65536 : claimed;
        if (pageSize < 512 || (pageSize & (pageSize - 1)) != 0)
            return; // SQLite will say so
        m_pageSize = pageSize;
        const std::size_t pages = m_bytes.size() / pageSize;
        const std::size_t told = bigEndian(m_bytes, pagesAt);
        if (pages == told && m_bytes.size() % pageSize == 0)
            return;
        m_reading.warnings.emplace_back(pages < told
                                            ? "The file has not the length it should have; it may "
                                              "have been cut short"
                                            : "The file is longer than it says; something may "
                                              "have been added to it");
        // Zeros in the place of what was cut off: a table whose first page is beyond the end would
        // keep SQLite from reading any.
        const std::size_t known = pages < told && told <= largestDocument / pageSize ? told : pages;
        m_bytes.resize(std::max(known * pageSize, headerSize));
        for (std::size_t i = 0; i < 4; ++i)
            m_bytes[pagesAt + i] = static_cast<std::uint8_t>(known >> (8 * (3 - i)));
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
            return failed(database);
        sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
        sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
        sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
        sqlite3_limit(database, SQLITE_LIMIT_LENGTH,
                      static_cast<int>(largestData + largestContent));
        sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, longestStatement);
        sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
        sqlite3_progress_handler(database, mostSteps, stopAstray, nullptr);
        sqlite3_exec(database,
                     "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                     "PRAGMA mmap_size=0; PRAGMA cache_size=-8192; PRAGMA query_only=ON",
                     nullptr, nullptr, nullptr);
        return {};
    }

    Result<void> checkSchema()
    {
        std::vector<std::string> expected{createContents()};
        for (std::size_t i = 0; i < documentTables; ++i)
            expected.push_back(createStatement(tableName(static_cast<DocumentTable>(i))));
        std::vector<std::string> found;
        const Statement schema =
            prepare(m_database.get(), "SELECT type, sql FROM sqlite_schema LIMIT " +
                                          std::to_string(expected.size() + 1));
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

    /// What a table should hold; nothing where that cannot be told.
    std::optional<Expected> expectedOf(std::string_view name)
    {
        const Statement count =
            prepare(m_database.get(), "SELECT rows, md5 FROM contents WHERE name=?");
        if (!count)
            return std::nullopt;
        sqlite3_bind_text(count.get(), 1, name.data(), static_cast<int>(name.size()),
                          SQLITE_STATIC);
        if (sqlite3_step(count.get()) != SQLITE_ROW ||
            sqlite3_column_type(count.get(), 0) != SQLITE_INTEGER ||
            sqlite3_column_bytes(count.get(), 1) != digestLength)
            return std::nullopt;
        const sqlite3_int64 rows = sqlite3_column_int64(count.get(), 0);
        if (rows < 0 || rows > static_cast<sqlite3_int64>(mostRows))
            return std::nullopt;
        return Expected{static_cast<std::size_t>(rows), textOf(count.get(), 1)};
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
        const auto expected = expectedOf(name);
        const std::size_t highest = highestId(name);
        const std::size_t count = std::max(expected ? expected->rows : 0, highest);
        const Statement select = prepare(m_database.get(), "SELECT content, data, md5 FROM " +
                                                               std::string(name) + " WHERE id=?");
        std::size_t lost = 0;
        std::string digests;
        for (std::size_t id = 1; id <= count; ++id) {
            auto row = select ? readRow(select.get(), name, static_cast<std::int64_t>(id), digests)
                              : std::nullopt;
            if (row)
                m_reading.rows.of(table).push_back(std::move(*row));
            else
                ++lost;
        }
        const std::string quoted = '"' + std::string(name) + '"';
        if (!expected || expected->rows < highest)
            m_reading.warnings.push_back("The list of contents is damaged; there may be more in " +
                                         quoted + " than could be found");
        else if (lost == 0 && expected->digest != digestOf(digests))
            m_reading.warnings.push_back("What is in " + quoted +
                                         " was not all written at the same time; some of it may "
                                         "be older");
        if (lost > 0)
            m_reading.warnings.push_back(std::to_string(lost) + " of " + std::to_string(count) +
                                         " in " + quoted + " are damaged and left out");
    }

    /// Adds the row's digest to `digests`.
    std::optional<DocumentRow> readRow(sqlite3_stmt* select, std::string_view name, std::int64_t id,
                                       std::string& digests)
    {
        if (m_budget == 0)
            return std::nullopt;
        sqlite3_reset(select);
        sqlite3_bind_int64(select, 1, id);
        const std::size_t before = pagesRead();
        const int status = sqlite3_step(select);
        if (status == SQLITE_DONE)
            return std::nullopt;
        if (status != SQLITE_ROW) {
            spend(leastRowCost + (pagesRead() - before) * m_pageSize);
            return std::nullopt;
        }
        const auto contentSize = static_cast<std::size_t>(sqlite3_column_bytes(select, 0));
        const auto dataSize = static_cast<std::size_t>(sqlite3_column_bytes(select, 1));
        spend(contentSize + dataSize);
        const int data = sqlite3_column_type(select, 1);
        if (sqlite3_column_type(select, 0) != SQLITE_TEXT ||
            sqlite3_column_type(select, 2) != SQLITE_TEXT ||
            (data != SQLITE_BLOB && data != SQLITE_NULL) || contentSize > largestContent ||
            dataSize > largestData || sqlite3_column_bytes(select, 2) != digestLength)
            return std::nullopt;
        DocumentRow row{id, textOf(select, 0), {}};
        if (const auto* blob = static_cast<const std::uint8_t*>(sqlite3_column_blob(select, 1)))
            row.data.assign(blob, blob + sqlite3_column_bytes(select, 1));
        const std::string digest = digestOf(name, id, row.content, row.data);
        if (textOf(select, 2) != digest)
            return std::nullopt;
        digests += digest;
        return row;
    }

    [[nodiscard]] std::size_t pagesRead() const
    {
        int now = 0;
        int highest = 0;
        sqlite3_db_status(m_database.get(), SQLITE_DBSTATUS_CACHE_MISS, &now, &highest, 0);
        return static_cast<std::size_t>(std::max(now, 0));
    }
    /// Rows of a sound file have no page in common, so that together they are not larger than it.
    /// In one that was made with malice a thousand rows could share a long chain of pages, and
    /// reading them all would take an hour.
    void spend(std::size_t bytes) { m_budget -= std::min(m_budget, bytes); }

    Bytes m_bytes;
    Database m_database; ///< reads m_bytes, so it goes first
    DocumentReading m_reading;
    std::size_t m_pageSize = 4096;
    std::size_t m_budget = 0; ///< bytes of rows that may still be read
    bool m_isSound = false;
};

} // namespace

Result<DocumentReading> readDatabase(Bytes bytes)
{
    return Reader(std::move(bytes)).read();
}

} // namespace woodshed
