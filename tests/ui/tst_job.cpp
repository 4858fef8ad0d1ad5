#include <atomic>

#include <QTest>

#include "controllers/job.h"

using namespace woodshed;

class TestJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theAnswerComesOnTheOwnersThread()
    {
        QObject owner;
        Job<int> job(&owner);
        int answer = 0;
        QThread* thread = nullptr;
        QCOMPARE(job.start([](const std::stop_token&) { return 42; },
                           [&](int value) {
                               answer = value;
                               thread = QThread::currentThread();
                           }),
                 1);
        QVERIFY(job.isRunning());
        QTRY_COMPARE(answer, 42);
        QCOMPARE(thread, QThread::currentThread());
        QVERIFY(!job.isRunning());
    }

    void aStaleAnswerIsDropped()
    {
        QObject owner;
        Job<int> job(&owner);
        std::atomic<bool> firstEnded{false};
        QList<int> answers;
        job.start(
            [&firstEnded](const std::stop_token& stop) {
                while (!stop.stop_requested())
                    std::this_thread::yield();
                firstEnded = true;
                return 1;
            },
            [&](int value) { answers << value; });
        job.start([](const std::stop_token&) { return 2; }, [&](int value) { answers << value; });
        QTRY_COMPARE(answers, QList<int>{2});
        QTRY_VERIFY(firstEnded);
        QCoreApplication::processEvents();
        QCOMPARE(answers, QList<int>{2});
    }

    void itsEndWaitsForTheWork()
    {
        std::atomic<bool> ended{false};
        {
            QObject owner;
            Job<int> job(&owner);
            job.start(
                [&ended](const std::stop_token& stop) {
                    while (!stop.stop_requested())
                        std::this_thread::yield();
                    ended = true;
                    return 0;
                },
                [](int) { QFAIL("an answer after the end"); });
        }
        QVERIFY(ended);
        QCoreApplication::processEvents();
    }
};

QTEST_GUILESS_MAIN(TestJob)
#include "tst_job.moc"
