#include <cmath>
#include <map>

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

    static TrainingPlan notebook(int epochs)
    {
        TrainingPlan plan;
        plan.notebook.epochs = epochs;
        return plan;
    }
    static std::shared_ptr<const StudioCorpus> corpus()
    {
        auto corpus = std::make_shared<StudioCorpus>(samples::corpus("Six solos", 1));
        samples::addLines(*corpus);
        return corpus;
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
        QCOMPARE(controller.start(corpus(), notebook(5000)), 1);
        QTRY_COMPARE(ends, 1);
        QCOMPARE(atEnd, std::size_t{5000});
        for (std::size_t i = 0; i < atEnd; ++i)
            QCOMPARE(controller.history()[i].epoch, static_cast<int>(i) + 1);
        QCOMPARE(controller.state(), TrainingController::State::Idle);
        QCOMPARE(controller.start(corpus(), notebook(5000)), 2);
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
        QVERIFY(controller.start(corpus(), notebook(10)) > 0);
        QCOMPARE(controller.start(corpus(), notebook(10)), 0);
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
            QVERIFY(controller.start(corpus(), {}) > 0);
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
        QVERIFY(controller.start(corpus(), {}) > 0);
        QTRY_COMPARE(why, std::string("the training module is missing"));
    }

    void woodshedIsTrainedOnLinesAndKeepsMilestones()
    {
        TrainingController controller(opener());
        std::map<int, std::shared_ptr<const Model>> reached;
        connect(&controller, &TrainingController::reached, this,
                [&](int epoch, const std::shared_ptr<const Model>& model) {
                    QVERIFY2(!reached.contains(epoch), "a milestone came twice");
                    reached[epoch] = model;
                });
        int ends = 0;
        TrainingPlan plan;
        plan.profile = TrainingPlan::Profile::Woodshed;
        plan.line.epochs = 23;
        const auto learnt = corpus();
        connect(&controller, &TrainingController::finished, this,
                [&](const TrainingOutcome& outcome) {
                    ++ends;
                    QCOMPARE(outcome.result->bestEpoch, 10);
                    QCOMPARE(outcome.corpus, learnt);
                    QCOMPARE(reached.size(), std::size_t{6});
                });
        QVERIFY(controller.start(learnt, plan) > 0);
        QTRY_COMPARE(ends, 1);
        QList<int> epochs;
        for (const auto& [epoch, model] : reached) {
            epochs << epoch;
            QCOMPARE(model->weights.denseBias.front(), static_cast<float>(epoch));
        }
        QCOMPARE(epochs, (QList<int>{1, 2, 5, 10, 20, 23}));

        const Model& model = *reached.at(23);
        QCOMPARE(model.profile, std::string("woodshed"));
        QVERIFY(model.vocabulary == learnt->line->dataset.vocabulary);
        QCOMPARE(model.ranges, learnt->line->dataset.ranges);
        QCOMPARE(model.character, learnt->line->dataset.character);
        QCOMPARE(model.characters, charactersText(learnt->line->characters));
        QCOMPARE(model.notes.at("corpus"), std::string("Six solos"));
        QVERIFY(model.weights.isConsistent());
        QVERIFY(plan.untrained(*learnt).shape().parameterCount() > 0);
    }

    void stoppedBetweenMilestonesTheLastEpochCanBeHeardToo()
    {
        TrainingController controller(opener());
        m_trainer->holdAt = 9;
        QList<int> reached;
        int ends = 0;
        connect(&controller, &TrainingController::reached, this,
                [&](int epoch, const std::shared_ptr<const Model>&) { reached << epoch; });
        connect(&controller, &TrainingController::finished, this, [&] { ++ends; });
        QVERIFY(controller.start(corpus(), notebook(100)) > 0);
        QTRY_COMPARE(controller.history().size(), std::size_t{8});
        controller.stop();
        QTRY_COMPARE(ends, 1);
        QCOMPARE(reached, (QList<int>{1, 2, 5, 8}));
    }

    void aCorpusWithoutLinesSaysWhyWoodshedCannotLearn()
    {
        auto bare = std::make_shared<StudioCorpus>(samples::corpus("bare", 1));
        bare->lineTrouble = "it has no chords";
        TrainingPlan plan;
        plan.profile = TrainingPlan::Profile::Woodshed;
        QVERIFY(!plan.fits(*bare));
        TrainingController controller(opener());
        std::string why;
        connect(&controller, &TrainingController::finished, this,
                [&](const TrainingOutcome& outcome) { why = outcome.result.error().detail; });
        QVERIFY(controller.start(bare, plan) > 0);
        QTRY_COMPARE(why, std::string("it has no chords"));
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

    void verdictOfLinesInPlainWords()
    {
        const auto words = [](const TrainingResult& result) {
            return trainingVerdict(result, TrainingPlan::Profile::Woodshed);
        };
        TrainingResult result;
        for (int epoch = 1; epoch <= 20; ++epoch) {
            EpochReport report;
            report.epoch = epoch;
            report.loss = 5;
            report.validationLoss = 4 + 0.1 * std::abs(epoch - 12);
            result.history.push_back(report);
        }
        result.bestEpoch = 12;
        result.bestLoss = 4;
        QCOMPARE(words(result),
                 QStringLiteral("Epoch 12 is kept: 4.00 nats a note in solos it was not shown. "
                                "After that it began to memorise, which is left out. "
                                "New solos use it now."));
        QVERIFY(trainingAdvice(result.history).contains(QStringLiteral("by heart")));
        result.bestEpoch = 20; // the last one was asked for
        result.bestLoss = 4.8;
        QCOMPARE(words(result),
                 QStringLiteral("Epoch 20 is kept: 4.80 nats a note in solos it was not shown. "
                                "It knows its own solos well. New solos use it now."));
        result.bestEpoch = 12;
        result.bestLoss = 4;
        result.history.resize(13);
        QVERIFY(trainingAdvice(result.history).isEmpty());
        result.ending = TrainingResult::Ending::NoLongerImproving;
        QVERIFY(words(result).contains(QStringLiteral("Nothing better came after it")));
        result.history.resize(12);
        result.ending = TrainingResult::Ending::Completed;
        QVERIFY(words(result).contains(QStringLiteral("still getting better")));
        for (EpochReport& report : result.history)
            report.validationLoss.reset();
        QVERIFY(!words(result).contains(QStringLiteral("not shown")));
    }

    void verdictInPlainWords()
    {
        const auto verdict = [](const TrainingResult& given) {
            return trainingVerdict(given, TrainingPlan::Profile::Notebook);
        };
        TrainingResult result;
        EpochReport first;
        first.loss = 125.8;
        result.history = {first};
        result.bestLoss = 6;
        result.bestEpoch = 98;
        QCOMPARE(verdict(result),
                 QStringLiteral("Loss 125.8 to 6.0, best at epoch 98. It knows the corpus "
                                "nearly by heart. New solos use it now."));
        result.bestLoss = 120;
        result.ending = TrainingResult::Ending::Stopped;
        QVERIFY(verdict(result).startsWith(QStringLiteral("Stopped; the best is kept.")));
        QVERIFY(verdict(result).contains(QStringLiteral("hardly begun")));
        result.history.clear();
        QVERIFY(verdict(result).contains(QStringLiteral("nothing has changed")));
    }
};

QTEST_GUILESS_MAIN(TestTrainingController)
#include "tst_trainingcontroller.moc"
