#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include "controllers/audioexportcontroller.h"
#include "samplestudio.h"

using namespace woodshed;

class TestAudioExportController : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<samples::FakeRenderer> m_renderer;
    QString m_proposed;
    QString m_answer;

    std::unique_ptr<AudioExportController> controller()
    {
        m_renderer = std::make_unique<samples::FakeRenderer>();
        return std::make_unique<AudioExportController>(
            [this](QWidget*, const QString& proposed) {
                m_proposed = proposed;
                return m_answer;
            },
            m_renderer->function());
    }
    static void begin(AudioExportController& controller)
    {
        Performance performance;
        performance.title = "Blues in F";
        controller.exportAudio(performance,
                               {.soundFont = {}, .title = "Blues in F", .comment = {}, .mix = {}},
                               QStringLiteral("Blues in F - solo 3"), nullptr);
    }

private Q_SLOTS:
    void init() { m_answer = QStringLiteral("/tmp/a solo.mp3"); }

    void setsTheSuffix_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("written");
        QTest::newRow("none") << "/tmp/a solo"
                              << "/tmp/a solo.mp3";
        QTest::newRow("another's") << "/tmp/a solo.mid"
                                   << "/tmp/a solo.mid.mp3";
        QTest::newRow("a number") << "/tmp/take 1.5"
                                  << "/tmp/take 1.5.mp3";
        QTest::newRow("mp3") << "/tmp/a.mp3"
                             << "/tmp/a.mp3";
        QTest::newRow("flac") << "/tmp/a.flac"
                              << "/tmp/a.flac";
        QTest::newRow("ogg") << "/tmp/a.ogg"
                             << "/tmp/a.ogg";
        QTest::newRow("opus") << "/tmp/a.opus"
                              << "/tmp/a.opus";
        QTest::newRow("wav, in capitals") << "/tmp/A.WAV"
                                          << "/tmp/A.WAV";
    }
    void setsTheSuffix()
    {
        QFETCH(QString, answer);
        QFETCH(QString, written);
        m_answer = answer;
        const auto exporter = controller();
        QSignalSpy saved(exporter.get(), &AudioExportController::saved);
        begin(*exporter);
        QCOMPARE(QFileInfo(m_proposed).fileName(), QStringLiteral("Blues in F - solo 3.mp3"));
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved.front().front().toString(), written);
        QCOMPARE(m_renderer->asked().path, std::filesystem::path(written.toStdString()));
        QCOMPARE(m_renderer->asked().performance.title, std::string("Blues in F"));
        QCOMPARE(m_renderer->asked().options.title, std::string("Blues in F"));
    }

    void remembersTheFolderAndTheKind()
    {
        const auto exporter = controller();
        m_answer = QDir::rootPath() + QStringLiteral("gifts/one.flac");
        begin(*exporter);
        QTRY_VERIFY(!exporter->isRunning());
        m_answer = QStringLiteral("/gifts/two");
        QSignalSpy saved(exporter.get(), &AudioExportController::saved);
        begin(*exporter);
        QCOMPARE(m_proposed, QStringLiteral("/gifts/Blues in F - solo 3.flac"));
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved.front().front().toString(), QStringLiteral("/gifts/two.flac"));
    }

    void whoThinksBetterOfItRendersNothing()
    {
        m_answer.clear();
        const auto exporter = controller();
        QSignalSpy running(exporter.get(), &AudioExportController::runningChanged);
        begin(*exporter);
        QVERIFY(!exporter->isRunning());
        QCOMPARE(running.size(), 0);
        QCOMPARE(m_renderer->count(), 0);
    }

    void tellsProgressInWholeHundredthsOnItsOwnThread()
    {
        const auto exporter = controller();
        m_renderer->reports = 5000;
        QList<int> percents;
        connect(exporter.get(), &AudioExportController::progressed, this,
                [&](const QString& name, int percent) {
                    QCOMPARE(QThread::currentThread(), thread());
                    QCOMPARE(name, QStringLiteral("a solo.mp3"));
                    percents << percent;
                });
        begin(*exporter);
        QCOMPARE(percents, QList<int>{0});
        QTRY_VERIFY(!exporter->isRunning());
        QCOMPARE(percents.size(), 101);
        for (int i = 0; i <= 100; ++i)
            QCOMPARE(percents[i], i);
        QCOMPARE(renderingText(QStringLiteral("100 %2.mp3"), 40),
                 QStringLiteral("Rendering 100 %2.mp3, 40 %"));
    }

    void cancellingIsToldOnceItHasEnded()
    {
        const auto exporter = controller();
        m_renderer->hold = true;
        QSignalSpy saved(exporter.get(), &AudioExportController::saved);
        QSignalSpy cancelled(exporter.get(), &AudioExportController::cancelled);
        QSignalSpy running(exporter.get(), &AudioExportController::runningChanged);
        QSignalSpy progressed(exporter.get(), &AudioExportController::progressed);
        begin(*exporter);
        QTRY_COMPARE(progressed.size(), 2); // 0 and 40 %, where it is held
        exporter->cancel();
        QVERIFY(exporter->isRunning());
        QTRY_COMPARE(running.size(), 2);
        QVERIFY(m_renderer->stopSeen);
        QCOMPARE(cancelled.size(), 1);
        QCOMPARE(saved.size(), 0);
        QCOMPARE(progressed.size(), 2);
        QCOMPARE(running.back().front().toBool(), false);

        m_renderer->hold = false; // and it can be done again
        begin(*exporter);
        QTRY_COMPARE(saved.size(), 1);
    }

    void whatIsCancelledTooLateIsSaved()
    {
        const auto exporter = controller();
        QSignalSpy saved(exporter.get(), &AudioExportController::saved);
        QSignalSpy cancelled(exporter.get(), &AudioExportController::cancelled);
        begin(*exporter);
        const QDeadlineTimer hang(30000);
        while (m_renderer->count() == 0 && !hang.hasExpired())
            QThread::yieldCurrentThread(); // without events: done, and not yet told
        exporter->cancel();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(cancelled.size(), 0);
    }

    void failuresAreTold()
    {
        m_answer = QStringLiteral("/tmp/full.ogg");
        const auto exporter = controller();
        Error told;
        connect(exporter.get(), &AudioExportController::failed, this,
                [&told](const Error& error) { told = error; });
        begin(*exporter);
        QTRY_VERIFY(!exporter->isRunning());
        QCOMPARE(told.code, ErrorCode::NotWritable);
        QCOMPARE(told.where, std::string("/tmp/full.ogg"));
    }

    void oneAtATime()
    {
        const auto exporter = controller();
        m_renderer->hold = true;
        begin(*exporter);
        m_proposed.clear();
        begin(*exporter);
        QCOMPARE(m_proposed, QString()); // it does not even ask
        m_renderer->hold = false;
        QTRY_VERIFY(!exporter->isRunning());
        QCOMPARE(m_renderer->count(), 1);
    }

    void itsEndCancelsAndWaits()
    {
        auto exporter = controller();
        m_renderer->hold = true;
        QSignalSpy saved(exporter.get(), &AudioExportController::saved);
        begin(*exporter);
        exporter.reset();
        QVERIFY(m_renderer->stopSeen);
        QCOMPARE(m_renderer->count(), 0);
        QCoreApplication::processEvents();
        QCOMPARE(saved.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestAudioExportController)
#include "tst_audioexportcontroller.moc"
