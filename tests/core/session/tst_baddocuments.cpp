#include <cstring>
#include <iterator>

#include <QTest>

#include <nlohmann/json.hpp>

#include "core/session/damage.h"
#include "core/session/examination.h"
#include "core/session/sqlitefiles.h"
#include "session/database.h"
#include "session/document.h"
#include "support/builtsession.h"

using namespace woodshed;
using namespace woodshed::test;
using nlohmann::json;

/// Documents that are damaged, foreign or made with malice: each is refused with a sentence or
/// opened, and what is opened is what was saved, with a warning where something is missing.
class TestBadDocuments : public QObject
{
    Q_OBJECT

private:
    Examination m_examination;
    const Bytes& m_whole = m_examination.whole;
    const DocumentRows m_rows = readDatabase(m_whole)->rows;

    std::string examined(const std::string& kind, Bytes bytes, const Session* other = nullptr)
    {
        return m_examination.of(kind, std::move(bytes), other);
    }

    static DocumentRow& rowOf(DocumentRows& rows, Random& random)
    {
        while (true) {
            auto& table = rows.tables.at(random.index(documentTables));
            if (!table.empty())
                return table[random.index(table.size())];
        }
    }
    /// All values in a tree of JSON.
    static void collect(json& value, std::vector<json*>& values)
    {
        values.push_back(&value);
        if (value.is_structured())
            for (json& item : value)
                collect(item, values);
    }
    /// A document in which the content of one row was changed, its digest being right. The row is
    /// expected to be left out.
    template<typename Change>
    Bytes crafted(Random& random, const Change& change)
    {
        while (true) {
            DocumentRows rows = m_rows;
            DocumentRow& row = rowOf(rows, random);
            json content = json::parse(row.content);
            std::vector<json*> values;
            collect(content, values);
            if (!change(*values[random.index(values.size())]))
                continue;
            row.content = content.dump();
            return *databaseOf(rows);
        }
    }
    Bytes withContent(DocumentTable table, const std::string& content)
    {
        DocumentRows rows = m_rows;
        rows.of(table).back().content = content;
        return *databaseOf(rows);
    }
    Bytes withModel(const Bytes& data)
    {
        DocumentRows rows = m_rows;
        rows.of(DocumentTable::Model)[1].data = data;
        return *databaseOf(rows);
    }
    static std::string repeated(const std::string& part, std::size_t size)
    {
        std::string all;
        while (all.size() + part.size() <= size)
            all += part;
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(examined("whole", m_whole), std::string());
        QCOMPARE(m_examination.counts["whole"].complete, 1);
    }

    void truncated()
    {
        Random random(1);
        for (int i = 0; i < 60; ++i) {
            Bytes bytes = m_whole;
            bytes.resize(i < 30 ? random.index(m_whole.size())
                                : static_cast<std::size_t>(i - 30) * m_whole.size() / 30);
            QCOMPARE(examined("truncated", bytes), std::string());
        }
        for (const std::size_t size : {0U, 1U, 15U, 16U, 99U, 100U, 511U, 512U, 4095U, 4096U}) {
            Bytes bytes = m_whole;
            bytes.resize(size);
            QCOMPARE(examined("truncated", bytes), std::string());
        }
        Bytes bytes = m_whole;
        bytes.pop_back();
        QCOMPARE(examined("truncated", bytes), std::string());
    }

    void flippedBits()
    {
        Random random(2);
        for (int i = 0; i < 150; ++i) {
            Bytes bytes = m_whole;
            for (std::size_t flips = i < 100 ? 1 : 1 + random.index(200); flips > 0; --flips)
                bytes[random.index(bytes.size())] ^=
                    static_cast<std::uint8_t>(1U << random.index(8));
            QCOMPARE(examined(i < 100 ? "one bit flipped" : "bits flipped", bytes), std::string());
        }
    }

    void tornSectors()
    {
        Random random(3);
        const Bytes older = *encodeSession(m_examination.older);
        const Bytes stranger = *encodeSession(m_examination.stranger);
        for (int i = 0; i < 80; ++i) {
            const bool isOlder = i % 2 == 0;
            QCOMPARE(examined("sectors of another version",
                              torn(random, m_whole, isOlder ? older : stranger),
                              isOlder ? &m_examination.older : &m_examination.stranger),
                     std::string());
        }
        // Whole pages, as if a log of pages had been played back in part.
        for (std::size_t at = 0; at < m_whole.size(); at += pageSize) {
            Bytes bytes = m_whole;
            overwrite(bytes, at, partOf(older, at, pageSize));
            QCOMPARE(examined("a page of another version", bytes, &m_examination.older),
                     std::string());
        }
        for (int i = 0; i < 40; ++i) {
            Bytes bytes = m_whole;
            const std::size_t sectors = bytes.size() / sectorSize;
            for (std::size_t n = 1 + random.index(4); n > 0; --n) {
                const std::size_t at = sectorSize * random.index(sectors);
                if (i < 20) {
                    overwrite(bytes, at, Bytes(sectorSize, 0));
                    continue;
                }
                const std::size_t with = sectorSize * random.index(sectors);
                const Bytes part = partOf(bytes, at, sectorSize);
                overwrite(bytes, at, partOf(bytes, with, sectorSize));
                overwrite(bytes, with, part);
            }
            QCOMPARE(examined(i < 20 ? "sectors zeroed" : "sectors exchanged", bytes),
                     std::string());
        }
    }

    void overwrittenAndAppended()
    {
        Random random(4);
        for (int i = 0; i < 30; ++i) {
            Bytes bytes = m_whole;
            overwrite(bytes, pageSize * random.index(bytes.size() / pageSize),
                      i % 2 == 0 ? noise(random, pageSize) : Bytes(pageSize, 0xFF));
            QCOMPARE(examined("a page overwritten", bytes), std::string());
            bytes = m_whole;
            const Bytes more =
                noise(random, i % 3 == 0 ? pageSize * 5 : random.index(3 * pageSize));
            bytes.insert(bytes.end(), more.begin(), more.end());
            QCOMPARE(examined("garbage appended", bytes), std::string());
        }
        for (std::size_t at = pageSize; at < m_whole.size(); at += pageSize) {
            Bytes bytes = m_whole;
            overwrite(bytes, at, Bytes(pageSize, 0));
            QCOMPARE(examined("a page zeroed", bytes), std::string());
        }
    }

    void headerFields()
    {
        constexpr std::array<std::pair<std::size_t, std::size_t>, 23> fields{
            {{16, 2}, {18, 1}, {19, 1}, {20, 1}, {21, 1}, {22, 1}, {23, 1}, {24, 4},
             {28, 4}, {32, 4}, {36, 4}, {40, 4}, {44, 4}, {48, 4}, {52, 4}, {56, 4},
             {60, 4}, {64, 4}, {68, 4}, {72, 4}, {92, 4}, {96, 4}, {100, 4}}};
        for (const auto& [at, size] : fields)
            for (const std::uint64_t number :
                 {0ULL, 1ULL, 2ULL, 0x7FULL, 0x7FFFFFFFULL, 0x80000000ULL, 0xFFFFFFFFULL}) {
                Bytes bytes = m_whole;
                overwrite(bytes, at, bigEndian(number, size));
                QCOMPARE(examined("header fields", bytes), std::string());
            }
    }

    void declaredSizes()
    {
        const std::vector<Cell> cells = cellsOf(m_whole);
        QVERIFY(cells.size() > 20);
        Random random(5);
        for (int i = 0; i < 60; ++i) {
            Bytes bytes = m_whole;
            const Cell& cell = cells[random.index(cells.size())];
            const std::size_t at =
                i % 2 == 0 ? cell.payload.at : cell.types[random.index(cell.types.size())].at;
            switch (i % 3) {
            case 0: // 2^55 and more
                overwrite(bytes, at, {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F});
                break;
            case 1: // about 2^31
                overwrite(bytes, at, {0x87, 0xFF, 0xFF, 0xFF, 0x7F});
                break;
            default:
                overwrite(bytes, at, {0xFF, 0xFF, 0x7F});
            }
            QCOMPARE(examined("sizes in cells", bytes), std::string());
        }
        std::vector<Cell> chained;
        std::copy_if(cells.begin(), cells.end(), std::back_inserter(chained),
                     [](const Cell& cell) { return cell.overflowAt != 0; });
        QVERIFY(!chained.empty());
        for (int i = 0; i < 20; ++i) { // chains of pages that lead astray
            Bytes bytes = m_whole;
            const Cell& cell = chained[random.index(chained.size())];
            overwrite(
                bytes, cell.overflowAt,
                bigEndian(i % 2 == 0 ? random.index(bytes.size() / pageSize + 1) : random.next(),
                          4));
            QCOMPARE(examined("chains astray", bytes), std::string());
        }
    }

    /// Hundreds of rows that claim the same megabyte: reading all would take no end of work.
    void sharedPages()
    {
        constexpr std::size_t large = 1'000'000;
        constexpr std::size_t small = large - 240 * (pageSize - 4); // as much of it in its cell
        DocumentRows rows = m_rows;
        auto& takes = rows.of(DocumentTable::Take);
        const std::int64_t last = static_cast<std::int64_t>(takes.size()) + 400;
        for (auto id = static_cast<std::int64_t>(takes.size()) + 1; id <= last; ++id)
            takes.push_back({id, std::string(id == last ? large : small, ' '), {}});
        Bytes bytes = *databaseOf(rows);
        Cell whole;
        const std::vector<Cell> cells = cellsOf(bytes);
        for (const Cell& cell : cells)
            if (cell.payload.number > large)
                whole = cell;
        QVERIFY(whole.overflowAt != 0);
        const Bytes chain = partOf(bytes, whole.overflowAt, 4);
        int shared = 0;
        for (const Cell& cell : cells)
            if (cell.payload.number > small && cell.payload.number < small + 100) {
                putVarInt(bytes, cell.payload, whole.payload.number);
                putVarInt(bytes, cell.types[2], whole.types[2].number);
                overwrite(bytes, cell.overflowAt, chain);
                ++shared;
            }
        QCOMPARE(shared, 399);
        QCOMPARE(examined("shared pages", bytes), std::string());
    }

    void badWeights()
    {
        Random random(6);
        const Bytes& good = m_rows.of(DocumentTable::Model)[1].data;
        const std::size_t header = 8 + (good[0] | std::size_t{good[1]} << 8U);
        for (const std::uint32_t bits :
             {0x7FC00000U, 0x7F800000U, 0xFF800000U, 0x7F800001U, 0xFFFFFFFFU})
            for (int i = 0; i < 6; ++i) {
                Bytes data = good;
                std::memcpy(data.data() + header + 4 * random.index((data.size() - header) / 4),
                            &bits, sizeof(bits));
                QCOMPARE(examined("weights not finite", withModel(data)), std::string());
            }
        for (const std::uint64_t length :
             {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{header - 9},
              std::uint64_t{header - 7}, std::uint64_t{good.size() - 8}, std::uint64_t{good.size()},
              std::uint64_t{8} << 20U, std::uint64_t{1} << 31U, std::uint64_t{1} << 63U,
              ~std::uint64_t{0}}) {
            Bytes data = good;
            std::memcpy(data.data(), &length, sizeof(length));
            QCOMPARE(examined("lengths of model headers", withModel(data)), std::string());
        }
        for (int i = 0; i < 60; ++i) {
            const std::string text(good.begin() + 8,
                                   good.begin() + static_cast<std::ptrdiff_t>(header));
            json content = json::parse(text);
            auto tensor = content.begin();
            std::advance(tensor, 1 + random.index(content.size() - 1)); // after __metadata__
            json& list = (*tensor)[i % 2 == 0 ? "shape" : "data_offsets"];
            json& number = list[random.index(list.size())];
            constexpr std::array<std::uint64_t, 5> odd{0, 1'000'000, 1ULL << 32U, 1ULL << 62U,
                                                       ~0ULL};
            number = i % 3 == 0 ? json(odd[random.index(odd.size())])
                                : json(number.get<std::uint64_t>() + 1 + random.index(3));
            std::string dumped = content.dump();
            Bytes data(8);
            const std::uint64_t length = dumped.size();
            std::memcpy(data.data(), &length, sizeof(length));
            data.insert(data.end(), dumped.begin(), dumped.end());
            data.insert(data.end(), good.begin() + static_cast<std::ptrdiff_t>(header), good.end());
            QCOMPARE(examined("shapes of weights", withModel(data)), std::string());
        }
        // Another model's weights; none; a cut block.
        for (const std::size_t size : {std::size_t{0}, std::size_t{7}, header, good.size() - 4})
            QCOMPARE(examined("shapes of weights", withModel(partOf(good, 0, size))),
                     std::string());
        QCOMPARE(m_examination.counts["weights not finite"].complete, 0);
        QCOMPARE(m_examination.counts["shapes of weights"].complete, 0);
    }

    void badContent()
    {
        Random random(7);
        for (int i = 0; i < 80; ++i) {
            const auto wrongType = [](json& value) {
                value = value.is_string()   ? json(1)
                        : value.is_array()  ? json::object()
                        : value.is_object() ? json::array()
                        : value.is_null()   ? json(true)
                                            : json("x");
                return true;
            };
            QCOMPARE(examined("wrong types", crafted(random, wrongType)), std::string());
            const auto missing = [&](json& value) {
                if (!value.is_object())
                    return false;
                auto field = value.begin();
                std::advance(field, random.index(value.size()));
                value.erase(field);
                return true;
            };
            QCOMPARE(examined("missing fields", crafted(random, missing)), std::string());
            const auto unbounded = [&](json& value) {
                if (!value.is_number())
                    return false;
                value = random.index(2) == 0 ? 1e308 : -1e308;
                return true;
            };
            QCOMPARE(examined("numbers out of bounds", crafted(random, unbounded)), std::string());
            const auto tuple = [&](json& value) {
                if (!value.is_object() || !value.contains("notes") || value["notes"].empty())
                    return false;
                json& note = value["notes"][random.index(value["notes"].size())];
                if (random.index(2) == 0)
                    note.push_back(0);
                else
                    note.erase(0);
                return true;
            };
            QCOMPARE(examined("tuples of another length", crafted(random, tuple)), std::string());
        }
        for (const char* kind :
             {"wrong types", "missing fields", "numbers out of bounds", "tuples of another length"})
            QCOMPARE(m_examination.counts[kind].complete, 0);
        for (const char* text : {"", "{", "[]", "1", "null", "{\"a\":1e999}", "{\"a\":\"\xFF\"}",
                                 "{}x", "{\"take\":{}}", "\xEF\xBB\xBF{", "{\"a\":NaN}"})
            for (const DocumentTable table : {DocumentTable::Take, DocumentTable::Settings,
                                              DocumentTable::Corpus, DocumentTable::Training})
                QCOMPARE(examined("not our JSON", withContent(table, text)), std::string());
        QCOMPARE(m_examination.counts["not our JSON"].complete, 0);
    }

    void bombs()
    {
        constexpr std::size_t large = std::size_t{8} << 20U;
        for (const std::string part : {"[", "{\"\":", "[[[[[[", "{\"a\":[", "[\"]\","})
            QCOMPARE(
                examined("nesting bombs", withContent(DocumentTable::Take, repeated(part, large))),
                std::string());
        const std::string open = repeated("[", large);
        Bytes header{0, 0, 0x80, 0, 0, 0, 0, 0}; // 8 MiB
        header.insert(header.end(), open.begin(), open.end());
        QCOMPARE(examined("nesting bombs", withModel(header)), std::string());
        for (const std::string part :
             {"[],", "{},", "0,", "[0],", "\"\",", "[[],[]],", "{\"\":0},", "1e9,"}) {
            const std::string list = repeated(part, largestContent - 100);
            for (const DocumentTable table : {DocumentTable::Take, DocumentTable::Settings})
                QCOMPARE(examined("flat bombs", withContent(table, "{\"x\":[" + list + "0]}")),
                         std::string());
            const std::string inner = repeated(part, large - 100);
            Bytes model{0, 0, 0, 0, 0, 0, 0, 0};
            const std::string text = "{\"x\":[" + inner + "0]}";
            const std::uint64_t length = text.size();
            std::memcpy(model.data(), &length, sizeof(length));
            model.insert(model.end(), text.begin(), text.end());
            QCOMPARE(examined("flat bombs", withModel(model)), std::string());
        }
        // Eight in one document, each with all that its row needs.
        const std::string list = repeated("[],", largestContent - 100'000);
        DocumentRows rows = m_rows;
        auto& settings = rows.of(DocumentTable::Settings);
        const std::string content = settings[0].content;
        for (std::int64_t id = 1; id <= 8; ++id) {
            settings.resize(static_cast<std::size_t>(id));
            settings.back() = {id, "{\"x\":[" + list + "0]," + content.substr(1), {}};
        }
        auto bytes = databaseOf(rows);
        QVERIFY(bytes.has_value());
        QCOMPARE(examined("flat bombs", std::move(*bytes)), std::string());
        // A text of 16 MiB, and keys without end.
        QCOMPARE(
            examined("flat bombs",
                     withContent(DocumentTable::Tune,
                                 "{\"title\":\"" + std::string(largestContent - 100, 'x') + "\"}")),
            std::string());
        std::string keys = "{";
        for (int i = 0; keys.size() < largestContent - 100; ++i)
            keys += '"' + std::to_string(i) + "\":0,";
        QCOMPARE(examined("flat bombs", withContent(DocumentTable::Tune, keys + "\"\":0}")),
                 std::string());
    }

    void numbersTwice()
    {
        Random random(8);
        for (int i = 0; i < 20; ++i) {
            Bytes bytes = m_whole;
            const std::vector<Cell> cells = cellsOf(bytes);
            const Cell& from = cells[random.index(cells.size())];
            const Cell& to = cells[random.index(cells.size())];
            putVarInt(bytes, to.rowId, i % 4 == 0 ? random.index(128) : from.rowId.number);
            QCOMPARE(examined("numbers twice", bytes), std::string());
        }
    }

    void foreignFiles()
    {
        std::string error;
        for (const char* sql :
             {"CREATE TABLE a(b)", "CREATE TABLE take(id); PRAGMA application_id=1466199912",
              "PRAGMA application_id=1466199912; PRAGMA user_version=1; CREATE TABLE a(b)",
              "PRAGMA page_size=512; CREATE TABLE a(b)",
              "PRAGMA encoding='UTF-16'; CREATE TABLE a(b)"})
            QCOMPARE(examined("foreign files", changed({}, sql, error)), std::string());
        for (const char* sql :
             {"CREATE VIEW v AS SELECT 1", "CREATE INDEX i ON take(md5)", "CREATE TABLE more(a)",
              "CREATE TRIGGER t BEFORE INSERT ON take BEGIN SELECT 1; END",
              "CREATE TEMP TABLE x(a); CREATE TABLE y AS SELECT * FROM take",
              "DROP TABLE take; CREATE VIEW take AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
              "SELECT i+1 FROM n) SELECT i AS id, '' AS content, NULL AS data, '' AS md5 FROM n"})
            QCOMPARE(examined("foreign files", changed(m_whole, sql, error)), std::string());
        QCOMPARE(error, std::string());
        QVERIFY(isSanitized || m_examination.counts["foreign files"].refused == 11);
        QCOMPARE(examined("foreign files", {}), std::string());
        for (const std::string text : {"MThd", "PK\x03\x04", "X:1\nT:tune\n", "SQLite format 3"})
            QCOMPARE(examined("foreign files", Bytes(text.begin(), text.end())), std::string());
    }

    void pureNoise()
    {
        Random random(9);
        for (int i = 0; i < 100; ++i) {
            Bytes bytes = noise(random, random.index(100'000));
            if (i % 2 == 0)
                overwrite(bytes, 0, partOf(m_whole, 0, i % 4 == 0 ? 100 : pageSize));
            QCOMPARE(examined(i % 2 == 0 ? "noise behind our header" : "noise", bytes),
                     std::string());
        }
    }

    void cleanupTestCase() { QVERIFY(m_examination.report() >= (isSanitized ? 60 : 500)); }
};

QTEST_APPLESS_MAIN(TestBadDocuments)
#include "tst_baddocuments.moc"
