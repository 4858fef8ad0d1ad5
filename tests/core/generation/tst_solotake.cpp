#include <QTest>

#include "generation/solotake.h"

using namespace woodshed;

class TestSoloTake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void notesAndRestsBecomeValuesInPlace()
    {
        Solo solo;
        solo.tune.chords.chords = {{Ticks{}, Ticks::fromQuarters(4), "C", {48, 52, 55}}};
        solo.tune.chords.length = Ticks::fromQuarters(4);
        solo.melody = {{.start = Ticks{}, .duration = Ticks{240}, .pitch = 60},
                       {.start = Ticks{480}, .duration = Ticks{480}, .pitch = 62}};
        const Take take = takeOf(solo);
        QCOMPARE(take.notes.size(), std::size_t{2});
        QVERIFY(take.values.size() >= 4); // C, rest, D, rest to the end of the bar
        QCOMPARE(take.values[0].kind, ValueKind::ChordTone);
        QCOMPARE(take.values[1].kind, ValueKind::Rest);
        QCOMPARE(take.values[1].start, Ticks{240});
        QCOMPARE(take.values[1].note, -1);
        QCOMPARE(take.values[2].kind, ValueKind::ScaleTone);
        QCOMPARE(take.values[2].start, Ticks{480});
        QCOMPARE(take.values[2].note, 1);
    }

    void performedTimesStayAsTheyAre()
    {
        Solo solo;
        solo.tune.chords.chords = {{Ticks{}, Ticks::fromQuarters(4), "C", {48, 52, 55}}};
        solo.tune.chords.length = Ticks::fromQuarters(4);
        solo.melody = {{.start = Ticks{7}, .duration = Ticks{231}, .pitch = 66},
                       {.start = Ticks{251}, .duration = Ticks{200}, .pitch = 67}};
        const Take take = takeOf(solo);
        for (const TakeValue& value : take.values) {
            if (value.note < 0)
                continue;
            QCOMPARE(value.start, take.notes[static_cast<std::size_t>(value.note)].start);
        }
        QVERIFY(take.notes == solo.melody);
    }
};

QTEST_GUILESS_MAIN(TestSoloTake)
#include "tst_solotake.moc"
