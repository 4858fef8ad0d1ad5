#include <filesystem>

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include "support/files.h"

using namespace woodshed;
namespace fs = std::filesystem;

class TestFiles : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    fs::path at(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }
    std::size_t entries() const
    {
        return static_cast<std::size_t>(std::distance(
            fs::directory_iterator(m_folder.path().toStdString()), fs::directory_iterator()));
    }

private Q_SLOTS:
    void writesAndReadsBack()
    {
        const Bytes bytes{0, 1, 2, 255};
        QVERIFY(writeFile(at("a b'c.bin"), bytes).has_value());
        const auto read = readFile(at("a b'c.bin"));
        QVERIFY(read.has_value());
        QCOMPARE(*read, bytes);
    }

    void replacesTheTargetOfALinkAndKeepsTheLink()
    {
        QVERIFY(writeFile(at("target"), std::string_view("old")).has_value());
        fs::create_symlink(at("target"), at("link"));
        QVERIFY(writeFile(at("link"), std::string_view("new")).has_value());
        QVERIFY(fs::is_symlink(at("link")));
        QCOMPARE(readFile(at("target"))->size(), std::size_t{3});
    }

    void leavesTheOldFileAndNoLitterWhenWritingFails()
    {
        QVERIFY(writeFile(at("kept"), std::string_view("old")).has_value());
        const auto before = entries();
        const auto result = writeBeside(at("kept"), [](const fs::path& beside) -> Result<void> {
            (void)writeFile(beside, std::string_view("half")).has_value();
            return fail(ErrorCode::NotWritable, "planted");
        });
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().detail, std::string("planted"));
        QCOMPARE(entries(), before);
        QCOMPARE(*readFile(at("kept")), (Bytes{'o', 'l', 'd'}));
    }

    void refusesWhatIsNotARegularFile()
    {
        QCOMPARE(readFile(at("missing")).error().code, ErrorCode::NotFound);
        QCOMPARE(readFile(m_folder.path().toStdString()).error().code, ErrorCode::NotAFile);
        QCOMPARE(::mkfifo(at("pipe").c_str(), 0600), 0);
        QCOMPARE(readFile(at("pipe")).error().code, ErrorCode::NotAFile);
        QCOMPARE(writeFile(at("pipe"), std::string_view("x")).error().code, ErrorCode::NotAFile);
        QCOMPARE(writeFile(m_folder.path().toStdString(), std::string_view("x")).error().code,
                 ErrorCode::NotAFile);
        QCOMPARE(writeFile(at("no/such/folder"), std::string_view("x")).error().code,
                 ErrorCode::NotWritable);
    }

    void refusesWhatIsOverTheLimit()
    {
        QVERIFY(writeFile(at("big"), std::string_view("0123456789")).has_value());
        QCOMPARE(readFile(at("big"), 9).error().code, ErrorCode::TooLarge);
        QVERIFY(readFile(at("big"), 10).has_value());
    }

    void md5MatchesTheRfc()
    {
        const std::string text = "message digest"; // RFC 1321, A.5
        const auto* data = reinterpret_cast<const std::uint8_t*>(text.data());
        QCOMPARE(md5Hex({data, text.size()}), std::string("f96b697d7cb7938d525a2f31aaf161d0"));
    }
};

QTEST_GUILESS_MAIN(TestFiles)
#include "tst_files.moc"
