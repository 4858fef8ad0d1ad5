#include <QTest>

#include "arrange/quantisation.h"

using namespace woodshed;

class TestQuantisation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsAndLengthsGoToTheNearestLine()
    {
        const std::vector<Note> played{
            {{-7}, {100}, 60, 80}, {{59}, {130}, 62, 81}, {{61}, {10}, 64, 82}};
        const std::vector<Note> even{
            {{0}, {120}, 60, 80}, {{0}, {120}, 62, 81}, {{120}, {120}, 64, 82}};
        QCOMPARE(quantised(played, Ticks{120}), even);
    }

    void tripletsToo()
    {
        QCOMPARE(quantised({{{170}, {150}, 60, 80}, {{330}, {300}, 62, 80}}, Ticks{160}),
                 (std::vector<Note>{{{160}, {160}, 60, 80}, {{320}, {320}, 62, 80}}));
    }

    void ofTwoThatFallTogetherTheLongerStays()
    {
        QCOMPARE(quantised({{{470}, {100}, 60, 80}, {{490}, {400}, 60, 70}}, Ticks{120}),
                 (std::vector<Note>{{{480}, {360}, 60, 70}}));
    }

    void onceIsEnough()
    {
        std::vector<Note> played;
        for (int i = 0; i < 200; ++i)
            played.push_back({{i * 97 % 9600}, {1 + i * 53 % 900}, 40 + i * 7 % 60, 80});
        for (const std::int64_t grid : {1, 40, 120, 160}) {
            const auto even = quantised(played, Ticks{grid});
            QCOMPARE(quantised(even, Ticks{grid}), even);
            for (const Note& note : even)
                QVERIFY(note.start.count % grid == 0 && note.duration.count >= grid);
        }
        QVERIFY(quantised({}, Ticks{120}).empty());
    }
};

QTEST_APPLESS_MAIN(TestQuantisation)
#include "tst_quantisation.moc"
