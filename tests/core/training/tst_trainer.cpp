#include <atomic>
#include <cmath>
#include <fstream>
#include <limits>
#include <thread>

#include <QTemporaryDir>
#include <QTest>

#include <dlfcn.h>

#include "builttrainer.h"
#include "trainingdata.h"

using namespace woodshed;
using testing::notebookSizedDataset;

namespace
{

/// A scale of eight values up and down for ever: fully predictable from the second step on.
Dataset scales()
{
    std::vector<std::int32_t> tokens;
    for (int i = 0; i < 120; ++i)
        tokens.push_back(i % 14 < 8 ? i % 14 : 14 - i % 14);
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < 14; ++i)
        starts.push_back(i);
    return testing::windowsOf(tokens, testing::numberedValues(8), 12, starts);
}

} // namespace

class TestTrainer : public QObject
{
    Q_OBJECT

private:
    const std::shared_ptr<Trainer> m_trainer = testing::builtTrainer();

    TrainingResult run(const Dataset& dataset, const TrainingOptions& options,
                       const EpochCallback& onEpoch = {}, const std::stop_token& stop = {})
    {
        return testing::succeeded(m_trainer->run(dataset, options, onEpoch, stop));
    }

private Q_SLOTS:
    void namesItsBlas()
    {
        qInfo("%s", m_trainer->blasName().c_str());
        QVERIFY(m_trainer->blasName().size() > 3);
        QVERIFY(m_trainer->blasName() != "unknown");
    }

    void opensMoreThanOnce()
    {
        const auto other = openTrainer(WOODSHED_TRAINING_MODULE);
        QVERIFY(other.has_value());
        QVERIFY(*other != m_trainer);
    }

    void missingAndForeignModulesAreErrors()
    {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "module.so";
        QCOMPARE(openTrainer(path).error().code, ErrorCode::NotFound);
        QCOMPARE(openTrainer(path.parent_path()).error().code, ErrorCode::NotFound);
        std::ofstream(path) << "this is no library";
        const auto error = openTrainer(path).error();
        QCOMPARE(error.code, ErrorCode::Unavailable);
        QVERIFY(error.detail.find("could not be opened") != std::string::npos);
        // A sound library, but not ours: the one that Qt's tests come from.
        Dl_info info = {};
        QVERIFY(::dladdr(reinterpret_cast<void*>(&QTest::qSleep), &info) != 0);
        const auto foreign = openTrainer(info.dli_fname).error();
        QCOMPARE(foreign.code, ErrorCode::Unavailable);
        QVERIFY(foreign.detail.find("another version") != std::string::npos);
    }

    void learnsATinyTask_data()
    {
        QTest::addColumn<bool>("hard");
        QTest::newRow("hard sigmoid") << true;
        QTest::newRow("sigmoid") << false;
    }

    void learnsATinyTask()
    {
        QFETCH(bool, hard);
        TrainingOptions options;
        options.hidden = 24;
        options.gates = hard ? GateActivation::HardSigmoid : GateActivation::Sigmoid;
        options.epochs = 150;
        options.batchSize = 5;
        options.seed = 3;
        const auto result = run(scales(), options);
        QCOMPARE(result.ending, TrainingResult::Ending::Completed);
        const auto& last = result.history.back();
        // 11 labelled steps. The first can only be guessed and the turn at a first value is open:
        // see what is left.
        const double guessing = 11 * std::log(8.0);
        QVERIFY(result.history.front().loss > 0.8 * guessing);
        QVERIFY2(last.loss < 0.3 * guessing, qPrintable(QString::number(last.loss)));
        QVERIFY2(last.accuracy > 0.8, qPrintable(QString::number(last.accuracy)));
        QVERIFY(result.best.isFinite());
        QVERIFY(result.best.isConsistent());
        QCOMPARE(result.best.gates, options.gates);
    }

    void reportsEveryEpochInOrder()
    {
        TrainingOptions options;
        options.epochs = 25;
        std::vector<EpochReport> reports;
        std::vector<Weights> weights;
        const auto thread = std::this_thread::get_id();
        const auto result = run(notebookSizedDataset(2), options,
                                [&](const EpochReport& report, const Weights& now) {
                                    QVERIFY(std::this_thread::get_id() == thread);
                                    reports.push_back(report);
                                    weights.push_back(now);
                                });
        QCOMPARE(result.ending, TrainingResult::Ending::Completed);
        QVERIFY(result.message.empty());
        QCOMPARE(reports.size(), std::size_t{25});
        QCOMPARE(result.history.size(), std::size_t{25});
        double lowest = reports.front().loss;
        for (std::size_t i = 0; i < reports.size(); ++i) {
            QCOMPARE(reports[i].epoch, static_cast<int>(i) + 1);
            QCOMPARE(result.history[i].epoch, reports[i].epoch);
            QCOMPARE(result.history[i].loss, reports[i].loss);
            QVERIFY(reports[i].accuracy >= 0 && reports[i].accuracy <= 1);
            QVERIFY(i == 0 || reports[i].seconds >= reports[i - 1].seconds);
            // Two updates an epoch; the epoch's last update has 2i + 1 before it.
            const double rate = 0.01 / (1 + 0.01 * static_cast<double>(2 * i + 1));
            QVERIFY(std::abs(reports[i].learningRate - rate) < 1e-12);
            lowest = std::min(lowest, reports[i].loss);
        }
        // The best weights are those at the end of the epoch with the lowest loss.
        QCOMPARE(result.bestLoss, lowest);
        QCOMPARE(reports[static_cast<std::size_t>(result.bestEpoch) - 1].loss, lowest);
        QVERIFY(result.best == weights[static_cast<std::size_t>(result.bestEpoch) - 1]);
    }

    void firstLossIsThatOfGuessing()
    {
        // One batch, measured before its update: the fresh network knows nothing, and 29 of 30
        // steps are labelled.
        TrainingOptions options;
        options.epochs = 1;
        options.batchSize = 60;
        const auto result = run(notebookSizedDataset(2), options);
        QVERIFY(std::abs(result.bestLoss - 29 * std::log(78.0)) < 0.5);
    }

    void sameSeedSameWeights()
    {
        TrainingOptions options;
        options.epochs = 12;
        options.seed = 5;
        const Dataset dataset = notebookSizedDataset(3);
        const auto first = run(dataset, options);
        const auto second = run(dataset, options);
        QVERIFY(first.best == second.best);
        for (std::size_t i = 0; i < first.history.size(); ++i)
            QCOMPARE(first.history[i].loss, second.history[i].loss);

        // On another thread, and while a third trains something else.
        TrainingResult elsewhere;
        {
            std::jthread busy([&] { (void)run(notebookSizedDataset(4), options); });
            std::jthread worker([&] { elsewhere = run(dataset, options); });
        }
        QVERIFY(first.best == elsewhere.best);

        options.seed = 6;
        QVERIFY(first.best != run(dataset, options).best);
    }

    void obeysAStopAndKeepsTheBest()
    {
        TrainingOptions options;
        options.epochs = 1'000'000;
        std::stop_source stop;
        std::atomic<int> reached = 0;
        TrainingResult result;
        Weights seen;
        std::jthread worker([&] {
            result = run(
                notebookSizedDataset(5), options,
                [&](const EpochReport& report, const Weights& now) {
                    seen = now;
                    reached = report.epoch;
                    reached.notify_all();
                },
                stop.get_token());
        });
        for (int epoch = reached; epoch < 7; epoch = reached)
            reached.wait(epoch);
        stop.request_stop();
        worker.join();
        QCOMPARE(result.ending, TrainingResult::Ending::Stopped);
        QVERIFY(result.history.size() >= 7);
        QCOMPARE(static_cast<int>(result.history.size()), reached.load());
        QVERIFY(result.bestEpoch >= 1);
        QVERIFY(result.bestEpoch < result.history.back().epoch || result.best == seen);
        QVERIFY(result.best.isFinite());
    }

    void aStopBeforeTheFirstEpochEndsAtOnce()
    {
        std::stop_source stop;
        stop.request_stop();
        int calls = 0;
        const auto result = run(
            notebookSizedDataset(5), {}, [&](const EpochReport&, const Weights&) { ++calls; },
            stop.get_token());
        QCOMPARE(result.ending, TrainingResult::Ending::Stopped);
        QCOMPARE(calls, 0);
        QCOMPARE(result.bestEpoch, 0);
        QVERIFY(result.best == initialWeights(78, 64, GateActivation::HardSigmoid, 0));
    }

    void divergenceIsToldAndTheLastGoodWeightsAreKept_data()
    {
        QTest::addColumn<double>("rate");
        QTest::newRow("a million") << 1e6;
        QTest::newRow("the largest that is taken") << 1e9;
    }

    void divergenceIsToldAndTheLastGoodWeightsAreKept()
    {
        QFETCH(double, rate);
        TrainingOptions options;
        options.learningRate = rate;
        const auto result = run(notebookSizedDataset(6), options);
        QCOMPARE(result.ending, TrainingResult::Ending::Diverged);
        QVERIFY(result.best.isFinite());
        QVERIFY2(result.message.find("lower learning rate") != std::string::npos,
                 result.message.c_str());
        QVERIFY(result.history.size() < 100);
    }

    void refusesWhatIsOutOfRange()
    {
        const Dataset good = scales();
        const auto refused = [&](const Dataset& dataset, const TrainingOptions& options) {
            int calls = 0;
            const auto result = m_trainer->run(
                dataset, options, [&](const EpochReport&, const Weights&) { ++calls; }, {});
            return !result && result.error().code == ErrorCode::InvalidArgument &&
                   result.error().detail.size() > 20 && calls == 0;
        };
        const auto with = [](auto change) {
            TrainingOptions options;
            change(options);
            return options;
        };
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        for (const int hidden : {0, -1, 100'000, INT32_MAX, INT32_MIN})
            QVERIFY(refused(good, with([=](auto& o) { o.hidden = hidden; })));
        for (const int epochs : {0, -5, 1'000'001})
            QVERIFY(refused(good, with([=](auto& o) { o.epochs = epochs; })));
        for (const int batch : {0, -5, INT32_MAX})
            QVERIFY(refused(good, with([=](auto& o) { o.batchSize = batch; })));
        for (const double rate : {0.0, -1.0, 1e39, nan, std::numeric_limits<double>::infinity()})
            QVERIFY(refused(good, with([=](auto& o) { o.learningRate = rate; })));
        for (const double decay : {-1.0, nan, std::numeric_limits<double>::infinity()})
            QVERIFY(refused(good, with([=](auto& o) { o.decay = decay; })));

        const auto broken = [&](auto change) {
            Dataset dataset = good;
            change(dataset);
            return dataset;
        };
        QVERIFY(refused({}, {}));
        QVERIFY(refused(broken([](auto& d) { d.examples = -1; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.steps = 0; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.inputs.pop_back(); }), {}));
        QVERIFY(refused(broken([](auto& d) { d.labels.push_back(0); }), {}));
        QVERIFY(refused(broken([](auto& d) { d.inputs[3] = 8; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.labels[3] = -2; }), {}));
        QVERIFY(refused(broken([](auto& d) { std::ranges::fill(d.labels, noValue); }), {}));
        QVERIFY(refused(broken([](auto& d) { d.vocabulary = Vocabulary(); }), {}));

        // In range, but one update would take gigabytes or minutes.
        Dataset large = good;
        large.examples = 100'000;
        large.steps = 12;
        large.inputs.assign(1'200'000, 1);
        large.labels.assign(1'200'000, 1);
        QVERIFY(refused(large, with([](auto& o) { o.batchSize = 100'000; })));
    }

    void anExceptionInTheCallbackBecomesAnError()
    {
        const auto result = m_trainer->run(
            scales(), {},
            [](const EpochReport&, const Weights&) { throw std::runtime_error("planted"); }, {});
        QVERIFY(!result.has_value());
        QVERIFY(result.error().detail.find("planted") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
