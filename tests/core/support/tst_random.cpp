#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <QTest>

#include "support/random.h"

using namespace woodshed;

class TestRandom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameSeedSameNumbers()
    {
        Random a(7);
        Random b(7);
        Random other(8);
        bool differs = false;
        for (int i = 0; i < 1000; ++i) {
            const auto x = a.next();
            QCOMPARE(x, b.next());
            differs = differs || x != other.next();
        }
        QVERIFY(differs);
    }

    void indexIsUniform()
    {
        // Chi-square with 12 degrees of freedom; 32.9 is its 99.9th percentile.
        Random random(1);
        std::array<int, 13> counts{};
        const int draws = 130000;
        for (int i = 0; i < draws; ++i)
            ++counts.at(random.index(counts.size()));
        double chiSquare = 0;
        for (const int count : counts)
            chiSquare += std::pow(count - 10000.0, 2) / 10000.0;
        QVERIFY2(chiSquare < 32.9, qPrintable(QString::number(chiSquare)));
    }

    void uniformStaysInItsInterval()
    {
        Random random(2);
        double sum = 0;
        for (int i = 0; i < 100000; ++i) {
            const double x = random.uniform();
            QVERIFY(x >= 0 && x < 1);
            sum += x;
        }
        QVERIFY(std::abs(sum / 100000 - 0.5) < 0.005);
    }

    void normalHasMeanZeroAndDeviationOne()
    {
        Random random(3);
        double sum = 0;
        double squares = 0;
        const int draws = 200000;
        for (int i = 0; i < draws; ++i) {
            const double x = random.normal();
            sum += x;
            squares += x * x;
        }
        QVERIFY(std::abs(sum / draws) < 0.01);
        QVERIFY(std::abs(squares / draws - 1) < 0.02);
    }

    void shuffleIsAPermutation()
    {
        Random random(4);
        std::array<std::size_t, 60> items{};
        std::iota(items.begin(), items.end(), 0U);
        const auto before = items;
        random.shuffle(items);
        QVERIFY(items != before);
        std::sort(items.begin(), items.end());
        QCOMPARE(items, before);
    }

    void goesOnFromItsState()
    {
        Random random(5);
        for (int draws = 0; draws < 20; ++draws) {
            // An odd number of normal numbers leaves one in reserve.
            auto other = Random::fromState(random.state());
            QVERIFY(other.has_value());
            QCOMPARE(other->state(), random.state());
            Random copy = random;
            for (int i = 0; i < 5; ++i) {
                QCOMPARE(other->normal(), copy.normal());
                QCOMPARE(other->next(), copy.next());
            }
            (void)random.normal();
        }
    }

    void statesOfNoGeneratorAreRefused()
    {
        const Random::State good = Random(6).state();
        QVERIFY(Random::fromState(good).has_value());
        QVERIFY(!Random::fromState(std::span(good).first(3)).has_value());
        const auto with = [&](std::size_t place, std::uint64_t number) {
            Random::State state = good;
            state.at(place) = number;
            return Random::fromState(state).has_value();
        };
        QVERIFY(!with(1, 4)); // an even increment
        QVERIFY(!with(2, 2));
        QVERIFY(!with(3, 1)); // a reserve that is not there
        Random::State state = good;
        state[2] = 1;
        state[3] = 0x7ff0000000000000; // infinite
        QVERIFY(!Random::fromState(state).has_value());
    }
};

QTEST_GUILESS_MAIN(TestRandom)
#include "tst_random.moc"
