#include <QSignalSpy>
#include <QTest>

#include "controllers/trainingcontroller.h"
#include "samplestudio.h"

using namespace woodshed;

class TestTrainingController : public QObject
{
    Q_OBJECT

private:
    std::shared_ptr<samples::FakeTrainer> m_trainer;
    OpenTrainer opener()
    {
        m_trainer = std::make_shared<samples::FakeTrainer>();
        return [trainer = m_trainer]() -> Result<std::shared_ptr<Trainer>> {
            return std::shared_ptr<Trainer>(trainer);
        };
    }

private Q_SLOTS:
    void noReportIsLostAndTheEndComesOnceAndLast()
    {
        TrainingController controller(opener());
        int ends = 0;
        std::size_t atEnd = 0;
        connect(&controller, &TrainingController::finished, this,
                [&](const TrainingOutcome& outcome) {
                    ++ends;
                    atEnd = controller.history().size();
                    QVERIFY(outcome.result.has_value());
                    QCOMPARE(outcome.result->history.size(), std::size_t{5000});
                });
        TrainingOptions options;
        options.epochs = 5000;
        QCOMPARE(controller.start(samples::corpus("a", 1).dataset, options), 1);
        QTRY_COMPARE(ends, 1);
        QCOMPARE(atEnd, std::size_t{5000});
        for (std::size_t i = 0; i < atEnd; ++i)
            QCOMPARE(controller.history()[i].epoch, static_cast<int>(i) + 1);
        QCOMPARE(controller.state(), TrainingController::State::Idle);
        QCOMPARE(controller.start(samples::corpus("a", 1).dataset, options), 2);
        QCOMPARE(controller.history().size(), std::size_t{0});
        QTRY_COMPARE(ends, 2);
    }

    void onlyOneAtATimeAndStopAnswersAtOnce()
    {
        TrainingController controller(opener());
        m_trainer->holdAt = 3;
        int ends = 0;
        connect(&controller, &TrainingController::finished, this,
                [&](const TrainingOutcome& outcome) {
                    ++ends;
                    QCOMPARE(outcome.result->ending, TrainingResult::Ending::Stopped);
                });
        TrainingOptions options;
        options.epochs = 10;
        QVERIFY(controller.start({}, options) > 0);
        QCOMPARE(controller.start({}, options), 0);
        QTRY_COMPARE(controller.history().size(), std::size_t{2});
        controller.stop();
        QCOMPARE(controller.state(), TrainingController::State::Stopping);
        QTRY_COMPARE(ends, 1);
    }

    void endingTheControllerEndsTheTraining()
    {
        {
            TrainingController controller(opener());
            m_trainer->holdAt = 1;
            QVERIFY(controller.start({}, {}) > 0);
        }
        QVERIFY(m_trainer->stopSeen);
    }

    void aModuleThatCannotBeOpenedIsAnOutcome()
    {
        TrainingController controller([]() -> Result<std::shared_ptr<Trainer>> {
            return fail(ErrorCode::Unavailable, "the training module is missing");
        });
        std::string why;
        connect(&controller, &TrainingController::finished, this,
                [&](const TrainingOutcome& outcome) { why = outcome.result.error().detail; });
        QVERIFY(controller.start({}, {}) > 0);
        QTRY_COMPARE(why, std::string("the training module is missing"));
    }

    void progressInWords_data()
    {
        QTest::addColumn<int>("epoch");
        QTest::addColumn<double>("seconds");
        QTest::addColumn<int>("epochs");
        QTest::addColumn<QString>("text");
        QTest::newRow("first twentieth") << 4 << 2.0 << 100 << QStringLiteral("Epoch 4 of 100");
        QTest::newRow("seconds") << 50 << 12.0 << 100
                                 << QStringLiteral("Epoch 50 of 100, about 12 s left");
        QTest::newRow("minutes") << 10 << 30.0 << 100
                                 << QStringLiteral("Epoch 10 of 100, about 5 min left");
        QTest::newRow("last") << 100 << 30.0 << 100 << QStringLiteral("Epoch 100 of 100");
        QTest::newRow("never zero")
            << 99 << 0.5 << 100 << QStringLiteral("Epoch 99 of 100, about 1 s left");
    }

    void progressInWords()
    {
        QFETCH(int, epoch);
        QFETCH(double, seconds);
        QFETCH(int, epochs);
        EpochReport report;
        report.epoch = epoch;
        report.seconds = seconds;
        QTEST(trainingProgressText({report}, epochs), "text");
    }

    void verdictInPlainWords()
    {
        TrainingResult result;
        EpochReport first;
        first.loss = 125.8;
        result.history = {first};
        result.bestLoss = 6;
        result.bestEpoch = 98;
        QCOMPARE(trainingVerdict(result),
                 QStringLiteral("Loss 125.8 to 6.0, best at epoch 98. It knows the corpus "
                                "nearly by heart. New solos use it now."));
        result.bestLoss = 120;
        result.ending = TrainingResult::Ending::Stopped;
        QVERIFY(trainingVerdict(result).startsWith(QStringLiteral("Stopped; the best is kept.")));
        QVERIFY(trainingVerdict(result).contains(QStringLiteral("hardly begun")));
        result.history.clear();
        QVERIFY(trainingVerdict(result).contains(QStringLiteral("nothing has changed")));
    }
};

QTEST_GUILESS_MAIN(TestTrainingController)
#include "tst_trainingcontroller.moc"
