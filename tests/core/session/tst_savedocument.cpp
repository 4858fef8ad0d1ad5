#include <filesystem>

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "session/document.h"
#include "support/builtsession.h"

using namespace woodshed;
using namespace woodshed::test;
namespace fs = std::filesystem;

/// Sessions onto a disk: what stands there is replaced with care, or not at all.
class TestSaveDocument : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    const Session m_old = builtSession(1, {.takes = 3});
    const Session m_new = builtSession(2, {.takes = 4});

    fs::path at(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }
    /// Empty where the file is this session, whole.
    static std::string differenceOf(const fs::path& path, const Session& session)
    {
        const auto opened = openSession(path);
        if (!opened)
            return opened.error().detail;
        return opened->warnings.empty() ? firstDifference(opened->session, session)
                                        : opened->warnings.front();
    }
    static std::string refusalOf(const fs::path& path, const Session& session)
    {
        const auto saved = saveSession(path, session);
        return saved ? "saved" : saved.error().detail;
    }
    /// What `check` answers as a user whom permissions bind; run in a child where this is root.
    template<typename Check>
    static bool asSomebody(const Check& check)
    {
        const pid_t child = ::fork();
        if (child == 0) {
            if (::getuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0))
                ::_exit(2);
            ::_exit(check() ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

private Q_SLOTS:
    void cleanup()
    {
        for (const auto& entry : fs::directory_iterator(m_folder.path().toStdString()))
            fs::remove_all(entry.path());
    }

    void savesAndOpens()
    {
        const fs::path path = at("it's a \"name\" — ż\n.woodshed");
        const auto saved = saveSession(path, m_old);
        QVERIFY(saved.has_value());
        QVERIFY(saved->remark.empty());
        QVERIFY(stampOf(path) == saved->stamp);
        QCOMPARE(differenceOf(path, m_old), std::string());
        const auto again = saveSession(path, m_new);
        QVERIFY(again.has_value());
        QVERIFY(again->stamp != saved->stamp);
        QCOMPARE(differenceOf(path, m_new), std::string());
        QVERIFY(!stampOf(at("nothing")).has_value());
    }

    void aSymbolicLinkStays()
    {
        fs::create_directory(at("elsewhere"));
        QVERIFY(saveSession(at("elsewhere/target"), m_old).has_value());
        fs::create_symlink("elsewhere/target", at("link"));
        fs::create_symlink("link", at("link to the link"));
        QVERIFY(saveSession(at("link to the link"), m_new).has_value());
        QVERIFY(fs::is_symlink(at("link")));
        QVERIFY(fs::is_symlink(at("link to the link")));
        QVERIFY(!fs::is_symlink(at("elsewhere/target")));
        QCOMPARE(differenceOf(at("elsewhere/target"), m_new), std::string());
        // To a file that is not there yet.
        fs::create_symlink("elsewhere/later", at("dangling"));
        QVERIFY(saveSession(at("dangling"), m_new).has_value());
        QVERIFY(fs::is_symlink(at("dangling")));
        QCOMPARE(differenceOf(at("elsewhere/later"), m_new), std::string());
    }

    void aLinkToItselfIsRefusedAndStays()
    {
        fs::create_symlink("circle", at("circle"));
        QVERIFY(refusalOf(at("circle"), m_new).find("could not be reached") != std::string::npos);
        QVERIFY(fs::is_symlink(at("circle")));
    }

    void aHardLinkKeepsTheOldVersionAndIsTold()
    {
        QVERIFY(saveSession(at("one"), m_old).has_value());
        fs::create_hard_link(at("one"), at("other"));
        const auto saved = saveSession(at("one"), m_new);
        QVERIFY(saved.has_value());
        QVERIFY(saved->remark.find("hard links") != std::string::npos);
        QCOMPARE(differenceOf(at("one"), m_new), std::string());
        QCOMPARE(differenceOf(at("other"), m_old), std::string());
        QVERIFY(saveSession(at("one"), m_new)->remark.empty());
    }

    void whatIsNoFileIsRefused()
    {
        QVERIFY(refusalOf("/dev/full", m_new).find("not a regular file") != std::string::npos);
        QVERIFY(fs::is_character_file("/dev/full"));
        QCOMPARE(::mkfifo(at("pipe").c_str(), 0600), 0);
        QVERIFY(refusalOf(at("pipe"), m_new).find("not a regular file") != std::string::npos);
        QVERIFY(fs::is_fifo(at("pipe")));
        fs::create_directory(at("folder"));
        QVERIFY(refusalOf(at("folder"), m_new).find("is a folder") != std::string::npos);
        QVERIFY(refusalOf(at("no/such/folder/x"), m_new).find("does not exist") !=
                std::string::npos);
        fs::create_symlink(at("pipe"), at("link to a pipe"));
        QVERIFY(refusalOf(at("link to a pipe"), m_new).find("not a regular file") !=
                std::string::npos);
        for (const char* name : {"pipe", "folder", "nothing", "link to a pipe"}) {
            const auto opened = openSession(at(name));
            QVERIFY(!opened.has_value() && !opened.error().detail.empty());
        }
        QVERIFY(!openSession("/dev/full").has_value());
        QVERIFY(!openSession("/dev/zero").has_value());
    }

    void aFolderOrFileThatIsReadOnlyIsRefused()
    {
        QVERIFY(saveSession(at("kept"), m_old).has_value());
        fs::permissions(at("kept"), fs::perms(0444));
        fs::permissions(m_folder.path().toStdString(), fs::perms(0777));
        QVERIFY(asSomebody(
            [&] { return refusalOf(at("kept"), m_new).find("protected") != std::string::npos; }));
        fs::permissions(at("kept"), fs::perms(0666));
        fs::permissions(m_folder.path().toStdString(), fs::perms(0555));
        const bool isRefused = asSomebody([&] {
            return refusalOf(at("kept"), m_new).find("into its folder") != std::string::npos &&
                   refusalOf(at("fresh"), m_new).find("into its folder") != std::string::npos;
        });
        fs::permissions(m_folder.path().toStdString(), fs::perms(0700));
        QVERIFY(isRefused);
        QVERIFY(!fs::exists(at("fresh")));
        QCOMPARE(differenceOf(at("kept"), m_old), std::string());
    }

    void permissionsAreKept()
    {
        QVERIFY(saveSession(at("private"), m_old).has_value());
        for (const unsigned mode : {0600U, 0640U, 0664U, 0600U}) {
            fs::permissions(at("private"), fs::perms(mode));
            QVERIFY(saveSession(at("private"), m_new).has_value());
            QCOMPARE(static_cast<unsigned>(fs::status(at("private")).permissions()), mode);
        }
    }

    void onlyOldStraysOfTheDeadAreRemoved()
    {
        const pid_t dead = ::fork();
        if (dead == 0)
            ::_exit(0);
        ::waitpid(dead, nullptr, 0);
        const auto stray = [&](pid_t process, const char* rest, int minutes) {
            const fs::path path = at((".woodshed-" + std::to_string(process) + rest).c_str());
            (void)writeFile(path, std::string_view("half")).has_value();
            fs::last_write_time(path,
                                fs::file_time_type::clock::now() - std::chrono::minutes(minutes));
            return path;
        };
        const fs::path old = stray(dead, "-0.part.woodshed", 70);
        const std::vector<fs::path> kept{stray(dead, "-1.part.woodshed", 50),
                                         stray(::getpid(), "-7.part.woodshed", 70),
                                         stray(1, "-0.part.woodshed", 70),
                                         stray(dead, "-0.whole.woodshed", 70),
                                         stray(0, "-0.part", 70),
                                         stray(-1, "-0.part", 70)};
        QVERIFY(saveSession(at("document"), m_old).has_value());
        QVERIFY(!fs::exists(old));
        for (const fs::path& path : kept)
            QVERIFY2(fs::exists(path), path.c_str());
        // Those beside the file, when it is reached by a link from elsewhere.
        fs::create_directory(at("links"));
        fs::create_symlink("../document", at("links/link"));
        (void)stray(dead, "-0.part.woodshed", 70);
        QVERIFY(saveSession(at("links/link"), m_new).has_value());
        QVERIFY(!fs::exists(old));
    }
};

QTEST_APPLESS_MAIN(TestSaveDocument)
#include "tst_savedocument.moc"
