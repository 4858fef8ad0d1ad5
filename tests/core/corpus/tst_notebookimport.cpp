#include <algorithm>
#include <limits>

#include <QTest>

#include "corpus/notebookvalues.h"
#include "valuecorpustext.h"

using namespace woodshed;
using testing::draw;

namespace
{

/// A track drawn as notes of a quarter's length: start in quarters and pitch.
MidiTrack track(const std::vector<std::pair<double, int>>& notes, double length = 0.5)
{
    MidiTrack result;
    std::vector<MidiEvent> events;
    for (const auto& [start, pitch] : notes) {
        const auto tick = static_cast<std::int64_t>(start * 96);
        events.push_back({tick, 0x90, static_cast<std::uint8_t>(pitch), 64, {}});
        events.push_back({tick + static_cast<std::int64_t>(length * 96),
                          0x80,
                          static_cast<std::uint8_t>(pitch),
                          0,
                          {}});
    }
    std::stable_sort(events.begin(), events.end(),
                     [](const MidiEvent& a, const MidiEvent& b) { return a.tick < b.tick; });
    result.events = std::move(events);
    return result;
}

MidiTrack triads(const std::vector<double>& starts)
{
    std::vector<std::pair<double, int>> notes;
    for (const double start : starts) {
        for (const int pitch : {48, 52, 55})
            notes.emplace_back(start, pitch);
    }
    return track(notes, 2);
}

MidiFile file(std::vector<MidiTrack> tracks)
{
    MidiFile result;
    result.ticksPerQuarter = 96;
    result.tracks = std::move(tracks);
    return result;
}

NotebookSource source(int melody, std::optional<int> chords = std::nullopt)
{
    NotebookSource result;
    result.melodyTrack = melody;
    result.chordTrack = chords;
    return result;
}

} // namespace

class TestNotebookImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsOnlyTracksWithNotes()
    {
        const auto two =
            file({MidiTrack(), triads({0, 4, 8}), MidiTrack(), track({{0, 60}, {4, 62}})});
        QCOMPARE(draw(notebookValues(two, source(1, 0)).value()),
                 std::string("1: C,0.500; 2: S,0.500; "));
        const auto missing = notebookValues(two, source(2, 0));
        QCOMPARE(missing.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(missing.error().detail.find("has 2 with notes") != std::string::npos,
                 missing.error().detail.c_str());
        QCOMPARE(notebookValues(two, source(1, -1)).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(notebookValues(file({MidiTrack()}), source(0)).error().code, ErrorCode::NoMelody);
        QCOMPARE(notebookValues(file({}), source(0)).error().code, ErrorCode::NoMelody);
    }

    void pairsByRankWhereThatWorksOut()
    {
        // Melody in measures 1 and 2, chords in measures 0, 1 and 5: two of them pair, though none
        // lies in measure 2.
        const auto music =
            readNotebook(file({triads({0, 4, 20}), track({{4, 60}, {8, 62}})}), source(1, 0));
        QVERIFY(music.has_value());
        QVERIFY(music->warnings.empty());
        QCOMPARE(music->chords.size(), std::size_t{2});
        QCOMPARE(music->chordsOf(music->measures[0]).front().offset, std::int64_t{0});
        QCOMPARE(music->chordsOf(music->measures[1]).front().offset, std::int64_t{48});
    }

    void pairsByNumberElseAndSaysSo()
    {
        // Chords in measures 1 and 5 only: measure 0 looks ahead, 2 takes the chord of 1.
        const auto music = readNotebook(
            file({triads({4, 6, 20}), track({{0, 60}, {5, 60}, {8, 60}, {20, 60}})}), source(1, 0));
        QVERIFY(music.has_value());
        QCOMPARE(music->warnings.size(), std::size_t{1});
        std::vector<std::int64_t> first;
        std::vector<std::size_t> counts;
        std::vector<bool> carried;
        for (const NotebookMeasure& measure : music->measures) {
            first.push_back(music->chordsOf(measure).front().offset);
            counts.push_back(measure.chordCount);
            carried.push_back(measure.carriesChord);
        }
        QCOMPARE(first, (std::vector<std::int64_t>{48, 48, 72, 240}));
        QCOMPARE(counts, (std::vector<std::size_t>{1, 2, 1, 1}));
        QCOMPARE(carried, (std::vector<bool>{false, false, true, false}));
    }

    void takesBothEndsOfTheRange()
    {
        const auto notes = file({track({{0, 60}, {4, 61}, {8, 62}, {12, 63}})});
        auto some = source(0);
        some.from = 4;
        some.to = 8;
        QCOMPARE(readNotebook(notes, some)->melody.size(), std::size_t{2});
        some.from = 9;
        QCOMPARE(readNotebook(notes, some).error().code, ErrorCode::InvalidArgument);
        some.from = 9;
        some.to = 11;
        QCOMPARE(readNotebook(notes, some).error().code, ErrorCode::NoMelody);
        some.to = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(readNotebook(notes, some).error().code, ErrorCode::InvalidArgument);
        some.from.reset();
        some.to = 0;
        QCOMPARE(readNotebook(notes, some)->melody.size(), std::size_t{1});
    }

    void countsAllOutsideWithoutChordsAndSaysSo()
    {
        const auto values = notebookValues(file({track({{0, 60}, {1, 64}})}), source(0));
        QCOMPARE(draw(*values), std::string("1: X,0.500 X,0.500,<P5,A1>; "));
        QCOMPARE(values->warnings.size(), std::size_t{1});
        // A bass line is no chord track.
        const auto bass = notebookValues(file({track({{0, 36}}), track({{0, 60}})}), source(1, 0));
        QCOMPARE(draw(*bass), std::string("1: X,0.500; "));
        QVERIFY(!bass->warnings.empty());
    }

    void leavesChordsOfTheMelodyOut()
    {
        const auto values = notebookValues(file({track({{0, 60}, {0, 64}, {1, 62}})}), source(0));
        QCOMPARE(draw(*values), std::string("1: X,0.500; "));
        QCOMPARE(values->warnings.size(), std::size_t{2});
        QCOMPARE(notebookValues(file({triads({0, 4})}), source(0)).error().code,
                 ErrorCode::NoMelody);
    }

    void takesChordSymbolsByNumberAndLetsThemSoundOn()
    {
        auto symbols = source(0);
        symbols.symbols =
            ChordProgression{{{Ticks::fromQuarters(0), Ticks::fromQuarters(6), "C", {48, 52, 55}},
                              {Ticks::fromQuarters(6), Ticks::fromQuarters(2), "NC", {}},
                              {Ticks::fromQuarters(8), Ticks::fromQuarters(4), "D", {50, 54, 57}}},
                             Ticks::fromQuarters(12)};
        const auto values =
            notebookValues(file({track({{0, 60}, {4, 60}, {6, 60}, {8, 54}, {12, 54}})}), symbols);
        QCOMPARE(draw(*values),
                 std::string("1: C,0.500; 2: C,0.500 X,0.500,<m3,m-3>; 3: C,0.500; 4: C,0.500; "));
        QVERIFY(values->warnings.empty());
    }

    void notOurOwnFileIsTheNotebooks()
    {
        const std::vector<std::uint8_t> bytes{'M', 'T', 'h', 'd'};
        QVERIFY(!isNotebookFile(bytes));
        const auto choice = notebookChoice();
        QCOMPARE(choice.melodyTrack, 5);
        QCOMPARE(choice.chordTrack, std::optional(0));
        QCOMPARE(choice.from, std::optional(476.0));
        QCOMPARE(choice.to, std::optional(548.0));
    }
};

QTEST_GUILESS_MAIN(TestNotebookImport)
#include "tst_notebookimport.moc"
