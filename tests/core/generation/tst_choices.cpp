#include <set>

#include <QTest>

#include "generation/choices.h"
#include "theory/chordscale.h"

using namespace woodshed;

class TestChoices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameSeedSameChoices()
    {
        SeededChoices one(Random(5));
        SeededChoices other(Random(5));
        const std::vector<std::string> population{"C4", "E4", "G4", "B-4"};
        const std::vector<int> chord{62, 65, 69, 72};
        for (int i = 0; i < 100; ++i) {
            QCOMPARE(one.pick(population), other.pick(population));
            QCOMPARE(one.roundsUp(), other.roundsUp());
            QVERIFY(one.bluesScale(chord) == other.bluesScale(chord));
        }
    }

    void everyChoiceComesUp()
    {
        SeededChoices choices(Random(6));
        const std::vector<std::string> population{"a", "b", "c"};
        std::set<std::size_t> picks;
        std::set<bool> roundings;
        for (int i = 0; i < 200; ++i) {
            picks.insert(choices.pick(population));
            roundings.insert(choices.roundsUp());
        }
        QCOMPARE(picks.size(), std::size_t{3});
        QCOMPARE(roundings.size(), std::size_t{2});
    }

    void bluesScalesComeWithAndWithoutTheSharpFourthAndHoldMostOfTheChord()
    {
        SeededChoices choices(Random(7));
        const std::vector<int> chord{60, 63, 67, 70}; // C E- G B-
        std::set<std::size_t> sizes;
        std::set<std::string> tonics;
        for (int i = 0; i < 400; ++i) {
            const auto names = choices.bluesScale(chord);
            sizes.insert(names.size());
            tonics.insert(names.front().text());
            // Whatever was tossed, C, E flat, G or A blues hold at least three of the four.
            const int shared = sharedPitchClasses(ChordScale{names.front(), names}, chord);
            QVERIFY2(shared >= 3, names.front().text().c_str());
        }
        QCOMPARE(sizes, (std::set<std::size_t>{6, 7}));
        QVERIFY(tonics.contains("C"));
    }
};

QTEST_GUILESS_MAIN(TestChoices)
#include "tst_choices.moc"
