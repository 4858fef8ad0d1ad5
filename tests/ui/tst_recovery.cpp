#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "sampletakes.h"
#include "session/document.h"
#include "studio/recovery.h"

using namespace woodshed;

namespace
{

Session sessionOf(int takes)
{
    Session session;
    for (int i = 0; i < takes; ++i)
        session.takes.push_back({.take = samples::zigzag(8), .number = i + 1});
    return session;
}

std::filesystem::path native(const QString& path)
{
    return {path.toStdU16String()};
}

/// Another process that keeps a copy there and lives until it is killed.
class OtherWindow
{
public:
    OtherWindow(const QString& folder, int takes, const std::string& document = {})
    {
        int ready[2];
        if (::pipe(ready) != 0)
            qFatal("no pipe");
        m_process = ::fork();
        if (m_process == 0) {
            const RecoveryCopy copy(folder);
            const auto saved =
                saveSession(native(copy.path()), sessionOf(takes), DocumentOrigin{document});
            const char answer = saved ? 'y' : 'n';
            (void)!::write(ready[1], &answer, 1);
            while (true)
                ::pause();
        }
        char answer = 'n';
        m_isReady = ::read(ready[0], &answer, 1) == 1 && answer == 'y';
        ::close(ready[0]);
        ::close(ready[1]);
    }
    ~OtherWindow() { kill(); }
    [[nodiscard]] bool isReady() const { return m_isReady; }
    void kill()
    {
        if (m_process <= 0)
            return;
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
        m_process = 0;
    }

private:
    pid_t m_process = 0;
    bool m_isReady = false;
};

} // namespace

class TestRecovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsEveryCopyOfAKilledWindowAndNoneOfALivingOne()
    {
        QTemporaryDir folder;
        const QString copies = folder.filePath(QStringLiteral("state/recovery"));
        OtherWindow first(copies, 3);
        OtherWindow second(copies, 5, "/home/anna/blues.woodshed");
        QVERIFY(first.isReady() && second.isReady());
        const RecoveryFolder recovery(copies);
        QCOMPARE(recovery.outlived().size(), std::size_t{0});
        first.kill();
        QCOMPARE(recovery.outlived().size(), std::size_t{1});
        QCOMPARE(recovery.outlived().front().takes, 3);
        QVERIFY(recovery.outlived().front().document.isEmpty());
        second.kill();
        const auto both = recovery.outlived();
        QCOMPARE(both.size(), std::size_t{2});
        for (const RecoveryFile& file : both)
            if (file.takes == 5)
                QCOMPARE(file.document, QStringLiteral("/home/anna/blues.woodshed"));
    }

    void theFolderIsForTheUserOnly()
    {
        QTemporaryDir folder;
        const QString copies = folder.filePath(QStringLiteral("recovery"));
        const RecoveryCopy copy(copies);
        QVERIFY(!copy.path().isEmpty());
        const auto others =
            QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFile::permissions(copies) & others, QFile::Permissions());
    }

    void whatIsSavedGoesAndWhatIsGivenUpStaysUnoffered()
    {
        QTemporaryDir folder;
        {
            RecoveryCopy saved(folder.path());
            QVERIFY(saveSession(native(saved.path()), sessionOf(1)).has_value());
            RecoveryCopy givenUp(folder.path());
            QVERIFY(saveSession(native(givenUp.path()), sessionOf(2)).has_value());
            givenUp.setFate(RecoveryCopy::Fate::GiveUp);
        }
        const auto left = RecoveryFolder(folder.path()).outlived();
        QCOMPARE(left.size(), std::size_t{1});
        QCOMPARE(left.front().takes, 2);
        QVERIFY(left.front().isGivenUp);
    }

    void isKeptForThirtyDays()
    {
        QTemporaryDir folder;
        for (const int days : {29, 31}) {
            const QString path = folder.filePath(QStringLiteral("%1.woodshed").arg(days));
            QVERIFY(saveSession(native(path), sessionOf(days)).has_value());
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadWrite));
            QVERIFY(file.setFileTime(QDateTime::currentDateTime().addDays(-days),
                                     QFileDevice::FileModificationTime));
        }
        const auto left = RecoveryFolder(folder.path()).outlived();
        QCOMPARE(left.size(), std::size_t{1});
        QCOMPARE(left.front().takes, 29);
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("31.woodshed"))));
    }

    void aDamagedCopyHidesNoOther()
    {
        QTemporaryDir folder;
        QVERIFY(saveSession(native(folder.filePath(QStringLiteral("good.woodshed"))), sessionOf(4))
                    .has_value());
        QFile bad(folder.filePath(QStringLiteral("bad.woodshed")));
        QVERIFY(bad.open(QIODevice::WriteOnly));
        bad.write("SQLite format 3 it is not");
        bad.close();
        const auto left = RecoveryFolder(folder.path()).outlived();
        QCOMPARE(left.size(), std::size_t{1});
        QCOMPARE(left.front().takes, 4);
    }

    void withoutAFolderNothingIsKept()
    {
        const RecoveryCopy copy({});
        QVERIFY(copy.path().isEmpty());
        QVERIFY(RecoveryFolder({}).outlived().empty());
    }
};

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
