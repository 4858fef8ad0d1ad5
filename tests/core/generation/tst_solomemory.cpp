#include <numeric>
#include <vector>

#include <QTest>

#include "generation/solomemory.h"

using namespace woodshed;

class TestSoloMemory : public QObject
{
    Q_OBJECT

private:
    const LineVocabulary m_vocabulary{std::vector<Line>{}};
    const IndexRange m_moves = m_vocabulary.range(LineStage::Pitch);

    std::vector<float> even() const
    {
        return std::vector<float>(m_vocabulary.values().size(), 0.1F);
    }
    float weightOf(const std::vector<float>& weights, int move) const
    {
        return weights[static_cast<std::size_t>(m_vocabulary.moveValue(move))];
    }
    static double sum(const std::vector<float>& weights)
    {
        return std::accumulate(weights.begin(), weights.end(), 0.0);
    }

private Q_SLOTS:
    void aFigureLeadsOnAsItDidBefore()
    {
        const std::int32_t up = m_vocabulary.moveValue(2);
        const std::int32_t down = m_vocabulary.moveValue(-3);
        const std::int32_t last = m_vocabulary.moveValue(5);
        SoloMemory memory;
        for (const std::int32_t value : {up, down, up, up, last, up, down, up})
            memory.take(value);
        auto weights = even();
        memory.bringBack(m_moves, weights);
        QCOMPARE(weights, even()); // three values are no figure
        memory.take(up);
        memory.bringBack(m_moves, weights);
        QVERIFY(weightOf(weights, 5) > 3 * 0.1F);
        QVERIFY(weightOf(weights, 4) < 0.1F);
        QVERIFY(std::abs(sum(weights) - sum(even())) < 1e-4);
    }

    void whatWasHeardIsPreferredInEveryOctave()
    {
        SoloMemory memory;
        for (int i = 0; i < 6; ++i)
            memory.hear(100 + i, 60);
        auto weights = even();
        memory.stayAround(m_vocabulary, 62, 100, weights);
        QVERIFY(weightOf(weights, -2) > 1.5F * weightOf(weights, -1));
        QCOMPARE(weightOf(weights, 10), weightOf(weights, -2));
        QCOMPARE(weightOf(weights, 1), weightOf(weights, -1));
        QVERIFY(std::abs(sum(weights) - sum(even())) < 1e-4);
        // Only the pitch stage is changed.
        const IndexRange time = m_vocabulary.range(LineStage::Time);
        QCOMPARE(weights[static_cast<std::size_t>(time.first)], 0.1F);
    }

    void whatIsLongAgoIsForgotten()
    {
        SoloMemory memory;
        memory.hear(0, 60);
        memory.hear(99, 61);
        auto weights = even();
        memory.stayAround(m_vocabulary, 62, 100, weights);
        for (int move = -12; move <= 12; ++move)
            QVERIFY(std::abs(weightOf(weights, move) - 0.1F) < 1e-6F);
    }
};

QTEST_GUILESS_MAIN(TestSoloMemory)
#include "tst_solomemory.moc"
