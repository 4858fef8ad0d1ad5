#include <QTest>

#include "corpus/notebooktrack.h"

using namespace woodshed;

namespace
{

constexpr std::uint8_t on = 0x90, off = 0x80;

MidiEvent midiEvent(std::int64_t tick, int status, int pitch, int velocity = 64)
{
    return {tick,
            static_cast<std::uint8_t>(status),
            static_cast<std::uint8_t>(pitch),
            static_cast<std::uint8_t>(velocity),
            {}};
}

std::string draw(const std::vector<NotebookElement>& elements)
{
    std::string text;
    for (const NotebookElement& element : elements) {
        text += (text.empty() ? "" : " ") + std::to_string(element.offset) + "+" +
                std::to_string(element.duration);
        for (const int pitch : element.pitches)
            text += ":" + std::to_string(pitch);
    }
    return text;
}

} // namespace

class TestNotebookTrack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pairsWithTheNextNoteEventOnOrOff()
    {
        MidiTrack track;
        track.events = {
            midiEvent(0, on, 60),     midiEvent(10, on, 60),     midiEvent(20, off, 60),
            midiEvent(30, on, 60),    midiEvent(35, on | 1, 60), midiEvent(36, 0xB0, 60, 127),
            midiEvent(40, on, 60, 0), midiEvent(50, off, 61),    midiEvent(60, on, 62)};
        // The second note-on closes the first and is used up; the off at 20 closes nothing; other
        // channels and controllers never match; the notes of channel 2 and at 60 are never closed.
        QVERIFY(pairAsNotebook(track) == (std::vector<RawNote>{{0, 10, 60}, {30, 40, 60}}));
    }

    void quantisesToFourthsAndThirds_data()
    {
        QTest::addColumn<int>("ticks");
        QTest::addColumn<int>("twelfths");
        // At 96 ticks a quarter the last ticks of the bins are 12, 28, 40, 56, 68, 84.
        int row = 0;
        for (const auto& [ticks, twelfths] : {std::pair{-5, 0},
                                              {0, 0},
                                              {12, 0},
                                              {13, 3},
                                              {28, 3},
                                              {29, 4},
                                              {40, 4},
                                              {41, 6},
                                              {56, 6},
                                              {57, 8},
                                              {68, 8},
                                              {69, 9},
                                              {84, 9},
                                              {85, 12},
                                              {96, 12},
                                              {108, 12},
                                              {109, 15}})
            QTest::addRow("%d", row++) << ticks << twelfths;
    }
    void quantisesToFourthsAndThirds()
    {
        QFETCH(int, ticks);
        QFETCH(int, twelfths);
        QCOMPARE(quantised(ticks, 96), std::int64_t{twelfths});
        QCOMPARE(quantised(5 * ticks, 480), std::int64_t{twelfths});
    }

    void groupsChordsOnRawTicks()
    {
        const std::vector<RawNote> notes{{0, 96, 64}, {6, 90, 60}, {6, 103, 67}, {7, 98, 72}};
        const auto grouping = groupChords(notes, 96);
        // 60 joins 64; 67 ends too late and asks for voices, yet takes 72, which starts too late
        // for 64.
        QCOMPARE(draw(grouping.elements), std::string("0+12:64:60 0+12:67:72"));
        QVERIFY(grouping.voicesRequired);
    }

    void oneNoteMayJoinTwoChords()
    {
        const std::vector<RawNote> notes{{0, 90, 60}, {0, 100, 64}, {0, 95, 67}};
        const auto grouping = groupChords(notes, 96);
        QCOMPARE(draw(grouping.elements), std::string("0+12:60:67 0+12:64:67"));
    }

    void keepsFractionsOfTheTolerance()
    {
        // 15 ticks a quarter: the tolerance is 0.9375, so one tick apart is too far.
        QCOMPARE(groupChords(std::vector<RawNote>{{0, 15, 60}, {1, 15, 64}}, 15).elements.size(),
                 std::size_t{2});
        QCOMPARE(
            groupChords(std::vector<RawNote>{{0, 480, 60}, {30, 510, 64}}, 480).elements.size(),
            std::size_t{1});
        QCOMPARE(
            groupChords(std::vector<RawNote>{{0, 480, 60}, {31, 480, 64}}, 480).elements.size(),
            std::size_t{2});
    }

    void aChordLastsFromItsLastNoteToTheEndOfItsFirst()
    {
        QCOMPARE(draw(groupChords(std::vector<RawNote>{{0, 5, 60}, {5, 6, 64}}, 96).elements),
                 std::string("0+12:60:64"));
        QCOMPARE(draw(groupChords(std::vector<RawNote>{{0, 3, 60}, {5, 6, 64}}, 96).elements),
                 std::string("0+0:60:64"));
    }

    void mergesVoicesByOffset()
    {
        MidiTrack track;
        track.events = {midiEvent(0, on, 60),  midiEvent(0, on, 50),   midiEvent(24, off, 60),
                        midiEvent(24, on, 62), midiEvent(48, off, 62), midiEvent(96, off, 50)};
        const auto read = readNotebookTrack(track, 96);
        QVERIFY(read.has_value());
        QCOMPARE(read->voices, std::size_t{2});
        QCOMPARE(draw(read->elements), std::string("0+3:60 0+12:50 3+3:62"));
    }

    void refusesAbsurdTimes()
    {
        MidiTrack late;
        late.events = {midiEvent(96LL * 1'000'001, on, 60), midiEvent(96LL * 1'000'002, off, 60)};
        QCOMPARE(readNotebookTrack(late, 96).error().code, ErrorCode::TooLarge);
        MidiTrack held;
        held.events = {midiEvent(0, on, 60), midiEvent(96LL * 10'001, off, 60)};
        QCOMPARE(readNotebookTrack(held, 96).error().code, ErrorCode::TooLarge);
        QCOMPARE(readNotebookTrack(held, 0).error().code, ErrorCode::Malformed);
    }
};

QTEST_GUILESS_MAIN(TestNotebookTrack)
#include "tst_notebooktrack.moc"
