#include <algorithm>
#include <chrono>
#include <cmath>

#include <QTest>

#include <nlohmann/json.hpp>

#include "model/inference.h"
#include "support/files.h"
#include "training/trainingmodule.h"
#include "trainingdata.h"

using namespace woodshed;
using nlohmann::json;

namespace
{

/// The notebook's own corpus and windows, from a folder of reference files that is not part of the
/// source.
Dataset notebookDataset(const std::filesystem::path& folder)
{
    const auto load = [&](const char* name) {
        const auto bytes = readFile(folder / name);
        return bytes ? json::parse(*bytes, nullptr, false) : json();
    };
    const json corpus = load("metheny.json");
    const json reference = load("training-reference.json");
    if (!corpus.contains("corpus") || !reference.contains("snippet_starts"))
        return {};
    const auto texts = corpus["corpus"].get<std::vector<std::string>>();
    const Vocabulary vocabulary(texts);
    std::vector<std::int32_t> tokens;
    for (const auto& text : texts)
        tokens.push_back(static_cast<std::int32_t>(*vocabulary.indexOf(text)));
    return testing::windowsOf(tokens, texts, 30,
                              reference["snippet_starts"].get<std::vector<std::size_t>>());
}

} // namespace

/// Training at the notebook's size: 78 values, 60 windows of 30, 64 units, 100 epochs, loss 125.77
/// -> 6.19.
class TestNotebookTraining : public QObject
{
    Q_OBJECT

private:
    std::shared_ptr<Trainer> m_trainer;

    struct Range {
        std::vector<double> values;
        double smallest() const { return *std::ranges::min_element(values); }
        double largest() const { return *std::ranges::max_element(values); }
        void print(const char* name)
        {
            std::ranges::sort(values);
            qInfo("%s: %.3f / %.3f / %.3f (min, median, max)", name, values.front(),
                  values[values.size() / 2], values.back());
        }
    };

    void train(const Dataset& dataset, int seeds, GateActivation gates, Range& first, Range& last,
               Range& accuracy, Weights* weights = nullptr)
    {
        Range seconds;
        for (int seed = 0; seed < seeds; ++seed) {
            TrainingOptions options;
            options.gates = gates;
            options.seed = static_cast<std::uint64_t>(seed);
            const auto result = m_trainer->run(dataset, options, {}, {});
            QVERIFY2(result.has_value(), result ? "" : result.error().detail.c_str());
            QCOMPARE(result->ending, TrainingResult::Ending::Completed);
            QCOMPARE(result->history.size(), std::size_t{100});
            QCOMPARE(result->best.parameterCount(), std::size_t{41'678});
            first.values.push_back(result->history.front().loss);
            last.values.push_back(result->history.back().loss);
            accuracy.values.push_back(result->history.back().accuracy);
            seconds.values.push_back(result->history.back().seconds);
            if (weights != nullptr)
                *weights = result->best;
        }
        first.print("loss of epoch 1");
        last.print("loss of epoch 100");
        accuracy.print("accuracy of epoch 100");
        seconds.print("seconds");
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto trainer = openTrainer(WOODSHED_TRAINING_MODULE);
        QVERIFY2(trainer.has_value(), trainer ? "" : trainer.error().detail.c_str());
        m_trainer = *trainer;
    }

    void ownDataOfTheSameSize()
    {
        // Windows of 193 distinct enough tokens are learned by heart as well; only the first value
        // stays a guess.
        const Dataset dataset = testing::notebookSizedDataset(1);
        Range first;
        Range last;
        Range accuracy;
        Weights weights;
        train(dataset, 3, GateActivation::HardSigmoid, first, last, accuracy, &weights);
        const double guessing = 29 * std::log(78.0);
        QVERIFY(std::abs(first.smallest() - guessing) < 2 &&
                std::abs(first.largest() - guessing) < 2);
        QVERIFY(last.largest() < 9);
        QVERIFY(accuracy.smallest() > 0.9);

        // Told the beginning of a window, the trained network goes on with it.
        StepNetwork network(std::make_shared<Weights>(weights));
        int right = 0;
        for (int example = 0; example < dataset.examples; ++example) {
            network.reset();
            std::span<const float> probabilities;
            for (int step = 0; step < 15; ++step)
                probabilities = network.step(dataset.input(example, step));
            const auto best = std::ranges::max_element(probabilities) - probabilities.begin();
            right += best == dataset.label(14, example) ? 1 : 0;
        }
        QVERIFY2(right > 55, qPrintable(QString::number(right)));
    }

    void theNotebooksOwn_data()
    {
        QTest::addColumn<bool>("hard");
        QTest::newRow("hard sigmoid, as Keras 2.0") << true;
        QTest::newRow("sigmoid") << false;
    }

    void theNotebooksOwn()
    {
        QFETCH(bool, hard);
        const auto folder = qEnvironmentVariable("WOODSHED_ORACLE_DIR");
        if (folder.isEmpty())
            QSKIP("set WOODSHED_ORACLE_DIR to the folder of reference files to run this");
        const Dataset dataset = notebookDataset(folder.toStdString());
        QVERIFY2(dataset.vocabulary.size() == 78 && dataset.examples == 60,
                 "the reference files cannot be read");
        Range first;
        Range last;
        Range accuracy;
        train(dataset, 20, hard ? GateActivation::HardSigmoid : GateActivation::Sigmoid, first,
              last, accuracy);
        QVERIFY(first.smallest() >= 125.4 && first.largest() <= 126.3);
        QVERIFY(last.smallest() >= 5.5 && last.largest() <= 6.6);
        QVERIFY(accuracy.smallest() > 0.95 && accuracy.largest() < 0.96);
    }
};

QTEST_GUILESS_MAIN(TestNotebookTraining)
#include "tst_notebooktraining.moc"
