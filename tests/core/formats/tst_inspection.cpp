#include <QTest>

#include "core/formats/band.h"
#include "formats/inspection.h"
#include "formats/midimarks.h"
#include "support/files.h"

using namespace woodshed;
using namespace woodshed::test;

namespace
{

Inspection inspect(const MidiFile& file)
{
    auto seen = inspectMidi(writeMidi(file));
    return seen ? std::move(*seen) : Inspection();
}

MidiEvent marker(std::int64_t tick, const std::string& text)
{
    return {tick, 0xFF, meta::marker, 0, {text.begin(), text.end()}};
}

} // namespace

class TestInspection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsWhatIsThere()
    {
        const Inspection seen = inspect(smallBand());
        QCOMPARE(seen.format, 1);
        QCOMPARE(seen.tracks.size(), std::size_t{4});
        QCOMPARE(seen.notes, 96 + 32 + 48 + 80); // drums included
        QCOMPARE(seen.measures, 4);
        QCOMPARE(seen.chords, 32); // of the piano
        QVERIFY(!seen.hasChordSymbols);
        QCOMPARE(seen.tempo, 120.0);
        QVERIFY(seen.warnings.empty());
        QVERIFY(seen.tracks[2].isMelodyGuess);
        QVERIFY(seen.guess.starts_with("Track 2 (Tenor Sax)"));
    }

    void symbolsWinOverPlayedChords()
    {
        MidiFile file = smallBand();
        file.tracks[0].events = {marker(0, "F7"), marker(1920, "Bb7"), marker(1920, "Section B")};
        const Inspection seen = inspect(file);
        QCOMPARE(seen.chords, 2);
        QVERIFY(seen.hasChordSymbols);
    }

    void theTempoIsThatOfTheFirstNote()
    {
        MidiFile file = smallBand();
        file.tracks[0].events = {{0, 0xFF, meta::tempo, 0, {0x07, 0x0A, 0xE2}}, // 461538
                                 {960, 0xFF, meta::tempo, 0, {0x0F, 0x42, 0x40}}};
        QCOMPARE(inspect(file).tempo, 130.0);
    }

    void theMetreDecidesTheMeasures()
    {
        MidiFile file = smallBand();
        file.tracks[0].events = {{0, 0xFF, meta::timeSignature, 0, {3, 2, 24, 8}}};
        QCOMPARE(inspect(file).measures, 6); // 16 quarters
    }

    void notesThatRingOverTheFormOpenNoBar()
    {
        MidiFile file = smallBand(); // four bars; the first track has no notes
        file.tracks.push_back({{{7000, 0x90, 60, 90, {}}, {9000, 0x80, 60, 0, {}}}, 9000});
        QCOMPARE(inspect(file).measures, 5);
        file.tracks[0].end = 4 * 1920;
        QCOMPARE(inspect(file).measures, 4);
        file.tracks[0].end = 7000; // not the end: a note starts there
        QCOMPARE(inspect(file).measures, 5);
        // Other programs leave the end of that track anywhere; we end it with the form.
        file.tracks[0].end = 6 * 1920;
        QCOMPARE(inspect(file).measures, 5);
        const std::string_view credit = mark::credit;
        file.tracks[0].events = {{0, 0xFF, meta::text, 0, {credit.begin(), credit.end()}}};
        QCOMPARE(inspect(file).measures, 6);
    }

    void handsWarningsOn()
    {
        Bytes bytes = writeMidi(smallBand());
        bytes.push_back(0);
        const auto seen = inspectMidi(bytes);
        QVERIFY(seen);
        QCOMPARE(seen->warnings,
                 std::vector<std::string>{"1 stray byte after the last chunk left out"});
    }

    void aFileWithoutNotesIsReadable()
    {
        MidiFile file;
        file.tracks.resize(1);
        const Inspection seen = inspect(file);
        QVERIFY(seen.tracks.empty());
        QCOMPARE(seen.notes, 0);
        QCOMPARE(seen.measures, 0);
        QCOMPARE(seen.chords, 0);
        QCOMPARE(seen.guess, std::string("the file has no notes"));
    }

    void refusesWhatIsNoMidiFile()
    {
        const auto seen = inspectMidi(Bytes{'h', 'e', 'l', 'l', 'o'});
        QVERIFY(!seen);
        QCOMPARE(seen.error().detail, std::string("this is a text file, not a MIDI file"));
    }

    void knowsARealFile()
    {
        const std::string folder = qEnvironmentVariable("WOODSHED_CORPORA_DIR").toStdString();
        if (folder.empty())
            QSKIP("WOODSHED_CORPORA_DIR is not set");
        const auto bytes = readFile(folder + "/original_metheny.mid");
        QVERIFY(bytes);
        const auto seen = inspectMidi(*bytes);
        QVERIFY(seen);
        QCOMPARE(seen->tracks.size(), std::size_t{19});
        QCOMPARE(seen->notes, 12'962);   // note-ons with velocity > 0 as midicsv counts them
        QCOMPARE(seen->measures, 217);   // the last note ends 3 ticks into the 218th
        QVERIFY(!seen->hasChordSymbols); // its markers name sections and times
        QCOMPARE(seen->tempo, 112.0);
        QVERIFY(seen->warnings.empty());
    }
};

QTEST_GUILESS_MAIN(TestInspection)
#include "tst_inspection.moc"
