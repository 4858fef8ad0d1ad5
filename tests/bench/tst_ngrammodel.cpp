#include <cmath>
#include <string>
#include <vector>

#include <QTest>

#include "bench/ngrammodel.h"
#include "support/random.h"

using namespace woodshed;
using namespace woodshed::bench;

namespace
{

constexpr std::array<IndexRange, lineStages> ranges{{{0, 5}, {5, 7}, {7, 12}}};

void append(LineSequence& sequence, LineStage stage, std::int32_t value)
{
    sequence.stages.push_back(stage);
    sequence.labels.push_back(value);
}

/// Lengths, now and then a rest, and moves.
LineSequence randomSequence(Random& random, int notes)
{
    LineSequence sequence;
    for (int i = 0; i < notes; ++i) {
        const auto time = static_cast<std::int32_t>(random.index(4)); // 4 never occurs
        append(sequence, LineStage::Time, time);
        if (time == 3)
            append(sequence, LineStage::Rest, 5 + static_cast<std::int32_t>(random.index(2)));
        append(sequence, LineStage::Pitch, 7 + static_cast<std::int32_t>(random.index(4)));
    }
    return sequence;
}

} // namespace

class TestNgramModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void probabilitiesOfAStageSumToOne()
    {
        Random random(1);
        for (const std::size_t order : {0U, 1U, 2U, 4U, 7U}) {
            std::vector<LineSequence> solos;
            for (int solo = 0; solo < 7; ++solo)
                solos.push_back(randomSequence(random, 40));
            const NgramModel model(order, ranges, solos);
            const LineSequence other = randomSequence(random, 40);
            for (std::size_t step = 0; step < other.steps(); ++step) {
                for (std::size_t stage = 0; stage < lineStages; ++stage) {
                    double sum = 0;
                    for (auto value = ranges[stage].first; value < ranges[stage].last; ++value) {
                        const double p = model.probability(static_cast<LineStage>(stage), value,
                                                           std::span(other.labels).first(step));
                        QVERIFY(p > 0); // what was never heard remains possible
                        sum += p;
                    }
                    QVERIFY2(std::abs(sum - 1) < 1e-12, std::to_string(sum).c_str());
                }
            }
            QCOMPARE(model.probability(LineStage::Pitch, 2, {}), 0.0);
        }
    }

    void anUntaughtModelHoldsAllValuesOfAStageAlike()
    {
        const NgramModel model(4, ranges, {});
        QCOMPARE(model.probability(LineStage::Time, 3, {}), 1.0 / 5);
        QCOMPARE(model.probability(LineStage::Rest, 5, std::vector<std::int32_t>{3}), 1.0 / 2);
    }

    void sharesAreThoseOfTheContext()
    {
        LineSequence sequence;
        for (const std::int32_t value : {0, 1, 0, 1, 0, 2})
            append(sequence, LineStage::Time, value);
        ContextCounts counts(1);
        counts.add(sequence);
        // Alone 1 is two of six; after a 0 two of three.
        const auto after0 = counts.estimates(LineStage::Time, 1, std::vector<std::int32_t>{7, 0});
        QCOMPARE(after0.size(), std::size_t{2});
        QCOMPARE(after0[0].share, 2.0 / 6);
        QCOMPARE(after0[1].share, 2.0 / 3);
        QVERIFY(after0[0].weight != after0[1].weight);
        // Nothing ever came after a 2, and no moves at all.
        const std::vector<std::int32_t> past{2};
        QCOMPARE(counts.estimates(LineStage::Time, 1, past).size(), std::size_t{1});
        QCOMPARE(counts.estimates(LineStage::Pitch, 8, past).size(), std::size_t{0});
    }

    void longerContextsLearnLongerPatterns()
    {
        LineSequence sequence;
        for (int i = 0; i < 50; ++i) // what comes after two 0 shows three values before it
            for (const std::int32_t value : {1, 0, 0, 2, 3, 0, 0, 4})
                append(sequence, LineStage::Pitch, 7 + value);
        const std::vector<LineSequence> solos(5, sequence);
        const NgramModel second(2, ranges, solos);
        const NgramModel fourth(4, ranges, solos);
        const double two = surpriseOf(solos, predictorOf(second)).perNote();
        const double four = surpriseOf(solos, predictorOf(fourth)).perNote();
        // Two values of eight are a toss between two.
        QVERIFY2(std::abs(two - 0.25) < 0.04, std::to_string(two).c_str());
        QVERIFY2(four < 0.08, std::to_string(four).c_str());
    }

    void longerContextsAreNotTrustedWhereTheyMislead()
    {
        Random random(2);
        std::vector<LineSequence> solos;
        for (int solo = 0; solo < 20; ++solo)
            solos.push_back(randomSequence(random, 100));
        const std::span all(solos);
        const NgramModel model(6, ranges, all.first(15));
        const double bits = surpriseOf(all.last(5), predictorOf(model)).perNote();
        // Four lengths and four moves by chance, and a bit for a rest at every fourth note.
        QVERIFY2(bits > 4.1 && bits < 4.4, std::to_string(bits).c_str());
    }

    void surpriseIsCountedByNote()
    {
        LineSequence sequence;
        append(sequence, LineStage::Time, 3);
        append(sequence, LineStage::Rest, 5);
        append(sequence, LineStage::Pitch, 8);
        append(sequence, LineStage::Time, 1);
        append(sequence, LineStage::Pitch, 8);
        const std::array sequences{sequence};
        const Surprise surprise =
            surpriseOf(sequences, [](const LineSequence&, std::size_t) { return 0.25; });
        QCOMPARE(surprise.notes, std::size_t{2});
        QCOMPARE(surprise.perNote(), 5.0);
        QCOMPARE(surprise.perNote(LineStage::Time), 2.0);
        QCOMPARE(surprise.perNote(LineStage::Rest), 1.0);
    }
};

QTEST_GUILESS_MAIN(TestNgramModel)
#include "tst_ngrammodel.moc"
