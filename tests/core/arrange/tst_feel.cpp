#include <QTest>

#include "arrange/chart.h"
#include "arrange/feel.h"

using namespace woodshed;

class TestFeel : public QObject
{
    Q_OBJECT

private:
    static Ticks quarters(std::int64_t n) { return Ticks::fromQuarters(n); }

    static LeadSheet twoBars()
    {
        LeadSheet tune;
        tune.chords.chords = {{{}, quarters(2), "Dm7", {}},
                              {quarters(2), quarters(2), "G7/B", {}},
                              {quarters(4), quarters(3), "Cmaj9", {}},
                              {quarters(7), quarters(1), "NC", {}}};
        tune.chords.length = quarters(8);
        return tune;
    }

private Q_SLOTS:
    void wordsNameFeels()
    {
        for (const Feel feel : allFeels())
            QCOMPARE(feelNamed(feelName(feel)), std::optional(feel));
        QCOMPARE(feelNamed("Jazz Waltz"), std::optional(Feel::Waltz));
        QCOMPARE(feelNamed("Bossa Nova"), std::optional(Feel::Bossa));
        QCOMPARE(feelNamed("up-tempo swing"), std::optional(Feel::UpTempo));
        QCOMPARE(feelNamed("medium swing"), std::optional(Feel::Swing));
        QVERIFY(!feelNamed("supper"));
        QVERIFY(!feelNamed(""));
    }

    void tunesAskForFeels()
    {
        LeadSheet tune = twoBars();
        QCOMPARE(feelOf(tune), Feel::Swing);
        tune.tempo = 60;
        QCOMPARE(feelOf(tune), Feel::Ballad);
        tune.tempo = 280;
        QCOMPARE(feelOf(tune), Feel::UpTempo);
        tune.beatsPerBar = 3;
        QCOMPARE(feelOf(tune), Feel::Waltz);
        tune.feel = "bossa";
        QCOMPARE(feelOf(tune), Feel::Bossa);
    }

    void aWaltzKeepsBarsAndChords()
    {
        const LeadSheet waltz = inFeel(twoBars(), Feel::Waltz);
        QCOMPARE(waltz.beatsPerBar, 3);
        QCOMPARE(waltz.bars(), 2);
        QCOMPARE(waltz.chords.length, quarters(6));
        QCOMPARE(waltz.chords.chords.size(), std::size_t{4});
        QCOMPARE(waltz.chords.chords[1].start, quarters(2));
        QCOMPARE(waltz.chords.chords[2].start, quarters(3));
        QCOMPARE(waltz.chords.chords[3].end(), quarters(6));
        for (std::size_t i = 1; i < waltz.chords.chords.size(); ++i)
            QCOMPARE(waltz.chords.chords[i].start, waltz.chords.chords[i - 1].end());
        QCOMPARE(inFeel(twoBars(), Feel::Bossa).chords.chords.size(), std::size_t{4});
    }

    void theTempoMovesNoFurtherThanItMust()
    {
        QCOMPARE(inFeel(twoBars(), Feel::Swing).tempo, 130.0);
        QCOMPARE(inFeel(twoBars(), Feel::Ballad).tempo, 84.0);
        QCOMPARE(inFeel(twoBars(), Feel::UpTempo).tempo, 200.0);
    }

    void theBandReadsSymbols()
    {
        const Chart chart = chartOf(twoBars(), 1);
        QCOMPARE(chart.bars, 2);
        QCOMPARE(chart.at(quarters(3))->root, 7);
        QCOMPARE(chart.at(quarters(3))->bass, 11);
        QVERIFY(chart.at(quarters(5))->holds(62)); // the ninth
        QVERIFY(!chart.at(quarters(5))->holds(61));
        QVERIFY(!chart.at(quarters(7))->sounds);
        QVERIFY(chart.at(quarters(8)) == nullptr);
    }

    void theBandReadsBareNotes()
    {
        LeadSheet tune;
        tune.chords.chords = {{{}, quarters(4), "something", {53, 57, 60, 63}}};
        tune.chords.length = quarters(4);
        const Chart chart = chartOf(tune, 1);
        QVERIFY(chart.chords[0].sounds);
        QCOMPARE(chart.chords[0].root, 5);
        QVERIFY(chart.chords[0].holds(51));
    }
};

QTEST_GUILESS_MAIN(TestFeel)
#include "tst_feel.moc"
