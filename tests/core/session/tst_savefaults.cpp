#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/mount.h>
#include <unistd.h>

#include "core/session/faultycalls.h"
#include "session/document.h"
#include "support/builtsession.h"
#include "support/random.h"

using namespace woodshed;
using namespace woodshed::test;
namespace fs = std::filesystem;

/// Faults and kills in the middle of a save: what is on the disk afterwards is the old document or
/// the new one, whole.
class TestSaveFaults : public QObject
{
    Q_OBJECT

private:
    struct Answer {
        int status = -1; ///< 0 saved, 1 refused, 9 killed
        int calls = 0;
        std::string sentence;
    };

    QTemporaryDir m_folder;
    QProcess m_helper;
    // As the helper has them.
    const std::string m_sessions[2] = {described(builtSession(0, {.takes = 8})),
                                       described(builtSession(1, {.takes = 9}))};
    int m_calls = 0; ///< of a save without faults
    Bytes m_old;     ///< the first of them as a document

    std::string folder() const { return m_folder.path().toStdString(); }
    std::string file() const { return folder() + "/a document.woodshed"; }

    Answer told(const std::string& order)
    {
        m_helper.write((order + '\n').c_str());
        while (!m_helper.canReadLine())
            if (!m_helper.waitForReadyRead(60'000))
                qFatal("The helper is silent after: %s", order.c_str());
        std::istringstream line(m_helper.readLine().toStdString());
        Answer answer;
        line >> answer.status >> answer.calls >> std::ws;
        std::getline(line, answer.sentence);
        return answer;
    }
    Answer save(int variant, FaultMode mode, int call, const std::string& path)
    {
        return told("save " + std::to_string(variant) + ' ' +
                    std::to_string(static_cast<int>(mode)) + ' ' + std::to_string(call) + ' ' +
                    path);
    }
    /// The number of the session that the file is, whole; -1 and why where it is neither.
    int variantOf(const std::string& path, std::string& why) const
    {
        const auto opened = openSession(path);
        if (!opened)
            why = opened.error().detail;
        else if (!opened->warnings.empty())
            why = opened->warnings.front();
        else if (const std::string text = described(opened->session); text == m_sessions[0])
            return 0;
        else if (text == m_sessions[1])
            return 1;
        else
            why = "is neither session";
        return -1;
    }
    void putOld(const std::string& path) const
    {
        std::ofstream(path, std::ios::binary)
            .write(reinterpret_cast<const char*>(m_old.data()),
                   static_cast<std::streamsize>(m_old.size()));
    }
    static std::ptrdiff_t entriesOf(const std::string& path)
    {
        return std::distance(fs::directory_iterator(path), fs::directory_iterator());
    }
    void removeAllBut(const std::string& kept) const
    {
        for (const auto& entry : fs::directory_iterator(folder()))
            if (entry.path() != kept)
                fs::remove(entry.path());
    }
    /// Where no save came through, the old one is there and nothing else.
    std::string afterRefusal(const Answer& answer, const std::string& path) const
    {
        std::string why;
        if (answer.status != 1 || answer.sentence.size() < 10)
            return "not refused with a sentence, but " + std::to_string(answer.status) + ": " +
                   answer.sentence;
        if (variantOf(path, why) != 0)
            return "the old document is not there: " + why;
        return entriesOf(fs::path(path).parent_path()) == 1 ? "" : "something is left over";
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_old = *encodeSession(builtSession(0, {.takes = 8}));
        m_helper.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_helper.start(QStringLiteral(WOODSHED_SAVEHELPER), {});
        QVERIFY(m_helper.waitForStarted());
    }

    void aSaveWithoutFaults()
    {
        putOld(file());
        const Answer answer = save(1, FaultMode::None, -1, file());
        QVERIFY2(answer.status == 0, answer.sentence.c_str());
        std::string why;
        QVERIFY2(variantOf(file(), why) == 1, why.c_str());
        // open, write, fsync, read back, close, rename and the sync of the folder at least: else
        // the helper's own functions are not those that are called.
        std::printf("a save makes %d calls\n", answer.calls);
        m_calls = answer.calls;
        QVERIFY2(m_calls >= 15, std::to_string(m_calls).c_str());
    }

    void aFaultAtEveryCall()
    {
        const std::pair<FaultMode, const char*> modes[] = {
            {FaultMode::KillBefore, "killed before"}, {FaultMode::KillAfter, "killed after"},
            {FaultMode::InputError, "I/O error"},     {FaultMode::DiskFull, "no space"},
            {FaultMode::Short, "half moved"},         {FaultMode::FullFrom, "full from then on"}};
        for (const auto& [mode, name] : modes) {
            int old = 0;
            int fresh = 0;
            int refused = 0;
            int call = 0;
            for (;; ++call) {
                removeAllBut({});
                putOld(file());
                const Answer answer = save(1, mode, call, file());
                if (answer.status != 9 && answer.calls <= call)
                    break; // the save was over before
                std::string why;
                const int found = variantOf(file(), why);
                const std::string where = std::string(name) + " at call " + std::to_string(call) +
                                          ": " + why + ' ' + answer.sentence;
                QVERIFY2(found >= 0, where.c_str());
                ++(found == 0 ? old : fresh);
                const bool isKill = mode == FaultMode::KillBefore || mode == FaultMode::KillAfter;
                if (answer.status != 9) {
                    QVERIFY2(!isKill, where.c_str());
                    QVERIFY2(entriesOf(folder()) == 1, where.c_str());
                } else {
                    QVERIFY2(isKill, where.c_str());
                }
                if (answer.status == 0)
                    QVERIFY2(found == 1, where.c_str());
                if (answer.status == 1) {
                    ++refused;
                    QVERIFY2(answer.sentence.size() > 10, where.c_str());
                }
                if (mode == FaultMode::Short)
                    QVERIFY2(answer.status == 0, where.c_str());
                const Answer again = save(1, FaultMode::None, -1, file());
                QVERIFY2(again.status == 0, (where + again.sentence).c_str());
                QVERIFY2(variantOf(file(), why) == 1, where.c_str());
            }
            std::printf("%-18s %3d calls: %3d old, %3d new; %3d refused with a sentence\n", name,
                        call, old, fresh, refused);
            QCOMPARE(call, m_calls);
        }
    }

    void aLimitOfTheFileSize()
    {
        const std::size_t size = encodeSession(builtSession(1, {.takes = 9}))->size();
        for (std::size_t i = 0; i < 64; ++i) {
            removeAllBut({});
            putOld(file());
            const Answer answer =
                told("limit 1 " + std::to_string(i * (size - 1) / 63) + ' ' + file());
            QCOMPARE(afterRefusal(answer, file()), std::string());
        }
        QCOMPARE(save(1, FaultMode::None, -1, file()).status, 0);
        std::printf("64 limits of the size of a file, the old document was whole each time\n");
    }

    void aFullDisk()
    {
        const std::string disk = folder() + "/disk";
        fs::create_directory(disk);
        const std::size_t size = encodeSession(builtSession(1, {.takes = 9}))->size();
        int sizes = 0;
        for (std::size_t i = 0; i < 64; ++i) {
            // Room for the old document and a part of the new one.
            const std::size_t room = m_old.size() + 4096 + i * (size - 2 * 4096) / 63;
            if (::mount("tmpfs", disk.c_str(), "tmpfs", 0,
                        ("size=" + std::to_string(room)).c_str()) != 0)
                break;
            const std::string path = disk + "/document.woodshed";
            putOld(path);
            const Answer answer = save(1, FaultMode::None, -1, path);
            const std::string wrong = afterRefusal(answer, path);
            ::umount2(disk.c_str(), MNT_DETACH);
            QCOMPARE(wrong, std::string());
            ++sizes;
        }
        fs::remove(disk);
        if (sizes == 0)
            QSKIP("no small disk could be mounted, which takes the rights of root");
        std::printf("%d sizes of a full disk, the old document was whole each time\n", sizes);
        QCOMPARE(sizes, 64);
    }

    void killsAtRandom()
    {
        Random random(1);
        removeAllBut({});
        putOld(file());
        int found[2] = {0, 0};
        std::ptrdiff_t strays = 0;
        for (int i = 0; i < 1000; ++i) {
            (void)told("kill " + std::to_string(random.index(2)) + ' ' +
                       std::to_string(random.index(20'000)) + ' ' + file());
            std::string why;
            const int variant = variantOf(file(), why);
            QVERIFY2(variant >= 0, ("kill " + std::to_string(i) + ": " + why).c_str());
            ++found[variant];
            strays += entriesOf(folder()) - 1;
            removeAllBut(file());
        }
        QCOMPARE(save(1, FaultMode::None, -1, file()).status, 0);
        std::printf("1000 kills, %td of them between the first byte and the renaming: %d times the "
                    "one session, %d times the other, whole each time\n",
                    strays, found[0], found[1]);
        QVERIFY(found[0] > 0 && found[1] > 0);
    }

    void cleanupTestCase()
    {
        m_helper.closeWriteChannel();
        QVERIFY(m_helper.waitForFinished(10'000));
        QCOMPARE(m_helper.exitCode(), 0);
    }
};

QTEST_GUILESS_MAIN(TestSaveFaults)
#include "tst_savefaults.moc"
