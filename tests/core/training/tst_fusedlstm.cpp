#include <torch/torch.h>

#include <QTest>

#include "model/inference.h"
#include "training/sequencenetwork.h"
#include "training/squash.h"
#include "trainingdata.h"

using namespace woodshed;

namespace
{

/// The same loss by LibTorch's own operations, one step and one gate at a time.
torch::Tensor naiveLoss(const std::vector<torch::Tensor>& parameters, GateActivation gates,
                        const std::vector<std::int32_t>& values,
                        const std::vector<std::int32_t>& labels, std::int64_t batch)
{
    const auto& kernel = parameters[0];
    const std::int64_t n = kernel.size(0);
    const std::int64_t h = parameters[1].size(0);
    const auto squash = [gates](const torch::Tensor& x) {
        return gates == GateActivation::Sigmoid ? torch::sigmoid(x)
                                                : torch::clamp(0.2 * x + 0.5, 0.0, 1.0);
    };
    const auto oneHot = [n](const std::int32_t* indices, std::int64_t rows) {
        auto matrix = torch::zeros({rows, n}, torch::kFloat64);
        for (std::int64_t row = 0; row < rows; ++row)
            if (indices[row] >= 0)
                matrix[row][indices[row]] = 1.0;
        return matrix;
    };
    auto hidden = torch::zeros({batch, h}, torch::kFloat64);
    auto cell = torch::zeros({batch, h}, torch::kFloat64);
    auto loss = torch::zeros({}, torch::kFloat64);
    const auto steps = static_cast<std::int64_t>(values.size()) / batch;
    for (std::int64_t t = 0; t < steps; ++t) {
        const auto sums = oneHot(values.data() + t * batch, batch).mm(kernel) +
                          hidden.mm(parameters[1]) + parameters[2];
        const auto parts = sums.chunk(4, 1);
        cell = squash(parts[1]) * cell + squash(parts[0]) * torch::tanh(parts[2]);
        hidden = squash(parts[3]) * torch::tanh(cell);
        const auto probabilities =
            torch::softmax(hidden.mm(parameters[3]) + parameters[4], 1).clamp(1e-7, 1 - 1e-7);
        loss = loss - (oneHot(labels.data() + t * batch, batch) * probabilities.log()).sum();
    }
    return loss / static_cast<double>(batch);
}

std::vector<std::int32_t> someIndices(std::size_t count, std::size_t values, Random& random)
{
    std::vector<std::int32_t> indices;
    for (std::size_t i = 0; i < count; ++i)
        indices.push_back(random.index(8) == 0 ? noValue
                                               : static_cast<std::int32_t>(random.index(values)));
    return indices;
}

} // namespace

class TestFusedLstm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void squashingIsAccurate()
    {
        double worstTanh = 0;
        double worstSigmoid = 0;
        double worstExponential = 0;
        for (int i = -40'000; i <= 40'000; ++i) {
            const auto x = static_cast<float>(i) * 0.5e-3F;
            const double exact = std::tanh(double{x});
            if (x != 0)
                worstTanh = std::max(worstTanh, std::abs(double{squash::tanh(x)} / exact - 1));
            worstSigmoid = std::max(worstSigmoid,
                                    std::abs(double{squash::Gate<GateActivation::Sigmoid>::of(x)} -
                                             1 / (1 + std::exp(-double{x}))));
            if (x <= 0)
                worstExponential =
                    std::max(worstExponential,
                             std::abs(double{squash::exponential(x)} - std::exp(double{x})));
        }
        for (float x = 1e-30F; x < 1e-3F; x *= 3)
            worstTanh =
                std::max(worstTanh, std::abs(double{squash::tanh(x)} / std::tanh(double{x}) - 1));
        QVERIFY2(worstTanh < 5e-7, qPrintable(QString::number(worstTanh)));
        QVERIFY2(worstSigmoid < 2e-7, qPrintable(QString::number(worstSigmoid)));
        QVERIFY2(worstExponential < 2e-7, qPrintable(QString::number(worstExponential)));
        QCOMPARE(squash::tanh(1e9F), 1.0F);
        QCOMPARE(squash::tanh(-1e9F), -1.0F);
        QCOMPARE(squash::Gate<GateActivation::Sigmoid>::of(1e9F), 1.0F);
        QVERIFY(squash::Gate<GateActivation::Sigmoid>::of(-1e9F) < 1e-30F);
    }

    void gradientsMatchAutograd_data()
    {
        QTest::addColumn<int>("values");
        QTest::addColumn<int>("hidden");
        QTest::addColumn<int>("steps");
        QTest::addColumn<int>("batch");
        QTest::addColumn<bool>("hard");
        for (const bool hard : {true, false}) {
            const char* gates = hard ? "hard sigmoid" : "sigmoid";
            QTest::addRow("notebook's last batch, %s", gates) << 78 << 64 << 30 << 28 << hard;
            QTest::addRow("odd sizes, %s", gates) << 19 << 7 << 11 << 3 << hard;
            QTest::addRow("one step, %s", gates) << 5 << 4 << 1 << 2 << hard;
            QTest::addRow("one example, %s", gates) << 33 << 17 << 40 << 1 << hard;
        }
    }

    void gradientsMatchAutograd()
    {
        QFETCH(int, values);
        QFETCH(int, hidden);
        QFETCH(int, steps);
        QFETCH(int, batch);
        QFETCH(bool, hard);
        const auto gates = hard ? GateActivation::HardSigmoid : GateActivation::Sigmoid;
        Random random(11);
        Weights weights = initialWeights(static_cast<std::size_t>(values),
                                         static_cast<std::size_t>(hidden), gates, 3);
        for (auto* block : {&weights.bias, &weights.denseBias, &weights.denseKernel})
            for (float& number : *block)
                number += static_cast<float>(0.3 * random.normal());
        const auto count = static_cast<std::size_t>(steps * batch);
        const auto inputs = someIndices(count, weights.values, random);
        const auto labels = someIndices(count, weights.values, random);

        SequenceNetwork network(weights);
        std::vector<torch::Tensor> parameters;
        for (const auto& block : network.blocks())
            parameters.push_back(
                block.detach().to(torch::kFloat64).clone().set_requires_grad(true));

        // Twice: the second pass finds the memory of the first.
        for (int pass = 0; pass < 2; ++pass) {
            network.parameters().grad().zero_();
            LossSums sums;
            const auto ours = network.loss(inputs, labels, batch, &sums);
            ours.backward();
            for (auto& parameter : parameters)
                parameter.mutable_grad() = torch::Tensor();
            const auto expected = naiveLoss(parameters, gates, inputs, labels, batch);
            expected.backward();
            const double difference =
                std::abs(sums.loss / batch - expected.item<double>()) / expected.item<double>();
            QVERIFY2(difference < 1e-6, qPrintable(QString::number(difference)));
            QVERIFY(std::abs(ours.item<double>() - sums.loss / batch) < 1e-4);
            const char* names[] = {"kernel", "recurrent kernel", "bias", "dense kernel",
                                   "dense bias"};
            double worstOfAll = 0;
            for (std::size_t i = 0; i < parameters.size(); ++i) {
                const auto exact = parameters[i].grad();
                const double worst = (network.blocks()[i].grad().to(torch::kFloat64) - exact)
                                         .abs()
                                         .max()
                                         .item<double>();
                worstOfAll = std::max(worstOfAll, worst);
                QVERIFY2(worst < 1e-5, names[i]);
                const bool dependsOnIt = i != 1 || steps > 1; // one step never meets U
                QVERIFY2(exact.abs().max().item<double>() > 1e-3 || !dependsOnIt, names[i]);
            }
            qInfo("largest difference of a gradient: %.2g", worstOfAll);
        }
    }

    void clippedProbabilitiesHaveNoGradient()
    {
        // The label's probability is below 1e-7 in the first row, above 1 - 1e-7 in the second.
        auto logits =
            torch::tensor({{0.0F, 30.0F}, {40.0F, 0.0F}, {0.0F, 1.0F}}).set_requires_grad(true);
        const std::vector<std::int32_t> labels{0, 0, 0};
        LossSums sums;
        SoftmaxLoss::apply(logits, labels, 1, &sums).backward();
        QVERIFY(std::abs(sums.loss - (-std::log(1e-7) - std::log(1 - 1e-7) +
                                      std::log(1 + std::exp(1)))) < 1e-5);
        QCOMPARE(sums.correct, std::int64_t{1});
        QCOMPARE(sums.labelled, std::int64_t{3});
        const auto gradient = logits.grad();
        QCOMPARE(gradient.narrow(0, 0, 2).abs().max().item<float>(), 0.0F);
        QVERIFY(std::abs(gradient[2][1].item<float>() - 1 / (1 + std::exp(-1.0F))) < 1e-6F);
    }

    void tiesGoToTheFirstValue()
    {
        const auto logits = torch::zeros({2, 4});
        LossSums sums;
        (void)SoftmaxLoss::apply(logits, std::vector<std::int32_t>{0, 2}, 2, &sums);
        QCOMPARE(sums.correct, std::int64_t{1});
    }

    void composesWithOtherOperations()
    {
        // The gradient of a scaled loss is the scaled gradient.
        const Weights weights = initialWeights(9, 6, GateActivation::Sigmoid, 4);
        Random random(5);
        const auto inputs = someIndices(20, 9, random);
        const auto labels = someIndices(20, 9, random);
        SequenceNetwork network(weights);
        LossSums sums;
        network.loss(inputs, labels, 4, &sums).backward();
        const auto once = network.parameters().grad().clone();
        network.parameters().grad().zero_();
        (network.loss(inputs, labels, 4, &sums) * 3.0).backward();
        QVERIFY(torch::allclose(network.parameters().grad(), 3 * once, 1e-4, 1e-6));
    }

    void aStaleBackwardIsRefused()
    {
        SequenceNetwork network(initialWeights(9, 6, GateActivation::Sigmoid, 4));
        const std::vector<std::int32_t> indices(12, 1);
        LossSums sums;
        const auto stale = network.loss(indices, indices, 4, &sums);
        const auto fresh = network.loss(indices, indices, 4, &sums);
        QVERIFY_EXCEPTION_THROWN(stale.backward(), std::exception);
        fresh.backward();
    }

    void inferenceAgreesWithTraining_data()
    {
        QTest::addColumn<bool>("hard");
        QTest::newRow("hard sigmoid") << true;
        QTest::newRow("sigmoid") << false;
    }

    void inferenceAgreesWithTraining()
    {
        // After some training, so that the weights are not small any more.
        QFETCH(bool, hard);
        const Dataset dataset = testing::notebookSizedDataset(1);
        SequenceNetwork network(initialWeights(
            78, 64, hard ? GateActivation::HardSigmoid : GateActivation::Sigmoid, 8));
        torch::optim::Adam adam({network.parameters()}, torch::optim::AdamOptions(0.01));
        std::vector<std::int32_t> inputs;
        for (int step = 0; step < dataset.steps; ++step)
            for (int example = 0; example < dataset.examples; ++example)
                inputs.push_back(dataset.input(example, step));
        LossSums sums;
        for (int update = 0; update < 60; ++update) {
            network.parameters().grad().zero_();
            network.loss(inputs, dataset.labels, dataset.examples, &sums).backward();
            adam.step();
        }
        QVERIFY2(sums.loss / dataset.examples < 100, "nothing was learned");

        const auto probabilities =
            torch::softmax(network.logits(inputs, dataset.examples).detach(), 1);
        StepNetwork steps(std::make_shared<Weights>(network.weights()));
        float worst = 0;
        for (int example = 0; example < dataset.examples; ++example) {
            steps.reset();
            for (int step = 0; step < dataset.steps; ++step) {
                const auto ours = steps.step(dataset.input(example, step));
                const float* theirs =
                    probabilities.data_ptr<float>() + (step * dataset.examples + example) * 78;
                for (std::size_t v = 0; v < 78; ++v)
                    worst = std::max(worst, std::abs(ours[v] - theirs[v]));
            }
        }
        qInfo("largest difference of a probability: %.2g", double{worst});
        QVERIFY(worst < 1e-4F);
    }
};

QTEST_GUILESS_MAIN(TestFusedLstm)
#include "tst_fusedlstm.moc"
