#include <array>
#include <cmath>
#include <vector>

#include <QTest>

#include "generation/sampler.h"

using namespace woodshed;

class TestSampler : public QObject
{
    Q_OBJECT

private:
    static constexpr std::array<float, 4> m_probabilities{0.1F, 0.2F, 0.3F, 0.4F};
    const std::vector<std::size_t> m_all{0, 1, 2, 3};

    std::array<double, 4> shares(const SamplerOptions& options,
                                 std::span<const std::size_t> allowed) const
    {
        Random random(11);
        std::array<double, 4> counts{};
        const int draws = 100000;
        for (int i = 0; i < draws; ++i)
            counts.at(drawValue(m_probabilities, allowed, options, random).index) += 1.0 / draws;
        return counts;
    }

private Q_SLOTS:
    void drawsWithTheGivenProbabilities()
    {
        const auto drawn = shares({}, m_all);
        for (std::size_t i = 0; i < 4; ++i)
            QVERIFY2(std::abs(drawn[i] - static_cast<double>(m_probabilities[i])) < 0.006,
                     qPrintable(QString::number(drawn[i])));
    }

    void temperatureSharpensAndFlattens()
    {
        // p^(1/T), renormalised: at T = 0.5 the squares 1 4 9 16 of 30.
        const auto cold = shares({.temperature = 0.5}, m_all);
        QVERIFY(std::abs(cold[3] - 16.0 / 30) < 0.006);
        const auto hot = shares({.temperature = 100}, m_all);
        QVERIFY(std::abs(hot[0] - 0.25) < 0.01);
    }

    void temperatureZeroTakesTheMostProbable()
    {
        Random random(1);
        QCOMPARE(drawValue(m_probabilities, m_all, {.temperature = 0}, random).index,
                 std::size_t{3});
        const std::vector<std::size_t> few{0, 1};
        QCOMPARE(drawValue(m_probabilities, few, {.temperature = 0}, random).index, std::size_t{1});
    }

    void topPKeepsTheNucleus()
    {
        const auto drawn = shares({.topP = 0.65}, m_all); // 0.4 + 0.3 reach it
        QCOMPARE(drawn[0], 0.0);
        QCOMPARE(drawn[1], 0.0);
        QVERIFY(std::abs(drawn[3] - 4.0 / 7) < 0.006);
        const auto one = shares({.topP = 0.01}, m_all);
        QVERIFY(std::abs(one[3] - 1) < 1e-9);
    }

    void onlyTheAllowedAreDrawn()
    {
        const std::vector<std::size_t> allowed{0, 2};
        const auto drawn = shares({}, allowed);
        QCOMPARE(drawn[1], 0.0);
        QCOMPARE(drawn[3], 0.0);
        QVERIFY(std::abs(drawn[0] - 0.25) < 0.006);
    }

    void allZeroIsUniform()
    {
        const std::array<float, 3> none{0, 0, 0};
        const std::vector<std::size_t> allowed{0, 2};
        Random random(5);
        int first = 0;
        for (int i = 0; i < 1000; ++i)
            first += drawValue(none, allowed, {}, random).index == 0 ? 1 : 0;
        QVERIFY(first > 400 && first < 600);
    }

    void saysTheProbabilityItDrewFrom()
    {
        Random random(3);
        const std::vector<std::size_t> one{2};
        QVERIFY(std::abs(drawValue(m_probabilities, one, {}, random).probability - 1) < 1e-12);
    }
};

QTEST_GUILESS_MAIN(TestSampler)
#include "tst_sampler.moc"
