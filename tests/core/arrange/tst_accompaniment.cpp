#include <QTest>

#include "arrange/accompaniment.h"

using namespace woodshed;

class TestAccompaniment : public QObject
{
    Q_OBJECT

private:
    static LeadSheet tune()
    {
        LeadSheet sheet;
        sheet.title = "Two Bars";
        const auto quarters = [](int n) { return Ticks::fromQuarters(n); };
        sheet.chords.chords = {{{}, quarters(6), "F7", {53, 57, 60, 63}},
                               {quarters(6), quarters(2), "NC", {}}};
        sheet.chords.length = quarters(8);
        return sheet;
    }

private Q_SLOTS:
    void strikesAtChangesAndBarLines()
    {
        const Performance performance =
            accompanied(tune(), {{.start = {}, .duration = {240}, .pitch = 72}});
        QCOMPARE(performance.parts.size(), std::size_t{2});
        const Part& piano = performance.parts[1];
        QCOMPARE(piano.notes.size(), std::size_t{8}); // four notes, at bar 1 and again at bar 2
        QCOMPARE(piano.notes[0].start, Ticks{0});
        QCOMPARE(piano.notes[4].start, Ticks::fromQuarters(4));
        for (const Note& note : piano.notes)
            QVERIFY(note.end() <= Ticks::fromQuarters(6)); // silence over NC
    }

    void repeatedPitchesDoNotTouch()
    {
        const Performance performance = accompanied(tune(), {});
        const auto& notes = performance.parts[1].notes;
        QVERIFY(notes[0].end() < notes[4].start);
    }

    void soloAloneKeepsTheChordSymbols()
    {
        const Performance performance = unaccompanied(tune(), {});
        QCOMPARE(performance.parts.size(), std::size_t{1});
        QCOMPARE(performance.chords.size(), std::size_t{2});
        QCOMPARE(performance.title, std::string("Two Bars"));
    }
};

QTEST_GUILESS_MAIN(TestAccompaniment)
#include "tst_accompaniment.moc"
