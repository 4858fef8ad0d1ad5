#include <QTest>

#include "core/session/sqlitefiles.h"
#include "session/database.h"

using namespace woodshed;
using woodshed::test::changed;

/// Rows into an SQLite file and back: what is refused, and what is left out with which words.
class TestDatabase : public QObject
{
    Q_OBJECT

private:
    static DocumentRows sampleRows()
    {
        DocumentRows rows;
        rows.of(DocumentTable::Settings) = {{1, "{}", {}}};
        rows.of(DocumentTable::Take) = {
            {1, std::string("zero\0inside", 11), {}},
            {2, "it's \"quoted\"\nŻółć", {0, 1, 255}},
            {3, std::string(20'000, 'x'), Bytes(9'000, 7)},
        };
        rows.of(DocumentTable::Model) = {{1, "", Bytes(3, 0)}};
        return rows;
    }
    static bool isSame(const DocumentRows& a, const DocumentRows& b)
    {
        const auto same = [](const DocumentRow& one, const DocumentRow& other) {
            return one.id == other.id && one.content == other.content && one.data == other.data;
        };
        for (std::size_t i = 0; i < documentTables; ++i)
            if (!std::equal(a.tables[i].begin(), a.tables[i].end(), b.tables[i].begin(),
                            b.tables[i].end(), same))
                return false;
        return true;
    }
    static std::string refusalOf(Bytes bytes)
    {
        const auto read = readDatabase(std::move(bytes));
        return read ? "read" : read.error().detail;
    }
    static std::string warningsOf(const Result<DocumentReading>& read)
    {
        if (!read)
            return "refused: " + read.error().detail;
        std::string all;
        for (const std::string& warning : read->warnings)
            all += warning + '|';
        return all;
    }

private Q_SLOTS:
    void readsWhatWasWritten()
    {
        const auto bytes = databaseOf(sampleRows());
        QVERIFY2(bytes.has_value(), bytes ? "" : bytes.error().detail.c_str());
        const auto read = readDatabase(*bytes);
        QCOMPARE(warningsOf(read), std::string());
        QVERIFY(isSame(read->rows, sampleRows()));
        QCOMPARE(*databaseOf(sampleRows()), *bytes);
    }

    void theHeaderSaysWhatItIs()
    {
        const Bytes bytes = *databaseOf(sampleRows());
        QVERIFY(isDatabase(bytes));
        QCOMPARE(std::string(bytes.begin() + 68, bytes.begin() + 72), std::string("Wdsh"));
        QCOMPARE(int{bytes[63]}, 1); // user_version
        QCOMPARE(int{bytes[16]}, 4096 / 256);
        QCOMPARE(int{bytes[18]}, 1); // a rollback journal, so that one file is the document
        QVERIFY(!isDatabase(std::span(bytes).first(15)));
    }

    void boundsAreRefusedWithASentence()
    {
        DocumentRows rows = sampleRows();
        auto& takes = rows.of(DocumentTable::Take);
        takes.assign(mostRows + 1, {});
        for (std::size_t i = 0; i < takes.size(); ++i)
            takes[i].id = static_cast<std::int64_t>(i) + 1;
        auto bytes = databaseOf(rows);
        QVERIFY(!bytes.has_value());
        QCOMPARE(bytes.error().code, ErrorCode::TooLarge);
        QCOMPARE(
            bytes.error().detail,
            std::string("a document holds at most 10000 of a kind, and there are 10001: take"));
        takes.pop_back();
        bytes = databaseOf(rows);
        QVERIFY(bytes.has_value());
        QCOMPARE(warningsOf(readDatabase(*bytes)), std::string());

        takes = {{1, std::string(largestContent + 1, ' '), {}}};
        bytes = databaseOf(rows);
        QVERIFY(!bytes.has_value());
        QCOMPARE(bytes.error().code, ErrorCode::TooLarge);
        takes = {{1, "{}", Bytes(largestData + 1)}};
        QCOMPARE(databaseOf(rows).error().code, ErrorCode::TooLarge);
        takes = {{1, std::string(largestContent, ' '), Bytes(largestData)}};
        bytes = databaseOf(rows);
        QVERIFY(bytes.has_value());
        const auto read = readDatabase(std::move(*bytes));
        QCOMPARE(warningsOf(read), std::string());
        QCOMPARE(read->rows.of(DocumentTable::Take).front().data.size(), largestData);
    }

    void aDocumentHasItsLargestSize()
    {
        DocumentRows rows = sampleRows();
        for (std::int64_t id = 2; id <= 4; ++id)
            rows.of(DocumentTable::Model).push_back({id, "{}", Bytes(largestData)});
        const auto bytes = databaseOf(rows);
        QVERIFY(!bytes.has_value());
        QCOMPARE(bytes.error().code, ErrorCode::TooLarge);
        QVERIFY(bytes.error().detail.find("empty the bin") != std::string::npos);
    }

    void rowsOfOneNumberAreRefused()
    {
        DocumentRows rows = sampleRows();
        rows.of(DocumentTable::Take)[1].id = 1;
        QVERIFY(!databaseOf(rows).has_value());
    }

    void otherFilesAreRefused_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("reason");
        const char* tables = "its tables are not those of one";
        QTest::newRow("another program's") << "PRAGMA application_id=1"
                                           << "not a Woodshed document";
        QTest::newRow("no number") << "PRAGMA user_version=0"
                                   << "no format number";
        QTest::newRow("the next version") << "PRAGMA user_version=2"
                                          << "newer Woodshed (format 2";
        QTest::newRow("the last version") << "PRAGMA user_version=-1"
                                          << "please update Woodshed";
        QTest::newRow("a view") << "CREATE VIEW v AS SELECT * FROM take"
                                << "it holds a view";
        QTest::newRow("a trigger")
            << "CREATE TRIGGER t AFTER INSERT ON take BEGIN DELETE FROM take; END"
            << "it holds a trigger";
        QTest::newRow("an index") << "CREATE INDEX i ON take(content)"
                                  << "it holds a index";
        QTest::newRow("a further table") << "CREATE TABLE more(a)" << tables;
        QTest::newRow("a table less") << "DROP TABLE take" << tables;
        QTest::newRow("a further column") << "ALTER TABLE take ADD COLUMN more" << tables;
        QTest::newRow("a generated column")
            << "DROP TABLE take; CREATE TABLE take(id INTEGER PRIMARY KEY, content TEXT, data "
               "BLOB, md5 TEXT AS (content))"
            << tables;
        QTest::newRow("a virtual table") << "CREATE VIRTUAL TABLE more USING fts5(a)" << tables;
        QTest::newRow("a long statement") << QStringLiteral("CREATE TABLE more(a /* %1 */)")
                                                 .arg(QString(100'000, QLatin1Char('x')))
                                          << "is damaged";
        QTest::newRow("a hundred tables") << [] {
            QString sql;
            for (int i = 0; i < 100; ++i)
                sql += QStringLiteral("CREATE TABLE more%1(a);").arg(i);
            return sql;
        }() << tables;
        QTest::newRow("no rows") << "DELETE FROM take; DELETE FROM settings; DELETE FROM model"
                                 << "nothing in it";
    }
    void otherFilesAreRefused()
    {
        QFETCH(const QString, sql);
        QFETCH(const QString, reason);
        std::string error;
        const Bytes bytes = changed(*databaseOf(sampleRows()), sql.toStdString(), error);
        QCOMPARE(error, std::string());
        const std::string refusal = refusalOf(bytes);
        QVERIFY2(refusal.find(reason.toStdString()) != std::string::npos, refusal.c_str());
    }

    void aForeignDatabaseIsRefused()
    {
        std::string error;
        const Bytes foreign =
            changed({}, "CREATE TABLE take(id); INSERT INTO take VALUES(1)", error);
        QCOMPARE(refusalOf(foreign), std::string("is an SQLite file, but not a Woodshed document"));
        const std::string text = "SQLite format 2 is a text";
        QCOMPARE(refusalOf(Bytes(text.begin(), text.end())),
                 std::string("is not a Woodshed document"));
        QCOMPARE(refusalOf({}), std::string("is not a Woodshed document"));
    }

    /// As the sqlite3 tool leaves it after `PRAGMA journal_mode=WAL`: there may be more beside it.
    void aFileWithALogBesideIsReadAsFarAsItGoes()
    {
        Bytes bytes = *databaseOf(sampleRows());
        bytes[18] = bytes[19] = 2;
        const auto read = readDatabase(bytes);
        QVERIFY2(warningsOf(read).find("log beside") != std::string::npos,
                 warningsOf(read).c_str());
        QVERIFY(isSame(read->rows, sampleRows()));
    }

    void changedRowsAreLeftOut_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<int>("takes");
        QTest::addColumn<QString>("warning");
        const char* one = "1 of 3 in \"take\" are damaged and left out";
        QTest::newRow("content") << "UPDATE take SET content='{}' WHERE id=2" << 2 << one;
        QTest::newRow("data") << "UPDATE take SET data=NULL WHERE id=2" << 2 << one;
        QTest::newRow("a number as text") << "UPDATE take SET content=x'00' WHERE id=2" << 2 << one;
        QTest::newRow("text as data") << "UPDATE take SET data='abc' WHERE id=2" << 2 << one;
        QTest::newRow("digest") << "UPDATE take SET md5=upper(md5) WHERE id=2" << 2 << one;
        QTest::newRow("long digest") << "UPDATE take SET md5=md5||' ' WHERE id=2" << 2 << one;
        QTest::newRow("deleted") << "DELETE FROM take WHERE id=2" << 2 << one;
        QTest::newRow("last deleted") << "DELETE FROM take WHERE id=3" << 2 << one;
        QTest::newRow("moved") << "UPDATE take SET id=4 WHERE id=3" << 2 << "2 of 4";
        QTest::newRow("exchanged")
            << "UPDATE take SET id=9 WHERE id=1; UPDATE take SET id=1 WHERE id=2; UPDATE take SET "
               "id=2 WHERE id=9"
            << 1 << "2 of 3";
        QTest::newRow("from another table")
            << "INSERT INTO take SELECT 4, content, data, md5 FROM model" << 3 << "1 of 4";
        QTest::newRow("far away") << "INSERT INTO take VALUES(9000000000,'','','')" << 3
                                  << "list of contents is damaged";
        QTest::newRow("list of contents lost")
            << "DELETE FROM contents" << 3 << "there may be more in \"take\"";
        QTest::newRow("list of contents astray")
            << "UPDATE contents SET rows='many' WHERE name='take'" << 3 << "there may be more";
        QTest::newRow("list of contents exaggerates")
            << "UPDATE contents SET rows=1000000000 WHERE name='take'" << 3 << "there may be more";
        QTest::newRow("list of contents belittles")
            << "UPDATE contents SET rows=2 WHERE name='take'" << 3 << "there may be more";
        QTest::newRow("list of contents of another time")
            << "UPDATE contents SET md5='0123456789abcdef0123456789abcdef' WHERE name='take'" << 3
            << "not all written at the same time";
    }
    void changedRowsAreLeftOut()
    {
        QFETCH(const QString, sql);
        QFETCH(const int, takes);
        QFETCH(const QString, warning);
        std::string error;
        const Bytes bytes = changed(*databaseOf(sampleRows()), sql.toStdString(), error);
        QCOMPARE(error, std::string());
        const auto read = readDatabase(bytes);
        const std::string warnings = warningsOf(read);
        QVERIFY2(warnings.find(warning.toStdString()) != std::string::npos, warnings.c_str());
        QCOMPARE(static_cast<int>(read->rows.of(DocumentTable::Take).size()), takes);
        for (const DocumentRow& row : read->rows.of(DocumentTable::Take))
            QCOMPARE(
                row.content,
                sampleRows().of(DocumentTable::Take)[static_cast<std::size_t>(row.id) - 1].content);
    }

    /// An older row, whole in itself, in a newer document.
    void whatIsOfAnotherTimeIsTold()
    {
        const Bytes newer = *databaseOf(sampleRows());
        DocumentRows rows = sampleRows();
        rows.of(DocumentTable::Take)[1].content[0] = 'I';
        const Bytes older = *databaseOf(rows);
        QCOMPARE(older.size(), newer.size());
        std::size_t mixes = 0;
        for (std::size_t page = 0; page + 4096 <= newer.size(); page += 4096) {
            Bytes mixed = newer;
            const auto at = static_cast<std::ptrdiff_t>(page);
            std::copy(older.begin() + at, older.begin() + at + 4096, mixed.begin() + at);
            if (mixed == newer || mixed == older)
                continue;
            ++mixes;
            QVERIFY(warningsOf(readDatabase(mixed)).find("not all written at the same time") !=
                    std::string::npos);
        }
        QVERIFY(mixes > 0);
    }

    void aWrongLengthIsToldAndReadOn()
    {
        const Bytes whole = *databaseOf(sampleRows());
        Bytes longer = whole;
        longer.resize(longer.size() + 4096 + 17);
        auto read = readDatabase(longer);
        QVERIFY(warningsOf(read).find("longer than it says") != std::string::npos);
        QVERIFY(isSame(read->rows, sampleRows()));
        Bytes shorter = whole;
        shorter.resize(shorter.size() - 4096 - 17);
        read = readDatabase(shorter);
        QVERIFY2(warningsOf(read).find("cut short") != std::string::npos, warningsOf(read).c_str());
        Bytes lying = whole;
        lying[31] = 1; // pages
        read = readDatabase(lying);
        QVERIFY2(warningsOf(read).find("longer than it says") != std::string::npos,
                 warningsOf(read).c_str());
        QVERIFY(isSame(read->rows, sampleRows()));
    }
};

QTEST_APPLESS_MAIN(TestDatabase)
#include "tst_database.moc"
