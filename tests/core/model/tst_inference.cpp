#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include <QTest>

#include "model/inference.h"
#include "support/random.h"

using namespace woodshed;

namespace
{

/// Uniform in ±range: made of products and sums only, so the same bits everywhere.
std::shared_ptr<Weights> uniformWeights(std::size_t values, std::size_t hidden,
                                        GateActivation gates, std::uint64_t seed,
                                        double range = 0.5)
{
    auto weights = std::make_shared<Weights>(Weights::zeros(values, hidden, gates));
    Random random(seed);
    for (auto* block : {&weights->kernel, &weights->recurrentKernel, &weights->bias,
                        &weights->denseKernel, &weights->denseBias})
        for (float& number : *block)
            number = static_cast<float>((2 * random.uniform() - 1) * range);
    return weights;
}

/// The same with more inputs than values, and a direct path.
std::shared_ptr<Weights> uniformLineWeights(std::size_t inputs, std::size_t values,
                                            std::size_t hidden, std::uint64_t seed)
{
    auto weights = std::make_shared<Weights>(Weights::zeros({.values = values,
                                                             .inputs = inputs,
                                                             .hidden = hidden,
                                                             .gates = GateActivation::Sigmoid,
                                                             .direct = true}));
    Random random(seed);
    for (auto* block : {&weights->kernel, &weights->recurrentKernel, &weights->bias,
                        &weights->denseKernel, &weights->denseBias, &weights->directKernel})
        for (float& number : *block)
            number = static_cast<float>((2 * random.uniform() - 1) * 0.3);
    return weights;
}

std::vector<std::int32_t> someInputs(std::size_t count, std::size_t inputs, Random& random)
{
    std::vector<std::int32_t> indices;
    for (std::size_t i = 0; i < count; ++i)
        indices.push_back(static_cast<std::int32_t>(random.index(inputs)));
    return indices;
}

/// The equations of LSTM and softmax in double precision, written down one by one.
class NaiveNetwork
{
public:
    explicit NaiveNetwork(const Weights& weights)
        : w(weights)
        , hidden(weights.hidden)
        , cell(weights.hidden)
    {
    }

    std::vector<double> step(int value)
    {
        return step(value >= 0 ? std::vector{value} : std::vector<int>(),
                    {0, static_cast<std::int32_t>(w.values)});
    }

    std::vector<double> step(const std::vector<std::int32_t>& inputs, IndexRange range)
    {
        const std::size_t h = w.hidden;
        const auto input = [&](std::size_t gate, std::size_t unit) {
            const std::size_t column = gate * h + unit;
            double sum = w.bias[column];
            for (const std::int32_t index : inputs)
                sum += w.kernel[static_cast<std::size_t>(index) * 4 * h + column];
            for (std::size_t k = 0; k < h; ++k)
                sum += hidden[k] * w.recurrentKernel[k * 4 * h + column];
            return sum;
        };
        const auto gate = [&](double x) {
            return w.gates == GateActivation::Sigmoid ? 1 / (1 + std::exp(-x))
                                                      : std::clamp(0.2 * x + 0.5, 0.0, 1.0);
        };
        std::vector<double> newHidden(h);
        for (std::size_t u = 0; u < h; ++u) {
            cell[u] = gate(input(1, u)) * cell[u] + gate(input(0, u)) * std::tanh(input(2, u));
            newHidden[u] = gate(input(3, u)) * std::tanh(cell[u]);
        }
        hidden = newHidden;

        std::vector<double> probabilities(w.values);
        logits.assign(w.values, 0.0);
        for (std::size_t v = 0; v < w.values; ++v) {
            if (!range.contains(static_cast<std::int32_t>(v)))
                continue;
            logits[v] = w.denseBias[v];
            for (std::size_t k = 0; k < h; ++k)
                logits[v] += hidden[k] * w.denseKernel[k * w.values + v];
            if (!w.directKernel.empty())
                for (const std::int32_t index : inputs)
                    logits[v] += w.directKernel[static_cast<std::size_t>(index) * w.values + v];
            probabilities[v] = std::exp(logits[v]);
        }
        const double sum = std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
        for (double& probability : probabilities)
            probability /= sum;
        return probabilities;
    }

    std::vector<double> logits;

private:
    const Weights& w;
    std::vector<double> hidden;
    std::vector<double> cell;
};

std::uint64_t hashOfBits(std::uint64_t hash, std::span<const float> numbers)
{
    for (const float number : numbers) {
        hash ^= std::bit_cast<std::uint32_t>(number); // FNV-1a, a word at a time
        hash *= 0x100000001b3ULL;
    }
    return hash;
}

} // namespace

class TestInference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheEquations_data()
    {
        QTest::addColumn<int>("values");
        QTest::addColumn<int>("hidden");
        QTest::addColumn<bool>("hard");
        QTest::newRow("notebook") << 78 << 64 << true;
        QTest::newRow("sigmoid") << 78 << 64 << false;
        QTest::newRow("odd sizes") << 37 << 13 << true;
        QTest::newRow("odd sizes, sigmoid") << 5 << 3 << false;
        QTest::newRow("smallest") << 1 << 1 << false;
    }

    void agreesWithTheEquations()
    {
        QFETCH(int, values);
        QFETCH(int, hidden);
        QFETCH(bool, hard);
        const auto weights =
            uniformWeights(static_cast<std::size_t>(values), static_cast<std::size_t>(hidden),
                           hard ? GateActivation::HardSigmoid : GateActivation::Sigmoid, 3);
        StepNetwork network(weights);
        NaiveNetwork naive(*weights);
        Random random(4);
        double worst = 0;
        for (int step = 0; step < 100; ++step) {
            const int value = step % 10 == 0 ? -1 : static_cast<int>(random.index(weights->values));
            const auto ours = network.step(value);
            const auto expected = naive.step(value);
            double sum = 0;
            for (std::size_t v = 0; v < ours.size(); ++v) {
                worst = std::max(worst, std::abs(double{ours[v]} - expected[v]));
                sum += double{ours[v]};
                QVERIFY(ours[v] >= 0);
            }
            QVERIFY2(std::abs(sum - 1) < 1e-5, qPrintable(QString::number(sum)));
        }
        QVERIFY2(worst < 2e-6, qPrintable(QString::number(worst)));
    }

    void manyInputsAgreeWithTheEquations_data()
    {
        QTest::addColumn<int>("inputs");
        QTest::addColumn<int>("values");
        QTest::addColumn<int>("hidden");
        QTest::addColumn<int>("active");
        QTest::newRow("a line") << 850 << 117 << 160 << 45;
        QTest::newRow("odd sizes") << 29 << 11 << 13 << 6;
        QTest::newRow("nothing active") << 29 << 11 << 13 << 0;
    }

    void manyInputsAgreeWithTheEquations()
    {
        QFETCH(int, inputs);
        QFETCH(int, values);
        QFETCH(int, hidden);
        QFETCH(int, active);
        const auto weights =
            uniformLineWeights(static_cast<std::size_t>(inputs), static_cast<std::size_t>(values),
                               static_cast<std::size_t>(hidden), 3);
        StepNetwork network(weights);
        NaiveNetwork naive(*weights);
        Random random(4);
        double worst = 0;
        for (int step = 0; step < 40; ++step) {
            const auto indices =
                someInputs(static_cast<std::size_t>(active), weights->inputs, random);
            const std::int32_t middle = values / 3 + step % 3;
            const IndexRange range =
                step % 2 == 0 ? IndexRange{0, middle} : IndexRange{middle, values};
            const auto ours = network.step(indices, range);
            const auto expected = naive.step(indices, range);
            double sum = 0;
            for (std::size_t v = 0; v < ours.size(); ++v) {
                worst = std::max(worst, std::abs(double{ours[v]} - expected[v]));
                worst = std::max(worst, std::abs(double{network.logits()[v]} - naive.logits[v]));
                QVERIFY(range.contains(static_cast<std::int32_t>(v)) || ours[v] == 0);
                sum += double{ours[v]};
            }
            QVERIFY2(std::abs(sum - 1) < 1e-5, qPrintable(QString::number(sum)));
        }
        QVERIFY2(worst < 1e-5, qPrintable(QString::number(worst)));
    }

    void rangesAndInputsThatPointNowhereDoNoHarm()
    {
        const auto weights = uniformLineWeights(29, 11, 13, 3);
        const std::vector<std::int32_t> good{3, 28};
        const std::vector<std::int32_t> odd{-1, 3, 29, INT32_MAX, 28, INT32_MIN};
        for (const IndexRange range : {IndexRange{-5, 400}, IndexRange{0, 11}}) {
            StepNetwork network(weights);
            const auto span = network.step(good, {0, 11});
            const std::vector<float> expected(span.begin(), span.end());
            network.reset();
            QVERIFY(std::ranges::equal(network.step(odd, range), expected));
        }
        StepNetwork network(weights);
        for (const IndexRange range :
             {IndexRange{4, 4}, IndexRange{7, 2}, IndexRange{50, 60}, IndexRange{-9, -2}})
            QVERIFY(std::ranges::all_of(network.step(good, range),
                                        [](float number) { return number == 0; }));
    }

    void comesBackToAStateThatWasKept()
    {
        const auto weights = uniformLineWeights(29, 11, 13, 3);
        StepNetwork network(weights);
        const std::vector<std::int32_t> here{1, 2, 3};
        const std::vector<std::int32_t> there{4, 5};
        (void)network.step(here, {0, 5});
        const NetworkState kept = network.state();
        const auto span = network.step(there, {5, 11});
        const std::vector<float> expected(span.begin(), span.end());
        (void)network.step(here, {5, 11});
        network.restore(kept);
        QVERIFY(std::ranges::equal(network.step(there, {5, 11}), expected));
    }

    void survivesSaturation()
    {
        const auto weights = uniformWeights(20, 16, GateActivation::Sigmoid, 8, 1e4);
        StepNetwork network(weights);
        for (int step = 0; step < 50; ++step) {
            const auto probabilities = network.step(step % 20);
            const double sum = std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
            QVERIFY2(std::abs(sum - 1) < 1e-5, qPrintable(QString::number(sum)));
        }
    }

    void resetAndCopiesStartAfresh()
    {
        const auto weights = uniformWeights(20, 16, GateActivation::HardSigmoid, 5);
        StepNetwork network(weights);
        const auto first = network.step(3);
        const std::vector<float> fresh(first.begin(), first.end());
        (void)network.step(4);
        StepNetwork branch = network;
        const auto here = network.step(7);
        const std::vector<float> continued(here.begin(), here.end());
        QVERIFY(std::ranges::equal(branch.step(7), continued));
        QVERIFY(std::ranges::equal(branch.hiddenState(), network.hiddenState()));
        network.reset();
        QVERIFY(std::ranges::equal(network.step(3), fresh));
        QVERIFY(fresh != continued);
    }

    void indicesOutsideTheVocabularyAreTheZeroInput()
    {
        const auto weights = uniformWeights(20, 16, GateActivation::HardSigmoid, 5);
        StepNetwork network(weights);
        const auto span = network.step(-1);
        const std::vector<float> zero(span.begin(), span.end());
        for (const std::int32_t value : {20, -2, INT32_MAX, INT32_MIN}) {
            network.reset();
            QVERIFY(std::ranges::equal(network.step(value), zero));
        }
    }

    void givesTheStoredBits_data()
    {
        QTest::addColumn<bool>("hard");
        QTest::addColumn<quint64>("expected");
        QTest::newRow("hard sigmoid") << true << quint64{0x1409a684d52295e1};
        QTest::newRow("sigmoid") << false << quint64{0x495c091da664a259};
    }

    void givesTheStoredBits()
    {
        // Another machine, compiler or instruction set must come to these very bits; exports depend
        // on it.
        QFETCH(bool, hard);
        QFETCH(quint64, expected);
        const auto weights = uniformWeights(
            78, 64, hard ? GateActivation::HardSigmoid : GateActivation::Sigmoid, 42, 0.3);
        StepNetwork network(weights);
        std::uint64_t hash = 0xcbf29ce484222325ULL;
        for (int step = 0; step < 60; ++step)
            hash = hashOfBits(hash, network.step(step % 7 == 0 ? -1 : (step * 31) % 78));
        QCOMPARE(QString::number(hash, 16), QString::number(expected, 16));
    }

    void aLineGivesTheStoredBits()
    {
        const auto weights = uniformLineWeights(850, 117, 160, 42);
        StepNetwork network(weights);
        Random random(6);
        std::uint64_t hash = 0xcbf29ce484222325ULL;
        for (int step = 0; step < 60; ++step) {
            const IndexRange range = step % 2 == 0 ? IndexRange{0, 50} : IndexRange{68, 117};
            hash = hashOfBits(hash, network.step(someInputs(45, 850, random), range));
            hash = hashOfBits(hash, network.logits());
        }
        QCOMPARE(QString::number(hash, 16), QStringLiteral("8d3d3e19bb8332bf"));
    }

    void samplingFeedsTheMostProbableValueBack()
    {
        const auto weights = uniformWeights(30, 24, GateActivation::HardSigmoid, 6, 1.0);
        NaiveNetwork naive(*weights);
        std::vector<std::int32_t> expected;
        int value = -1;
        for (int step = 0; step < 50; ++step) {
            const auto probabilities = naive.step(value);
            value = static_cast<int>(std::max_element(probabilities.begin(), probabilities.end()) -
                                     probabilities.begin());
            expected.push_back(value);
        }
        QCOMPARE(predictAndSample(weights), expected);
        expected.resize(3);
        QCOMPARE(predictAndSample(weights, 3), expected);
        QVERIFY(predictAndSample(weights, 0).empty());
    }
};

QTEST_GUILESS_MAIN(TestInference)
#include "tst_inference.moc"
