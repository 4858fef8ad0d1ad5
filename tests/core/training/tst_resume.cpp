#include <optional>
#include <stop_token>

#include <QTest>

#include "builttrainer.h"
#include "linedata.h"
#include "resumedata.h"
#include "trainingdata.h"

using namespace woodshed;
using testing::Kept;
using testing::notebookSizedDataset;
using testing::resumeAfter;
using testing::sameResult;
using testing::smallLines;

/// Training that goes on from a checkpoint as if it had never stopped.
class TestResume : public QObject
{
    Q_OBJECT

private:
    const std::shared_ptr<Trainer> m_trainer = testing::builtTrainer();

    TrainingResult run(const Dataset& dataset, const TrainingOptions& options,
                       const TrainingCallbacks& callbacks = {},
                       const TrainingResume* from = nullptr, const std::stop_token& stop = {})
    {
        return testing::succeeded(m_trainer->run(dataset, options, callbacks, stop, from));
    }
    TrainingResult run(const LineDataset& dataset, const LineTrainingOptions& options,
                       const TrainingCallbacks& callbacks = {},
                       const TrainingResume* from = nullptr, const std::stop_token& stop = {})
    {
        return testing::succeeded(m_trainer->runLine(dataset, options, callbacks, stop, from));
    }

    /// Resumes a run after each of these epochs and compares it with the whole one.
    template<typename Data, typename Options>
    void compare(const Data& dataset, const Options& options, std::initializer_list<int> epochs)
    {
        Kept kept;
        const auto whole = run(dataset, options, kept.callbacks());
        // Checkpoints change nothing.
        QVERIFY(sameResult(whole, run(dataset, options)));
        QCOMPARE(kept.checkpoints.size(), whole.history.size());
        for (const int epoch : epochs) {
            const auto resume = resumeAfter(kept, whole.history, epoch);
            Kept after;
            const auto resumed = run(dataset, options, after.callbacks(), &resume);
            QVERIFY2(sameResult(resumed, whole), qPrintable(QString::number(epoch)));
            // Only what is new was told, and the checkpoints are the same, too.
            const auto rest = whole.history.size() - static_cast<std::size_t>(epoch);
            QCOMPARE(after.reports.size(), rest);
            QCOMPARE(after.checkpoints.size(), rest);
            for (std::size_t i = 0; i < rest; ++i) {
                QCOMPARE(after.reports[i].epoch, epoch + static_cast<int>(i) + 1);
                QVERIFY(*after.checkpoints[i] ==
                        *kept.checkpoints[static_cast<std::size_t>(epoch) + i]);
            }
            for (std::size_t i = 1; i < resumed.history.size(); ++i)
                QVERIFY(resumed.history[i].seconds >= resumed.history[i - 1].seconds);
        }
    }

    template<typename Data, typename Options>
    QString refusal(const Data& dataset, const Options& options, const TrainingResume& from)
    {
        Kept kept;
        const auto result = [&] {
            if constexpr (std::is_same_v<Data, Dataset>)
                return m_trainer->run(dataset, options, kept.callbacks(), {}, &from);
            else
                return m_trainer->runLine(dataset, options, kept.callbacks(), {}, &from);
        }();
        if (result || result.error().code != ErrorCode::InvalidArgument || !kept.reports.empty())
            return {};
        return QString::fromStdString(result.error().detail);
    }

private Q_SLOTS:
    void notebookGoesOnBitForBit()
    {
        TrainingOptions options;
        options.epochs = 20;
        options.seed = 5;
        compare(notebookSizedDataset(2), options, {1, 2, 7, 19, 20});
        options.gates = GateActivation::Sigmoid;
        options.hidden = 17;
        options.batchSize = 7;
        compare(notebookSizedDataset(3), options, {3, 11});
    }

    void lineGoesOnBitForBit_data()
    {
        QTest::addColumn<double>("dropout");
        QTest::addColumn<int>("validation");
        QTest::addColumn<bool>("keepsLast");
        QTest::newRow("dropout, validation") << 0.4 << 3 << false;
        QTest::newRow("dropout, keeps the last") << 0.4 << 3 << true;
        QTest::newRow("no dropout, no validation") << 0.0 << 0 << false;
    }

    void lineGoesOnBitForBit()
    {
        QFETCH(double, dropout);
        QFETCH(int, validation);
        QFETCH(bool, keepsLast);
        LineTrainingOptions options{
            .hidden = 24, .epochs = 10, .steps = 24, .batchSize = 8, .seed = 4};
        options.dropout = dropout;
        options.keepsLast = keepsLast;
        compare(smallLines({.validation = validation, .noise = 0.3, .validationNoise = 0.3}),
                options, {1, 4, 9, 10});
    }

    void patienceGoesOn()
    {
        const auto dataset = smallLines({.solos = 4, .noise = 0.7, .validationNoise = 0.7});
        LineTrainingOptions options{
            .hidden = 24, .epochs = 200, .steps = 24, .batchSize = 4, .seed = 4};
        options.patience = 3;
        const auto whole = run(dataset, options);
        QCOMPARE(whole.ending, TrainingResult::Ending::NoLongerImproving);
        const int last = whole.history.back().epoch;
        QCOMPARE(last, whole.bestEpoch + 3);
        // Before the best epoch, while patience runs out, and after it has.
        compare(dataset, options, {1, whole.bestEpoch, last - 1, last});
    }

    void aStopWithinAnEpochLosesNoMoreThanThatEpoch()
    {
        const auto lines = smallLines({.noise = 0.3});
        const LineTrainingOptions options{
            .hidden = 24, .epochs = 8, .steps = 24, .batchSize = 8, .seed = 4};
        const auto stopAfter = [&](int epoch, Kept& kept, auto&& work) {
            std::stop_source stop;
            TrainingCallbacks callbacks = kept.callbacks();
            callbacks.onCheckpoint = [&, tell = callbacks.onCheckpoint](auto checkpoint) {
                const bool reached = checkpoint->epoch == epoch;
                tell(std::move(checkpoint));
                if (reached) // it is heard of in the epoch after
                    stop.request_stop();
            };
            return work(callbacks, stop.get_token());
        };
        Kept kept;
        const auto stopped = stopAfter(5, kept, [&](const auto& callbacks, const auto& stop) {
            return run(lines, options, callbacks, nullptr, stop);
        });
        QCOMPARE(stopped.ending, TrainingResult::Ending::Stopped);
        QCOMPARE(stopped.history.size(), std::size_t{5});
        const auto resume = resumeAfter(kept, stopped.history, 5);
        QVERIFY(sameResult(run(lines, options, {}, &resume), run(lines, options)));

        const auto dataset = notebookSizedDataset(8);
        TrainingOptions notebook;
        notebook.epochs = 9;
        Kept others;
        const auto other = stopAfter(4, others, [&](const auto& callbacks, const auto& stop) {
            return run(dataset, notebook, callbacks, nullptr, stop);
        });
        QCOMPARE(other.history.size(), std::size_t{4});
        const auto from = resumeAfter(others, other.history, 4);
        QVERIFY(sameResult(run(dataset, notebook, {}, &from), run(dataset, notebook)));
    }

    void aStopBeforeTheNextEpochKeepsWhatThereWas()
    {
        const auto dataset = notebookSizedDataset(8);
        TrainingOptions options;
        options.epochs = 6;
        Kept kept;
        const auto whole = run(dataset, options, kept.callbacks());
        const auto resume = resumeAfter(kept, whole.history, 3);
        std::stop_source stop;
        stop.request_stop();
        const auto result = run(dataset, options, {}, &resume, stop.get_token());
        QCOMPARE(result.ending, TrainingResult::Ending::Stopped);
        QVERIFY(result.best == resume.checkpoint.best);
        QVERIFY(result.history == resume.history);
    }

    void aNotebooksRunCanBeProlongedAndCutShort()
    {
        const auto dataset = notebookSizedDataset(4);
        TrainingOptions options;
        options.epochs = 8;
        Kept kept;
        const auto first = run(dataset, options, kept.callbacks());
        const auto resume = resumeAfter(kept, first.history, 8);
        options.epochs = 14;
        QVERIFY(sameResult(run(dataset, options, {}, &resume), run(dataset, options)));
        options.epochs = 5;
        const auto done = run(dataset, options, {}, &resume);
        QCOMPARE(done.ending, TrainingResult::Ending::Completed);
        QVERIFY(sameResult(done, first));
    }

    void divergenceComesAtTheSameEpoch()
    {
        TrainingOptions options;
        options.learningRate = 3;
        const auto dataset = notebookSizedDataset(6);
        Kept kept;
        const auto whole = run(dataset, options, kept.callbacks());
        QCOMPARE(whole.ending, TrainingResult::Ending::Diverged);
        QVERIFY(!kept.checkpoints.empty());
        for (const auto& checkpoint : kept.checkpoints) {
            const auto resume = resumeAfter(kept, whole.history, checkpoint->epoch);
            QVERIFY(sameResult(run(dataset, options, {}, &resume), whole));
        }
    }

    void whatDoesNotBelongIsRefused()
    {
        const auto dataset = notebookSizedDataset(4);
        TrainingOptions options;
        options.epochs = 3;
        Kept kept;
        const auto whole = run(dataset, options, kept.callbacks());
        const auto good = resumeAfter(kept, whole.history, 2);
        QVERIFY(refusal(dataset, options, good).isEmpty());
        const auto mentions = [&](const char* word, auto change) {
            TrainingResume bad = good;
            change(bad);
            return refusal(dataset, options, bad).contains(QLatin1String(word));
        };
        QVERIFY(refusal(notebookSizedDataset(5), options, good)
                    .contains(QLatin1String("other data or options")));
        TrainingOptions others = options;
        others.seed = 1;
        QVERIFY(refusal(dataset, others, good).contains(QLatin1String("other data or options")));
        QVERIFY(mentions("shape", [](TrainingResume& r) {
            auto& c = r.checkpoint;
            c.now = c.best = Weights::zeros(78, 3, GateActivation::HardSigmoid);
            c.firstMoment.resize(c.now.parameterCount());
            c.secondMoment.resize(c.now.parameterCount());
        }));
        QVERIFY(mentions("generators", [](TrainingResume& r) { r.checkpoint.random.clear(); }));
        QVERIFY(mentions("order", [](TrainingResume& r) { r.checkpoint.order.clear(); }));
        QVERIFY(mentions("leaves some out",
                         [](TrainingResume& r) { r.checkpoint.order[3] = r.checkpoint.order[4]; }));
        QVERIFY(
            mentions("moments", [](TrainingResume& r) { r.checkpoint.firstMoment.pop_back(); }));
        QVERIFY(mentions("history", [](TrainingResume& r) { r.history.pop_back(); }));

        // A checkpoint of the one profile is none of the other.
        QVERIFY(refusal(smallLines(), LineTrainingOptions{}, good)
                    .contains(QLatin1String("other data or options")));
    }
};

QTEST_GUILESS_MAIN(TestResume)
#include "tst_resume.moc"
