#include <algorithm>
#include <cmath>
#include <limits>

#include <QTest>

#include "model/weights.h"

using namespace woodshed;

class TestWeights : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsTheNotebooksParameters()
    {
        const Weights weights = Weights::zeros(78, 64, GateActivation::HardSigmoid);
        // 4 * 64 * (78 + 64 + 1) = 36,608 of the LSTM and 64 * 78 + 78 = 5,070 of the Dense layer.
        QCOMPARE(weights.parameterCount(), std::size_t{41'678});
        QCOMPARE(weights.kernel.size() + weights.recurrentKernel.size() + weights.bias.size(),
                 std::size_t{36'608});
        QCOMPARE(weights.denseKernel.size() + weights.denseBias.size(), std::size_t{5'070});
        QVERIFY(weights.isConsistent());
    }

    void summaryNamesLayersShapesAndCounts()
    {
        const std::string summary =
            modelSummary(Weights::zeros(78, 64, GateActivation::HardSigmoid), 30);
        for (const char* part : {"lstm (LSTM)", "(None, 30, 64)", "36,608", "dense (Dense",
                                 "(None, 30, 78)", "5,070", "Total params: 41,678"})
            QVERIFY2(summary.find(part) != std::string::npos, part);
    }

    void countsManyInputsAndTheDirectPath()
    {
        const Weights weights = Weights::zeros({.values = 117,
                                                .inputs = 850,
                                                .hidden = 160,
                                                .gates = GateActivation::Sigmoid,
                                                .direct = true});
        QCOMPARE(weights.parameterCount(),
                 std::size_t{640 * (850 + 160 + 1) + 117 * 161 + 850 * 117});
        QVERIFY(weights.isConsistent());
        QCOMPARE(weights.directKernel.size(), std::size_t{850 * 117});
        const std::string summary = modelSummary(weights, 64);
        for (const char* part : {"(None, 64, 850)", "(None, 64, 117)", "647,040", "18,837",
                                 "direct (Dense, added)", "99,450", "Total params: 765,327"})
            QVERIFY2(summary.find(part) != std::string::npos, part);
    }

    void noticesBlocksOfTheWrongLength()
    {
        Weights direct = Weights::zeros({.values = 5, .inputs = 9, .hidden = 3, .direct = true});
        direct.directKernel.pop_back();
        QVERIFY(!direct.isConsistent());
        Weights weights = Weights::zeros(5, 3, GateActivation::Sigmoid);
        QVERIFY(weights.isConsistent());
        weights.bias.pop_back();
        QVERIFY(!weights.isConsistent());
    }

    void noticesNumbersThatAreNotFinite()
    {
        Weights weights = Weights::zeros({.values = 5, .inputs = 9, .hidden = 3, .direct = true});
        QVERIFY(weights.isFinite());
        for (auto* block : {&weights.kernel, &weights.recurrentKernel, &weights.bias,
                            &weights.denseKernel, &weights.denseBias, &weights.directKernel}) {
            block->back() = std::numeric_limits<float>::quiet_NaN();
            QVERIFY(!weights.isFinite());
            block->back() = -std::numeric_limits<float>::infinity();
            QVERIFY(!weights.isFinite());
            block->back() = 0;
        }
        QVERIFY(weights.isFinite());
    }

    void sameSeedSameWeights()
    {
        const Weights first = initialWeights(20, 8, GateActivation::HardSigmoid, 5);
        QVERIFY(first == initialWeights(20, 8, GateActivation::HardSigmoid, 5));
        QVERIFY(first != initialWeights(20, 8, GateActivation::HardSigmoid, 6));
    }

    void glorotKernelsFillTheirRange()
    {
        const Weights weights = initialWeights(78, 64, GateActivation::HardSigmoid, 1);
        const auto check = [](const std::vector<float>& kernel, double fanIn, double fanOut) {
            const double limit = std::sqrt(6.0 / (fanIn + fanOut));
            double largest = 0;
            double sum = 0;
            double squares = 0;
            for (const double number : kernel) {
                largest = std::max(largest, std::abs(number));
                sum += number;
                squares += number * number;
            }
            const auto count = static_cast<double>(kernel.size());
            QVERIFY(largest <= limit * (1 + 1e-6));
            QVERIFY(largest > 0.99 * limit);
            // A uniform distribution over ±limit has variance limit²/3; bounds are five standard
            // errors.
            QVERIFY(std::abs(sum / count) < 5 * limit / std::sqrt(3 * count));
            QVERIFY(std::abs(3 * squares / (count * limit * limit) - 1) < 5 / std::sqrt(count));
        };
        check(weights.kernel, 78, 256);
        check(weights.denseKernel, 64, 78);
    }

    void recurrentKernelHasOrthonormalRows()
    {
        const std::size_t h = 64;
        const Weights weights = initialWeights(78, h, GateActivation::HardSigmoid, 2);
        double worst = 0;
        for (std::size_t a = 0; a < h; ++a) {
            for (std::size_t b = 0; b <= a; ++b) {
                double product = 0;
                for (std::size_t j = 0; j < 4 * h; ++j)
                    product += double{weights.recurrentKernel[a * 4 * h + j]} *
                               double{weights.recurrentKernel[b * 4 * h + j]};
                worst = std::max(worst, std::abs(product - (a == b ? 1.0 : 0.0)));
            }
        }
        QVERIFY2(worst < 1e-6, qPrintable(QString::number(worst)));
    }

    void onlyTheForgetGateHasABias()
    {
        const Weights weights = initialWeights(7, 3, GateActivation::Sigmoid, 2);
        QCOMPARE(weights.bias, (std::vector<float>{0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0}));
        QCOMPARE(weights.denseBias, std::vector<float>(7));
    }

    void initialLineWeightsBeginWithoutTheDirectPath()
    {
        const WeightsShape shape{.values = 13,
                                 .inputs = 400,
                                 .hidden = 16,
                                 .gates = GateActivation::Sigmoid,
                                 .direct = true};
        const Weights weights = initialLineWeights(shape, 4);
        QVERIFY(weights.isConsistent());
        QVERIFY(weights == initialLineWeights(shape, 4));
        QVERIFY(weights != initialLineWeights(shape, 5));
        QCOMPARE(weights.directKernel, std::vector<float>(400 * 13));
        QCOMPARE(weights.bias[16], 1.0F);
        QCOMPARE(weights.bias[15], 0.0F);
        double squares = 0;
        for (const float number : weights.kernel)
            squares += double{number} * double{number};
        const auto count = static_cast<double>(weights.kernel.size());
        QVERIFY(std::abs(std::sqrt(squares / count) / 0.05 - 1) < 5 / std::sqrt(2 * count));
        const float largest = *std::ranges::max_element(weights.denseKernel);
        QVERIFY(largest <= 0.25F && largest > 0.2F);
    }
};

QTEST_GUILESS_MAIN(TestWeights)
#include "tst_weights.moc"
