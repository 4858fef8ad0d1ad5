#include <QTest>

#include <limits>

#include "playback/recorder.h"
#include "support/random.h"

using namespace woodshed;
using namespace std::chrono_literals;

namespace
{

using Time = Recorder::Time;

/// A tick a millisecond, the music starting at 1 s.
Ticks place(Time when)
{
    return {std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch()).count() -
            1000};
}

Time at(std::int64_t tick)
{
    return Time{std::chrono::milliseconds(1000 + tick)};
}

TimedMessage on(std::int64_t tick, int pitch, int velocity = 90, int channel = 0)
{
    return {at(tick), ChannelMessage::noteOn(channel, pitch, velocity)};
}

TimedMessage off(std::int64_t tick, int pitch, int channel = 0)
{
    return {at(tick), ChannelMessage::noteOff(channel, pitch)};
}

std::vector<Note> recorded(const std::vector<TimedMessage>& messages, std::int64_t end)
{
    Recorder recorder(place);
    for (const TimedMessage& message : messages)
        recorder.take(message);
    return recorder.finish(at(end));
}

} // namespace

class TestRecorder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesNotes()
    {
        const auto notes = recorded({on(0, 60, 70),
                                     on(240, 64, 80),
                                     off(250, 60),
                                     off(480, 64, 3),
                                     {at(500), ChannelMessage::control(0, 64, 127)}},
                                    2000);
        QVERIFY(notes == (std::vector<Note>{{{0}, {250}, 60, 70}, {{240}, {240}, 64, 80}}));
    }

    void sortsByStartThenPitch()
    {
        const auto notes = recorded(
            {on(10, 67), on(10, 60), on(20, 62), off(30, 62), off(40, 60), off(50, 67)}, 100);
        QVERIFY(notes == (std::vector<Note>{
                             {{10}, {30}, 60, 90}, {{10}, {40}, 67, 90}, {{20}, {10}, 62, 90}}));
    }

    void whatIsHeldEndsWithTheRecording()
    {
        Recorder recorder(place);
        recorder.take(on(100, 60));
        QVERIFY(recorder.finish(at(400)) == (std::vector<Note>{{{100}, {300}, 60, 90}}));
        QVERIFY(recorder.finish(at(500)).empty());
        recorder.take(off(600, 60));
        QVERIFY(recorder.finish(at(700)).empty());
    }

    void aNoteStruckAgainEndsThere()
    {
        const auto notes =
            recorded({on(0, 60, 50), on(100, 60, 60), off(150, 60), off(180, 60)}, 1000);
        QVERIFY(notes == (std::vector<Note>{{{0}, {100}, 60, 50}, {{100}, {50}, 60, 60}}));
    }

    void theFirstNoteMayBeALittleEarly()
    {
        const auto notes = recorded(
            {on(-121, 58), off(-10, 58), on(-120, 60), off(200, 60), on(-5, 61), off(-2, 61)},
            1000);
        QVERIFY(notes == (std::vector<Note>{{{0}, {200}, 60, 90}, {{0}, {1}, 61, 90}}));
    }

    void aJumpEndsWhatIsHeld()
    {
        std::int64_t offset = 0;
        Recorder recorder([&offset](Time when) { return place(when) - Ticks{offset}; });
        recorder.take(on(900, 60));
        recorder.take(on(950, 61));
        recorder.interrupt(at(960));
        offset = 960;
        recorder.take(off(1000, 60));
        recorder.take(on(1010, 62));
        recorder.take(off(1060, 62));
        QVERIFY(recorder.finish(at(1100)) == (std::vector<Note>{{{50}, {50}, 62, 90},
                                                                {{900}, {60}, 60, 90},
                                                                {{950}, {10}, 61, 90}}));
    }

    void anUnannouncedJumpLeavesNoNoteWithoutLength()
    {
        std::int64_t offset = 0;
        Recorder recorder([&offset](Time when) { return place(when) - Ticks{offset}; });
        recorder.take(on(900, 60));
        offset = 960;
        recorder.take(off(1000, 60));
        QVERIFY(recorder.finish(at(1100)) == (std::vector<Note>{{{900}, {1}, 60, 90}}));
    }

    void quantisesToEachGrid_data()
    {
        QTest::addColumn<qint64>("grid");
        QTest::addColumn<qint64>("start");
        QTest::addColumn<qint64>("end");
        QTest::newRow("eighths") << qint64(eighthGrid.count) << qint64(240) << qint64(480);
        QTest::newRow("sixteenths") << qint64(sixteenthGrid.count) << qint64(360) << qint64(480);
        QTest::newRow("triplets") << qint64(tripletGrid.count) << qint64(320) << qint64(480);
    }

    void quantisesToEachGrid()
    {
        QFETCH(qint64, grid);
        QFETCH(qint64, start);
        QFETCH(qint64, end);
        const std::vector<Note> played{{{330}, {140}, 60, 90}};
        const auto notes = quantised(played, {grid}, 1);
        QCOMPARE(qint64(notes[0].start.count), start);
        QCOMPARE(qint64(notes[0].end().count), end);
        QVERIFY(quantised(played, {grid}, 0) == played);
        const auto half = quantised(played, {grid}, 0.5);
        QCOMPARE(qint64(half[0].start.count), qint64(std::llround((330 + start) / 2.0)));
    }

    void aShortNoteKeepsALength()
    {
        QVERIFY(quantised({{{250}, {30}, 60, 90}}, eighthGrid, 1) ==
                (std::vector<Note>{{{240}, {30}, 60, 90}}));
        QVERIFY(quantised({{{250}, {0}, 60, 90}}, eighthGrid, 1) ==
                (std::vector<Note>{{{240}, {1}, 60, 90}}));
    }

    void notesThatMeetAreSortedByPitch()
    {
        QVERIFY(quantised({{{230}, {240}, 67, 90}, {{250}, {240}, 60, 90}}, eighthGrid, 1) ==
                (std::vector<Note>{{{240}, {240}, 60, 90}, {{240}, {240}, 67, 90}}));
    }

    void bearsAnyStrengthAndGrid()
    {
        const std::vector<Note> played{{{333}, {100}, 60, 90}};
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(quantised(played, {0}, 1) == played);
        QVERIFY(quantised(played, {-240}, 1) == played);
        QVERIFY(quantised(played, eighthGrid, nan) == played);
        QVERIFY(quantised(played, eighthGrid, -3) == played);
        QVERIFY(quantised(played, eighthGrid, 7) == quantised(played, eighthGrid, 1));
    }

    void keepsOrderAndLengthWhateverIsPlayed()
    {
        Random random(1);
        for (int round = 0; round < 200; ++round) {
            std::vector<Note> notes;
            Ticks start;
            for (int i = 0; i < 50; ++i) {
                start += Ticks{random.next() % 200};
                notes.push_back({start, {1 + random.next() % 500}, 60, 90});
            }
            const Ticks grid{1 + random.next() % 500};
            const double strength = random.next() % 101 / 100.0;
            const auto moved = quantised(notes, grid, strength);
            for (std::size_t i = 0; i < moved.size(); ++i) {
                QVERIFY(moved[i].duration > Ticks{});
                QVERIFY(moved[i].start >= Ticks{});
                QVERIFY(i == 0 || moved[i].start >= moved[i - 1].start);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestRecorder)
#include "tst_recorder.moc"
