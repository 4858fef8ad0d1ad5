#include <QTest>

#include "corpus/notebooksolo.h"
#include "corpus/notebookvalues.h"
#include "valuecorpustext.h"

using namespace woodshed;
using testing::draw;

namespace
{

Note note(std::int64_t start, std::int64_t duration, int pitch)
{
    return {{start}, {duration}, pitch};
}

Solo soloOver(std::vector<Note> melody, int bars = 2, int beats = 4)
{
    Solo solo;
    solo.tune.beatsPerBar = beats;
    solo.tune.chords.chords = {{{0}, {960}, "C", {48, 52, 55}},
                               {{960}, {480LL * beats * bars - 960}, "Dm", {50, 53, 57}}};
    solo.tune.chords.length = {480LL * beats * bars};
    solo.melody = std::move(melody);
    return solo;
}

} // namespace

class TestNotebookSolo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fillsGapsWithRestsThatEndAtBarLines()
    {
        const auto values =
            notebookValues(soloOver({note(240, 240, 60), note(960, 480, 62), note(2400, 160, 65)}));
        QVERIFY(values.has_value());
        QCOMPARE(draw(*values), std::string("1: R,0.500 C,0.500 R,1.000 C,1.000,<P4,m-2> R,1.000; "
                                            "2: R,1.000 C,0.333 R,2.667; "));
    }

    void keepsATiedNoteInTheBarWhereItStarts()
    {
        const auto values = notebookValues(
            soloOver({note(0, 1680, 60), note(1680, 720, 62), note(2400, 1440, 64)}));
        QCOMPARE(draw(*values), std::string("1: C,3.500 C,1.500,<P4,m-2>; 2: S,3.000; "));
    }

    void takesTheBarLengthOfTheTune()
    {
        const auto values =
            notebookValues(soloOver({note(0, 1440, 60), note(1440, 1440, 62)}, 2, 3));
        QCOMPARE(draw(*values), std::string("1: C,3.000; 2: C,3.000; "));
    }

    void snapsToTheGridOfTwelfths()
    {
        const auto values =
            notebookValues(soloOver({note(3, 158, 60), note(165, 5, 62), note(319, 3522, 65)}));
        QCOMPARE(draw(*values),
                 std::string("1: C,0.333 S,0.083,<P4,m-2> R,0.250 A,7.333,<d5,P1>; "));
    }

    void refusesWhatCanNotBeRead()
    {
        QCOMPARE(notebookValues(soloOver({})).error().code, ErrorCode::NoMelody);
        QCOMPARE(notebookValues(soloOver({note(-480, 480, 60)})).error().code, ErrorCode::TooLarge);
        QCOMPARE(notebookValues(soloOver({note(480LL * 2'000'000, 480, 60)})).error().code,
                 ErrorCode::TooLarge);
        Solo odd = soloOver({note(0, 480, 60)});
        odd.tune.beatUnit = 128;
        QCOMPARE(notebookValues(odd).error().code, ErrorCode::Unsupported);
    }

    void countsOutsideWhereTheTuneIsSilent()
    {
        Solo solo = soloOver({note(0, 3840, 60)});
        solo.tune.chords.chords.clear();
        const auto values = notebookValues(solo);
        QCOMPARE(draw(*values), std::string("1: X,8.000; "));
        QCOMPARE(values->warnings.size(), std::size_t{1});
    }

    void givesAnExcerptToListenTo()
    {
        NotebookMusic music;
        music.melody = {{480, 6, {60}}, {492, 6, {60, 64}}, {500, 3, {67}}, {530, 12, {69}}};
        music.chords = {
            {480, 24, {56, 60, 63}}, {480, 0, {48, 51, 55}}, {510, 12, {53, 57, 60}}, {528, 6, {}}};
        music.measures = {{1, 480, 0, 3, 0, 3, false}, {2, 528, 3, 1, 3, 1, false}};
        const Solo solo = notebookSolo(music);
        QCOMPARE(solo.tune.chords.length, Ticks::fromQuarters(8));
        QCOMPARE(solo.melody.size(), std::size_t{3});
        QCOMPARE(solo.melody[1].start, Ticks{800});
        QCOMPARE(solo.melody[2].pitch, 69);
        std::string chords;
        for (const PlacedChord& chord : solo.tune.chords.chords)
            chords += chord.text + "@" + std::to_string(chord.start.count) + "+" +
                      std::to_string(chord.duration.count) + " ";
        QCOMPARE(chords, std::string("Cm@0+1200 F@1200+720 NC@1920+1920 "));

        const auto first = measureChords(music, music.measures[0]);
        QCOMPARE(first.size(), std::size_t{3});
        QCOMPARE(first[0].text, std::string("Ab"));
        QCOMPARE(first[2].start, Ticks{1200});
        NotebookMeasure carrying = music.measures[1];
        carrying.firstChord = 2;
        carrying.chordCount = 2;
        carrying.carriesChord = true;
        QCOMPARE(measureChords(music, carrying)[0].start, Ticks{0});
    }
};

QTEST_GUILESS_MAIN(TestNotebookSolo)
#include "tst_notebooksolo.moc"
