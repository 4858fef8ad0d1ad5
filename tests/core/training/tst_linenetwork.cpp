#include <torch/torch.h>

#include <cmath>

#include <QTest>

#include "corpus/dataset.h"
#include "linedata.h"
#include "model/inference.h"
#include "training/dropout.h"
#include "training/linebatch.h"
#include "training/linetrainer.h"
#include "training/sequencenetwork.h"

using namespace woodshed;
using testing::smallLines;

namespace
{

Weights someWeights(std::size_t hidden, std::uint64_t seed, std::size_t inputs = 40,
                    std::size_t values = 13)
{
    Weights weights = initialLineWeights({.values = values,
                                          .inputs = inputs,
                                          .hidden = hidden,
                                          .gates = GateActivation::Sigmoid,
                                          .direct = true},
                                         seed);
    Random random(seed + 1);
    for (auto* block : {&weights.kernel, &weights.bias, &weights.denseBias, &weights.denseKernel,
                        &weights.directKernel})
        for (float& number : *block)
            number += static_cast<float>(0.3 * random.normal());
    return weights;
}

torch::Tensor matrixOf(const SparseRows& rows, std::int64_t width)
{
    auto matrix = torch::zeros({static_cast<std::int64_t>(rows.count()), width}, torch::kFloat64);
    for (std::size_t row = 0; row < rows.count(); ++row)
        for (std::size_t i = rows.offsets[row]; i < rows.offsets[row + 1]; ++i)
            matrix[static_cast<std::int64_t>(row)][rows.indices[i]] += 1.0;
    return matrix;
}

/// The same logits by LibTorch's own operations in double precision.
torch::Tensor naiveLogits(const std::vector<torch::Tensor>& parameters, const torch::Tensor& inputs,
                          std::int64_t batch, const torch::Tensor& dropout)
{
    const std::int64_t h = parameters[1].size(0);
    auto hidden = torch::zeros({batch, h}, torch::kFloat64);
    auto cell = torch::zeros({batch, h}, torch::kFloat64);
    std::vector<torch::Tensor> outputs;
    for (std::int64_t t = 0; t < inputs.size(0) / batch; ++t) {
        const auto sums = inputs.narrow(0, t * batch, batch).mm(parameters[0]) +
                          hidden.mm(parameters[1]) + parameters[2];
        const auto parts = sums.chunk(4, 1);
        cell = torch::sigmoid(parts[1]) * cell + torch::sigmoid(parts[0]) * torch::tanh(parts[2]);
        hidden = torch::sigmoid(parts[3]) * torch::tanh(cell);
        outputs.push_back(hidden);
    }
    const auto above = torch::cat(outputs);
    return (dropout.defined() ? above * dropout : above).mm(parameters[3]) + parameters[4] +
           inputs.mm(parameters[5]);
}

/// Mean over the labelled rows, each with the softmax inside its range.
torch::Tensor naiveLoss(const torch::Tensor& logits, const LineBatch& batch)
{
    auto loss = torch::zeros({}, torch::kFloat64);
    std::int64_t labelled = 0;
    for (std::size_t row = 0; row < batch.labels.size(); ++row) {
        if (batch.labels[row] == noValue)
            continue;
        const IndexRange range = batch.ranges[row];
        const auto inside =
            logits[static_cast<std::int64_t>(row)].narrow(0, range.first, range.size());
        loss = loss - torch::log_softmax(inside, 0)[batch.labels[row] - range.first];
        ++labelled;
    }
    return loss / static_cast<double>(labelled);
}

std::int64_t labelledRows(const LineBatch& batch)
{
    return std::ranges::count_if(batch.labels, [](std::int32_t label) { return label >= 0; });
}

} // namespace

class TestLineNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sumsOfRowsAreRight()
    {
        // Wider than what is worked on at once, with rows of no, one and many indices.
        constexpr std::size_t width = 700;
        Random random(3);
        std::vector<float> kernel(50 * width);
        std::vector<float> bias(width);
        for (auto* numbers : {&kernel, &bias})
            for (float& number : *numbers)
                number = static_cast<float>(random.normal());
        SparseInputs inputs;
        for (const int count : {0, 1, 2, 5, 4, 9, 0, 45}) {
            for (int i = 0; i < count; ++i)
                inputs.indices.push_back(static_cast<std::int32_t>(random.index(50)));
            inputs.endRow();
        }
        const SparseRows rows = inputs.rows();
        std::vector<float> sums(rows.count() * width);
        gatherRows(rows, width, kernel.data(), bias.data(), sums.data());
        std::vector<float> kernelGradient(kernel.size());
        std::vector<float> biasGradient(width);
        scatterRows(rows, width, sums.data(), kernelGradient.data(), biasGradient.data());

        std::vector<float> expectedKernel(kernel.size());
        std::vector<float> expectedBias(width);
        for (std::size_t row = 0; row < rows.count(); ++row) {
            for (std::size_t j = 0; j < width; ++j) {
                float sum = bias[j];
                for (std::size_t i = rows.offsets[row]; i < rows.offsets[row + 1]; ++i)
                    sum += kernel[static_cast<std::size_t>(rows.indices[i]) * width + j];
                QCOMPARE(sums[row * width + j], sum); // the same order, so the same bits
                expectedBias[j] += sum;
                for (std::size_t i = rows.offsets[row]; i < rows.offsets[row + 1]; ++i)
                    expectedKernel[static_cast<std::size_t>(rows.indices[i]) * width + j] += sum;
            }
        }
        QVERIFY(kernelGradient == expectedKernel);
        QVERIFY(biasGradient == expectedBias);
    }

    void gradientsMatchAutograd_data()
    {
        QTest::addColumn<int>("hidden");
        QTest::addColumn<int>("steps");
        QTest::addColumn<int>("columns");
        QTest::addColumn<bool>("dropout");
        QTest::newRow("no dropout") << 20 << 24 << 5 << false;
        QTest::newRow("dropout") << 20 << 24 << 5 << true;
        QTest::newRow("more columns than windows") << 7 << 33 << 40 << false;
        QTest::newRow("wider than a block") << 70 << 9 << 2 << true;
    }

    void gradientsMatchAutograd()
    {
        QFETCH(int, hidden);
        QFETCH(int, steps);
        QFETCH(int, columns);
        QFETCH(bool, dropout);
        const LineDataset dataset = smallLines({.solos = 4, .noise = 0.3});
        Random random(5);
        auto windows = cutWindows(dataset.training, static_cast<std::size_t>(steps), 0.3, random);
        windows.resize(std::min(windows.size(), static_cast<std::size_t>(columns)));
        const LineBatch batch(dataset, windows, static_cast<std::size_t>(steps),
                              static_cast<std::size_t>(columns));
        torch::Tensor factors;
        if (dropout) {
            factors = torch::empty({std::int64_t{steps} * columns, hidden});
            drawDropout(0.3, random,
                        {factors.data_ptr<float>(), static_cast<std::size_t>(factors.numel())});
        }

        SequenceNetwork network(someWeights(static_cast<std::size_t>(hidden), 3));
        std::vector<torch::Tensor> parameters;
        for (const auto& block : network.blocks())
            parameters.push_back(
                block.detach().to(torch::kFloat64).clone().set_requires_grad(true));
        QCOMPARE(parameters.size(), std::size_t{6});
        const auto inputs = matrixOf(batch.inputs->rows(), dataset.inputs);

        // Twice: the second pass finds the memory of the first.
        for (int pass = 0; pass < 2; ++pass) {
            network.parameters().grad().zero_();
            LossSums sums;
            RangedSoftmaxLoss::apply(network.logits(batch.inputs, columns, factors), batch.labels,
                                     batch.ranges, labelledRows(batch), &sums)
                .backward();
            for (auto& parameter : parameters)
                parameter.mutable_grad() = torch::Tensor();
            const auto expected =
                naiveLoss(naiveLogits(parameters, inputs, columns,
                                      dropout ? factors.to(torch::kFloat64) : torch::Tensor()),
                          batch);
            expected.backward();
            QCOMPARE(sums.labelled, labelledRows(batch));
            const double ours = sums.loss / static_cast<double>(sums.labelled);
            QVERIFY2(std::abs(ours - expected.item<double>()) < 1e-6 * expected.item<double>(),
                     qPrintable(QString::number(ours)));
            const char* names[] = {"kernel",       "recurrent kernel", "bias",
                                   "dense kernel", "dense bias",       "direct kernel"};
            for (std::size_t i = 0; i < parameters.size(); ++i) {
                const auto exact = parameters[i].grad();
                const double worst = (network.blocks()[i].grad().to(torch::kFloat64) - exact)
                                         .abs()
                                         .max()
                                         .item<double>();
                QVERIFY2(worst < 1e-6, names[i]);
                QVERIFY2(exact.abs().max().item<double>() > 1e-3, names[i]);
            }
        }
    }

    void softmaxStaysInItsRange()
    {
        // The largest logits lie outside; a tie goes to the first; one row has no label.
        const std::vector<float> logits{9, 1, 1, 9, 9, 2, 3, 9, 0, 0, 0, 0};
        const std::vector<std::int32_t> labels{1, 2, noValue};
        const std::vector<IndexRange> ranges{{1, 3}, {1, 3}, {0, 4}};
        std::vector<float> gradient(12, 5.0F);
        const LossSums sums =
            softmaxCrossEntropy(labels, ranges, 4, logits.data(), 0.5F, gradient.data());
        QCOMPARE(sums.labelled, std::int64_t{2});
        QCOMPARE(sums.correct, std::int64_t{2});
        const double other = 1 / (1 + std::exp(1.0));
        QVERIFY(std::abs(sums.loss - (std::log(2.0) - std::log(1 - other))) < 1e-6);
        const std::vector<double> expected{0, -0.25, 0.25, 0, 0, 0.5 * other, -0.5 * other,
                                           0, 0,     0,    0, 0};
        for (std::size_t i = 0; i < 12; ++i)
            QVERIFY2(std::abs(double{gradient[i]} - expected[i]) < 1e-6,
                     qPrintable(QString::number(i)));
    }

    void improbableLabelsStillHaveAGradient()
    {
        // The notebook's loss gives up below 1e-7; this one does not.
        const std::vector<float> logits{0, 40};
        const std::vector<std::int32_t> labels{0};
        const std::vector<IndexRange> ranges{{0, 2}};
        std::vector<float> gradient(2);
        const LossSums sums =
            softmaxCrossEntropy(labels, ranges, 2, logits.data(), 1.0F, gradient.data());
        QVERIFY(std::abs(sums.loss - 40) < 1e-5);
        QVERIFY(std::abs(gradient[0] + 1) < 1e-6F);
    }

    void dropoutKeepsTheExpectation()
    {
        constexpr double rate = 0.3;
        std::vector<float> factors(100'000);
        Random random(8);
        drawDropout(rate, random, factors);
        double sum = 0;
        for (const float factor : factors) {
            QVERIFY(factor == 0 || std::abs(double{factor} - 1 / (1 - rate)) < 1e-6);
            sum += double{factor};
        }
        // Five standard errors of the mean.
        const double error = std::sqrt(rate / (1 - rate) / 100'000);
        QVERIFY2(std::abs(sum / 100'000 - 1) < 5 * error, qPrintable(QString::number(sum)));
        drawDropout(0, random, factors);
        QVERIFY(std::ranges::all_of(factors, [](float factor) { return factor == 1.0F; }));
    }

    void dropoutChangesTheDenseLayersInputOnly()
    {
        // The Dense layer is linear: the mean of its output over many draws is that without
        // dropout.
        const LineDataset dataset = smallLines({.solos = 2});
        Random random(9);
        const auto windows = cutWindows(dataset.training, 16, 0, random);
        const LineBatch batch(dataset, std::span(windows).first(2), 16, 2);
        SequenceNetwork network(someWeights(12, 4));
        const torch::NoGradGuard noGradient;
        const auto whole = network.logits(batch.inputs, 2, {}).clone();
        QVERIFY(torch::equal(whole, network.logits(batch.inputs, 2, torch::ones({32, 12}))));
        auto mean = torch::zeros_like(whole);
        auto factors = torch::empty({32, 12});
        constexpr int draws = 4000;
        for (int draw = 0; draw < draws; ++draw) {
            drawDropout(0.3, random, {factors.data_ptr<float>(), 32 * 12});
            mean += network.logits(batch.inputs, 2, factors) / draws;
        }
        const float worst = (mean - whole).abs().max().item<float>();
        QVERIFY2(worst < 0.1F, qPrintable(QString::number(worst)));
    }

    void inferenceAgreesWithTraining()
    {
        // After some training, so that the weights are not small any more.
        const LineDataset dataset = smallLines({.noise = 0.1});
        Random random(2);
        SequenceNetwork network(initialLineWeights({.values = 13,
                                                    .inputs = 40,
                                                    .hidden = 24,
                                                    .gates = GateActivation::Sigmoid,
                                                    .direct = true},
                                                   8));
        torch::optim::Adam adam({network.parameters()}, torch::optim::AdamOptions(0.01));
        LossSums sums;
        for (int update = 0; update < 60; ++update) {
            const auto windows = cutWindows(dataset.training, 32, 0, random);
            const LineBatch batch(dataset, windows, 32, windows.size());
            network.parameters().grad().zero_();
            RangedSoftmaxLoss::apply(
                network.logits(batch.inputs, static_cast<std::int64_t>(windows.size()), {}),
                batch.labels, batch.ranges, labelledRows(batch), &sums)
                .backward();
            adam.step();
        }
        QVERIFY2(sums.loss / static_cast<double>(sums.labelled) < 1, "nothing was learned");

        const LineWindow whole{.sequence = &dataset.validation[0],
                               .first = 0,
                               .steps = dataset.validation[0].steps(),
                               .character = true};
        const LineBatch batch(dataset, std::span(&whole, 1), whole.steps, 1);
        const auto logits = network.logits(batch.inputs, 1, {}).detach();
        StepNetwork steps(std::make_shared<Weights>(network.weights()));
        const LineSequence& sequence = dataset.validation[0];
        float worst = 0;
        for (std::size_t step = 0; step < sequence.steps(); ++step) {
            const IndexRange range = batch.ranges[step];
            const auto ours =
                steps.step(std::span(sequence.inputs)
                               .subspan(sequence.offsets[step],
                                        sequence.offsets[step + 1] - sequence.offsets[step]),
                           range);
            const auto theirs = torch::softmax(
                logits[static_cast<std::int64_t>(step)].narrow(0, range.first, range.size()), 0);
            for (std::int32_t v = 0; v < 13; ++v) {
                const float expected =
                    range.contains(v) ? theirs[v - range.first].item<float>() : 0.0F;
                worst = std::max(worst, std::abs(ours[static_cast<std::size_t>(v)] - expected));
            }
        }
        qInfo("largest difference of a probability: %.2g", double{worst});
        QVERIFY(worst < 1e-5F);
    }

    void windowsCoverTheSolosOnce()
    {
        const LineDataset dataset = smallLines({.solos = 5, .notes = 90});
        Random random(6);
        std::vector<std::vector<int>> seams;
        for (int epoch = 0; epoch < 2; ++epoch) {
            const auto windows = cutWindows(dataset.training, 64, 0.5, random);
            std::vector<int> starts;
            std::size_t told = 0;
            for (const LineSequence& sequence : dataset.training) {
                std::vector<int> covered(sequence.steps());
                for (const LineWindow& window : windows) {
                    if (window.sequence != &sequence)
                        continue;
                    QVERIFY(window.steps > 8 && window.steps <= 64);
                    for (std::size_t step = 0; step < window.steps; ++step)
                        covered.at(window.first + step) += 1;
                    starts.push_back(static_cast<int>(window.first));
                    told += window.character ? 1 : 0;
                }
                QVERIFY(std::ranges::max(covered) == 1);
                QVERIFY(std::ranges::count(covered, 0) <= 16); // the ends
            }
            QVERIFY(told > 0 && told < windows.size());
            std::ranges::sort(starts);
            seams.push_back(starts);
        }
        QVERIFY2(seams[0] != seams[1], "both epochs were cut at the same places");
    }

    void aBatchHoldsWhatItsWindowsHold()
    {
        const LineDataset dataset = smallLines({.solos = 2});
        const LineSequence& sequence = dataset.training[1];
        const std::vector<LineWindow> windows{{&sequence, 10, 5, true}, {&sequence, 3, 8, false}};
        const LineBatch batch(dataset, windows, 8, 3);
        const SparseRows rows = batch.inputs->rows();
        QCOMPARE(rows.count(), std::size_t{24});
        QCOMPARE(batch.labels[2 * 3], sequence.labels[12]);
        QCOMPARE(batch.labels[2 * 3 + 1], sequence.labels[5]);
        QCOMPARE(batch.labels[5 * 3], noValue); // past the end of the first window
        QCOMPARE(batch.labels[2], noValue);     // no third window
        QVERIFY(batch.ranges[3] == dataset.ranges[static_cast<std::size_t>(sequence.stages[11])]);
        const auto count = [&](std::size_t row) {
            return rows.offsets[row + 1] - rows.offsets[row];
        };
        QCOMPARE(count(3), sequence.offsets[12] - sequence.offsets[11]);
        QCOMPARE(count(4), sequence.offsets[5] - sequence.offsets[4] - 1); // without its character
        QCOMPARE(count(5), std::uint32_t{0});
        QCOMPARE(count(5 * 3), std::uint32_t{0});
    }

    void largeNetworksTakeABatchInParts()
    {
        const LineDataset dataset = smallLines();
        LineTrainingOptions options;
        QCOMPARE(windowsAtOnce(dataset, options), std::size_t{32});
        options.hidden = 1024;
        QVERIFY(windowsAtOnce(dataset, options) < 16);
        QVERIFY(windowsAtOnce(dataset, options) >= 4);
    }
};

QTEST_GUILESS_MAIN(TestLineNetwork)
#include "tst_linenetwork.moc"
