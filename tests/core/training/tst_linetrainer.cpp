#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <thread>

#include <QTest>

#include "builttrainer.h"
#include "linedata.h"

using namespace woodshed;
using testing::smallLines;

namespace
{

constexpr double hangGuard = 100; ///< seconds; a stop takes a few tenths of one

LineTrainingOptions smallOptions(int epochs)
{
    return {.hidden = 24, .epochs = epochs, .steps = 24, .batchSize = 8, .seed = 4};
}

/// Whether all numbers that the direct path adds for the character are still zero.
bool knowsNoCharacter(const Weights& weights)
{
    const auto row = [&](std::int32_t index) {
        return weights.directKernel.begin() +
               static_cast<std::ptrdiff_t>(static_cast<std::size_t>(index) * weights.values);
    };
    return std::all_of(row(testing::smallCharacter.first), row(testing::smallCharacter.last),
                       [](float number) { return number == 0; });
}

} // namespace

class TestLineTrainer : public QObject
{
    Q_OBJECT

private:
    const std::shared_ptr<Trainer> m_trainer = testing::builtTrainer();

    TrainingResult run(const LineDataset& dataset, const LineTrainingOptions& options,
                       const EpochCallback& onEpoch = {}, const std::stop_token& stop = {})
    {
        return testing::succeeded(m_trainer->runLine(dataset, options, onEpoch, stop));
    }

private Q_SLOTS:
    void learnsAPattern()
    {
        const LineDataset dataset = smallLines();
        const double entropy = testing::entropyOf(dataset.training);
        const auto result = run(dataset, smallOptions(40));
        QCOMPARE(result.ending, TrainingResult::Ending::Completed);
        const EpochReport& first = result.history.front();
        const EpochReport& last = result.history.back();
        QVERIFY2(first.loss > 0.8 * entropy, qPrintable(QString::number(first.loss)));
        // Frequencies alone do not come below the entropy. (Only where a line stands at the first
        // step of a window must be guessed.)
        QVERIFY2(last.loss < 0.4 * entropy, qPrintable(QString::number(last.loss)));
        QVERIFY2(*last.validationLoss < 0.2 * entropy,
                 qPrintable(QString::number(*last.validationLoss)));
        QVERIFY2(last.accuracy > 0.8, qPrintable(QString::number(last.accuracy)));
        QVERIFY(result.best.isFinite());
        QVERIFY(result.best.isConsistent());
        QCOMPARE(result.best.inputs, std::size_t{40});
        QCOMPARE(result.best.directKernel.size(), std::size_t{40 * 13});
    }

    void firstLossIsThatOfGuessing()
    {
        // Every note is a time and a pitch, every third of them a rest: ln 4 + ln 3 / 3 + ln 6. The
        // fresh network knows nothing, and so small a rate teaches it nothing.
        LineTrainingOptions options = smallOptions(1);
        options.learningRate = 1e-12;
        const auto result = run(smallLines(), options);
        const double guessing = std::log(4.0) + std::log(3.0) / 3 + std::log(6.0);
        QVERIFY2(std::abs(result.history[0].loss - guessing) < 0.35,
                 qPrintable(QString::number(result.history[0].loss)));
        QVERIFY(std::abs(*result.history[0].validationLoss - guessing) < 0.35);
    }

    void reportsEveryEpochAndKeepsTheBest()
    {
        const LineDataset dataset = smallLines({.noise = 0.3, .validationNoise = 0.3});
        const auto options = smallOptions(15);
        std::vector<EpochReport> reports;
        std::vector<Weights> weights;
        const auto thread = std::this_thread::get_id();
        const auto result =
            run(dataset, options, [&](const EpochReport& report, const Weights& now) {
                QVERIFY(std::this_thread::get_id() == thread);
                reports.push_back(report);
                weights.push_back(now);
            });
        QCOMPARE(result.ending, TrainingResult::Ending::Completed);
        QCOMPARE(reports.size(), std::size_t{15});
        QCOMPARE(result.history.size(), std::size_t{15});
        double lowest = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < reports.size(); ++i) {
            QCOMPARE(reports[i].epoch, static_cast<int>(i) + 1);
            QCOMPARE(result.history[i].loss, reports[i].loss);
            QVERIFY(reports[i].accuracy >= 0 && reports[i].accuracy <= 1);
            // The last update of the epoch lies between this and the next epoch's first.
            const auto rate = [&](std::size_t done) {
                const double share = static_cast<double>(done) / 15;
                return 3e-3 * std::max(0.03, 0.5 * (1 + std::cos(std::numbers::pi * share)));
            };
            QVERIFY(reports[i].learningRate <= rate(i) && reports[i].learningRate >= rate(i + 1));
            lowest = std::min(lowest, *reports[i].validationLoss);
        }
        QCOMPARE(result.bestLoss, lowest);
        const auto best = static_cast<std::size_t>(result.bestEpoch) - 1;
        QCOMPARE(*reports[best].validationLoss, lowest);
        QVERIFY(result.best == weights[best]);
    }

    void withoutValidationTheLossDecides()
    {
        auto options = smallOptions(6);
        options.patience = 1; // has nothing to go by
        const auto result = run(smallLines({.validation = 0}), options);
        QCOMPARE(result.ending, TrainingResult::Ending::Completed);
        QCOMPARE(result.history.size(), std::size_t{6});
        double lowest = result.history[0].loss;
        for (const EpochReport& report : result.history) {
            QVERIFY(!report.validationLoss);
            lowest = std::min(lowest, report.loss);
        }
        QCOMPARE(result.bestLoss, lowest);
    }

    void endsWhenItNoLongerImproves()
    {
        // What is held out is pure noise: the better the pattern is known, the worse for it.
        const LineDataset dataset = smallLines({.validationNoise = 1});
        auto options = smallOptions(60);
        options.patience = 4;
        const auto result = run(dataset, options);
        QCOMPARE(result.ending, TrainingResult::Ending::NoLongerImproving);
        QVERIFY(result.message.empty());
        QVERIFY(result.history.size() < 60);
        QCOMPARE(static_cast<int>(result.history.size()), result.bestEpoch + 4);
        for (const EpochReport& report : result.history)
            QVERIFY(*report.validationLoss >= result.bestLoss);

        options.epochs = static_cast<int>(result.history.size()) + 3;
        options.patience = 0;
        const auto whole = run(dataset, options);
        QCOMPARE(whole.ending, TrainingResult::Ending::Completed);
        QCOMPARE(static_cast<int>(whole.history.size()), options.epochs);
        QVERIFY(whole.bestEpoch < options.epochs);

        // The same run, whose last weights are wanted though others foretell the noise better.
        options.keepsLast = true;
        std::optional<Weights> last;
        const auto kept =
            run(dataset, options, [&](const EpochReport&, const Weights& now) { last = now; });
        QCOMPARE(kept.ending, TrainingResult::Ending::Completed);
        QCOMPARE(kept.bestEpoch, options.epochs);
        QCOMPARE(kept.bestLoss, *kept.history.back().validationLoss);
        QVERIFY(kept.best == *last);
        QVERIFY(kept.best != whole.best);
    }

    void aStoppedRunKeepsTheBestEvenWhereTheLastWasAskedFor()
    {
        const LineDataset dataset = smallLines({.validationNoise = 1});
        auto options = smallOptions(60);
        options.keepsLast = true;
        std::stop_source stop;
        std::vector<double> losses;
        const auto result = run(
            dataset, options,
            [&](const EpochReport& report, const Weights&) {
                losses.push_back(*report.validationLoss);
                if (report.epoch == 20)
                    stop.request_stop();
            },
            stop.get_token());
        QCOMPARE(result.ending, TrainingResult::Ending::Stopped);
        QCOMPARE(result.bestLoss, *std::min_element(losses.begin(), losses.end()));
        QVERIFY(result.bestEpoch < 20);
    }

    void sameSeedSameWeights()
    {
        const LineDataset dataset = smallLines({.noise = 0.2});
        auto options = smallOptions(6);
        const auto first = run(dataset, options);
        const auto second = run(dataset, options);
        QVERIFY(first.best == second.best);
        for (std::size_t i = 0; i < first.history.size(); ++i) {
            QCOMPARE(first.history[i].loss, second.history[i].loss);
            QCOMPARE(*first.history[i].validationLoss, *second.history[i].validationLoss);
        }

        // On another thread, and while a third trains something else.
        TrainingResult elsewhere;
        {
            std::jthread busy([&] { (void)run(smallLines({.seed = 9}), options); });
            std::jthread worker([&] { elsewhere = run(dataset, options); });
        }
        QVERIFY(first.best == elsewhere.best);

        options.seed = 5;
        QVERIFY(first.best != run(dataset, options).best);
    }

    void characterIsLeftOut()
    {
        const LineDataset dataset = smallLines();
        auto options = smallOptions(1);
        options.characterDropout = 1;
        QVERIFY(knowsNoCharacter(run(dataset, options).best));
        options.characterDropout = 0.5;
        QVERIFY(!knowsNoCharacter(run(dataset, options).best));
    }

    void dropoutAndDecayCount()
    {
        const LineDataset dataset = smallLines({.noise = 0.2});
        auto options = smallOptions(2);
        const Weights usual = run(dataset, options).best;
        options.dropout = 0;
        QVERIFY(run(dataset, options).best != usual);
        options = smallOptions(2);
        options.weightDecay = 0;
        QVERIFY(run(dataset, options).best != usual);
        options = smallOptions(2);
        options.gradientLimit = 1e-3;
        QVERIFY(run(dataset, options).best != usual);
    }

    void obeysAStopAndKeepsTheBest()
    {
        std::stop_source stop;
        std::atomic<int> reached = 0;
        TrainingResult result;
        std::jthread worker([&] {
            result = run(
                smallLines({.noise = 0.2}), smallOptions(1'000'000),
                [&](const EpochReport& report, const Weights&) {
                    reached = report.epoch;
                    reached.notify_all();
                },
                stop.get_token());
        });
        for (int epoch = reached; epoch < 3; epoch = reached)
            reached.wait(epoch);
        stop.request_stop();
        worker.join();
        QCOMPARE(result.ending, TrainingResult::Ending::Stopped);
        QCOMPARE(static_cast<int>(result.history.size()), reached.load());
        QVERIFY(result.bestEpoch >= 1);
    }

    void obeysAStopInsideAnEpoch_data()
    {
        QTest::addColumn<int>("training");
        QTest::addColumn<int>("validation");
        QTest::newRow("while it trains") << 3000 << 0;
        QTest::newRow("while it validates") << 1 << 20000;
    }

    void obeysAStopInsideAnEpoch()
    {
        // An epoch of minutes: no report of it comes only because it looks.
        QFETCH(int, training);
        QFETCH(int, validation);
        LineDataset dataset = smallLines({.solos = 1, .validation = 1, .notes = 400});
        dataset.training.resize(static_cast<std::size_t>(training), dataset.training[0]);
        dataset.validation.resize(static_cast<std::size_t>(validation), dataset.validation[0]);
        LineTrainingOptions options;
        options.hidden = 128;
        options.epochs = 1;
        std::stop_source stop;
        int calls = 0;
        TrainingResult result;
        std::jthread worker([&] {
            result = run(
                dataset, options, [&](const EpochReport&, const Weights&) { ++calls; },
                stop.get_token());
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        const auto asked = std::chrono::steady_clock::now();
        stop.request_stop();
        worker.join();
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - asked;
        QCOMPARE(result.ending, TrainingResult::Ending::Stopped);
        QCOMPARE(calls, 0);
        QCOMPARE(result.bestEpoch, 0);
        QVERIFY2(taken.count() < hangGuard, qPrintable(QString::number(taken.count())));
    }

    void aStopBeforeTheFirstEpochEndsAtOnce()
    {
        std::stop_source stop;
        stop.request_stop();
        // So large that the first weights alone take seconds.
        LineTrainingOptions options;
        options.hidden = 1024;
        const auto began = std::chrono::steady_clock::now();
        const auto result = run(smallLines(), options, {}, stop.get_token());
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - began;
        QCOMPARE(result.ending, TrainingResult::Ending::Stopped);
        QCOMPARE(result.bestEpoch, 0);
        QVERIFY(result.history.empty());
        QVERIFY(result.best.isConsistent() && result.best.isFinite());
        QVERIFY2(taken.count() < hangGuard, qPrintable(QString::number(taken.count())));
    }

    void divergenceIsToldAndTheLastGoodWeightsAreKept()
    {
        auto options = smallOptions(100);
        options.learningRate = 1e6;
        const auto result = run(smallLines(), options);
        QCOMPARE(result.ending, TrainingResult::Ending::Diverged);
        QVERIFY(result.best.isFinite());
        QVERIFY2(result.message.find("lower learning rate") != std::string::npos,
                 result.message.c_str());
        QVERIFY(result.history.size() < 100);
    }

    void presetsAreTaken()
    {
        const LineDataset dataset = smallLines({.solos = 2, .validation = 1, .notes = 20});
        for (const LinePreset& preset : linePresets) {
            LineTrainingOptions options = preset.options;
            options.epochs = 1;
            QCOMPARE(run(dataset, options).best.hidden, static_cast<std::size_t>(options.hidden));
        }
    }

    void refusesWhatIsOutOfRange()
    {
        const LineDataset good = smallLines();
        const auto refused = [&](const LineDataset& dataset, const LineTrainingOptions& options) {
            int calls = 0;
            const auto result = m_trainer->runLine(
                dataset, options, [&](const EpochReport&, const Weights&) { ++calls; }, {});
            return !result && result.error().code == ErrorCode::InvalidArgument &&
                   result.error().detail.size() > 20 && calls == 0;
        };
        const auto with = [](auto change) {
            LineTrainingOptions options;
            change(options);
            return options;
        };
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        constexpr double infinite = std::numeric_limits<double>::infinity();
        for (const int hidden : {0, -1, 1025, INT32_MAX, INT32_MIN})
            QVERIFY(refused(good, with([=](auto& o) { o.hidden = hidden; })));
        for (const int epochs : {0, -5, 1'000'001})
            QVERIFY(refused(good, with([=](auto& o) { o.epochs = epochs; })));
        for (const int steps : {0, 1, -5, 1025, INT32_MAX})
            QVERIFY(refused(good, with([=](auto& o) { o.steps = steps; })));
        for (const int batch : {0, -5, 4097, INT32_MAX})
            QVERIFY(refused(good, with([=](auto& o) { o.batchSize = batch; })));
        for (const double rate : {0.0, -1.0, 1e39, nan, infinite})
            QVERIFY(refused(good, with([=](auto& o) { o.learningRate = rate; })));
        for (const double share : {-0.1, 1.0, nan, infinite})
            QVERIFY(refused(good, with([=](auto& o) { o.dropout = share; })));
        for (const double share : {-0.1, 1.1, nan, infinite}) {
            QVERIFY(refused(good, with([=](auto& o) { o.characterDropout = share; })));
            QVERIFY(refused(good, with([=](auto& o) { o.weightDecay = share; })));
        }
        for (const double limit : {0.0, -1.0, nan, infinite})
            QVERIFY(refused(good, with([=](auto& o) { o.gradientLimit = limit; })));
        QVERIFY(refused(good, with([=](auto& o) { o.patience = -1; })));

        const auto broken = [&](auto change) {
            LineDataset dataset = good;
            change(dataset);
            return dataset;
        };
        QVERIFY(refused({}, {}));
        QVERIFY(refused(broken([](auto& d) { d.training.clear(); }), {}));
        QVERIFY(refused(broken([](auto& d) { d.training = {LineSequence{}}; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.vocabulary = Vocabulary(); }), {}));
        QVERIFY(refused(broken([](auto& d) { d.inputs = 0; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.inputs = 30; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.inputs = INT32_MAX; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.ranges[2].last = 14; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.ranges[0].first = -1; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.ranges[1] = {}; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.training[0].labels[3] = 13; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.training[0].labels[3] = -1; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.training[0].labels.pop_back(); }), {}));
        QVERIFY(refused(broken([](auto& d) { d.training[0].stages.pop_back(); }), {}));
        QVERIFY(refused(broken([](auto& d) { d.training[0].stages[2] = LineStage{7}; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.training[0].offsets.pop_back(); }), {}));
        QVERIFY(refused(broken([](auto& d) { d.training[0].offsets[1] = 4'000'000'000; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.training[0].offsets.clear(); }), {}));
        QVERIFY(refused(broken([](auto& d) { d.training[0].inputs[5] = 40; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.training[0].inputs[5] = -1; }), {}));
        QVERIFY(refused(broken([](auto& d) { d.validation[0].inputs[5] = 40; }), {}));

        // Each in range, but together too much for a model file or for one window.
        QVERIFY(refused(broken([](auto& d) { d.inputs = 5'000; }),
                        with([](auto& o) { o.hidden = 1024; })));
        QVERIFY(refused(good, with([](auto& o) {
                            o.hidden = 1024;
                            o.steps = 1024;
                        })));
    }

    void anExceptionInTheCallbackBecomesAnError()
    {
        const auto result = m_trainer->runLine(
            smallLines(), smallOptions(3),
            [](const EpochReport&, const Weights&) { throw std::runtime_error("planted"); }, {});
        QVERIFY(!result.has_value());
        QVERIFY(result.error().detail.find("planted") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestLineTrainer)
#include "tst_linetrainer.moc"
