#include <cmath>

#include <QTest>

#include "core/playback/instrument.h"

using namespace woodshed;
using namespace std::chrono_literals;

namespace
{

using State = Scheduler::State;

} // namespace

class TestScheduler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsTheNextFifthOfASecondAndNoMore()
    {
        Scheduler scheduler;
        (void)scheduler.load(listOf({{{0}, {96}, 60, 80}, {{480}, {480}, 62, 80}}), 0ms);
        const Batch first = scheduler.play(1000ms);
        QCOMPARE(first.later.size(), std::size_t{2}); // on at 0, off at 100 ms
        QCOMPARE(first.later[0].at, ClockTime(1000ms));
        QCOMPARE(first.later[1].at, ClockTime(1100ms));
        QVERIFY(first.atOnce.size() >= 3); // the set-up
        QVERIFY(scheduler.advance(1299ms).later.empty());
        const Batch second = scheduler.advance(1300ms);
        QCOMPARE(second.later.size(), std::size_t{1});
        QCOMPARE(second.later[0].at, ClockTime(1500ms));
        QCOMPARE(int(second.later[0].event.number), 62);
    }

    void positionFollowsTheClock()
    {
        Scheduler scheduler;
        (void)scheduler.load(listOf({{{0}, {480}, 60, 80}}), 0ms);
        QCOMPARE(scheduler.position(700ms), Ticks{});
        (void)scheduler.play(1000ms);
        QCOMPARE(scheduler.position(1000ms), Ticks{});
        QCOMPARE(scheduler.position(1500ms), Ticks::fromQuarters(1));
        (void)scheduler.pause(2000ms);
        QCOMPARE(scheduler.state(), State::Paused);
        QCOMPARE(scheduler.position(9000ms), Ticks::fromQuarters(2));
        (void)scheduler.play(9000ms);
        QCOMPARE(scheduler.position(9500ms), Ticks::fromQuarters(3));
        (void)scheduler.seek(Ticks::fromQuarters(7), 9500ms);
        QCOMPARE(scheduler.position(9750ms), Ticks::fromQuarters(7) + Ticks{240});
        (void)scheduler.stop(9800ms);
        QCOMPARE(scheduler.position(9900ms), Ticks{});
    }

    void endsByItselfAtTheEndAndStartsAgain()
    {
        Scheduler scheduler;
        (void)scheduler.load(listOf({{{0}, {480}, 60, 80}}, 2), 0ms);
        (void)scheduler.play(0ms);
        (void)scheduler.advance(999ms);
        QCOMPARE(scheduler.state(), State::Playing);
        (void)scheduler.advance(1000ms);
        QCOMPARE(scheduler.state(), State::Stopped);
        QCOMPARE(scheduler.position(5000ms), Ticks::fromQuarters(2));
        QCOMPARE(scheduler.play(5000ms).later.size(), std::size_t{1});
        QCOMPARE(scheduler.position(5000ms), Ticks{});
    }

    void ringsOverTheFormWithThePositionAtItsEnd()
    {
        Scheduler scheduler;
        (void)scheduler.load(listOf({{{0}, Ticks::fromQuarters(4), 60, 80}}, 2), 0ms);
        (void)scheduler.play(0ms);
        (void)scheduler.advance(1500ms);
        QCOMPARE(scheduler.state(), State::Playing);
        QCOMPARE(scheduler.position(1500ms), Ticks::fromQuarters(2));
        (void)scheduler.advance(2000ms);
        QCOMPARE(scheduler.state(), State::Stopped);
    }

    void anEmptyListEndsAtOnce()
    {
        Scheduler scheduler;
        (void)scheduler.play(0ms);
        (void)scheduler.advance(0ms);
        QCOMPARE(scheduler.state(), State::Stopped);
    }

    void pauseCutsTheNoteAndForgetsWhatIsToCome()
    {
        Scheduler scheduler;
        Instrument instrument;
        instrument.carryOut(
            scheduler.load(listOf({{{0}, {480}, 60, 80}, {{96}, {480}, 64, 80}}), 0ms));
        instrument.carryOut(scheduler.play(0ms));
        instrument.moveTo(50ms);
        QCOMPARE(instrument.sounding(), 1);
        instrument.carryOut(scheduler.pause(50ms));
        QCOMPARE(instrument.sounding(), 0);
        QVERIFY(instrument.isQueueEmpty());
        QCOMPARE(instrument.strayOffs, 0);
    }

    void panicGoesOnWithTheNextNoteInTime()
    {
        Scheduler scheduler;
        Instrument instrument;
        instrument.carryOut(
            scheduler.load(listOf({{{0}, {480}, 60, 80}, {{192}, {96}, 64, 80}}), 0ms));
        instrument.carryOut(scheduler.play(0ms));
        instrument.moveTo(50ms);
        instrument.carryOut(scheduler.panic(50ms));
        QCOMPARE(instrument.sounding(), 0);
        instrument.moveTo(150ms);
        instrument.carryOut(scheduler.advance(150ms));
        instrument.moveTo(1000ms);
        QCOMPARE(instrument.sounding(), 0);
        QCOMPARE(instrument.strayOffs, 0);
        QCOMPARE(int(instrument.heard.back().event.number), 64);
        QCOMPARE(instrument.heard.back().at, ClockTime(300ms));
    }

    void playingWithoutCommandsIsTheListItself()
    {
        Random random(7);
        for (int round = 0; round < 300; ++round) {
            const EventList list = randomList(random);
            Scheduler scheduler;
            Instrument instrument;
            instrument.carryOut(scheduler.load(list, 0ms));
            instrument.carryOut(scheduler.play(0ms));
            while (scheduler.state() == State::Playing) {
                instrument.moveTo(instrument.now + 50ms);
                instrument.carryOut(scheduler.advance(instrument.now));
            }
            QCOMPARE(instrument.sounding(), 0);
            const std::vector<SoundEvent> notes = withoutUnisons(list.notes);
            QCOMPARE(instrument.heard.size(), list.setUp.size() + notes.size());
            for (std::size_t i = 0; i < notes.size(); ++i) {
                const TimedEvent& heard = instrument.heard[list.setUp.size() + i];
                QCOMPARE(heard.event, notes[i]);
                const double expected =
                    static_cast<double>(notes[i].at.count) / 480 * 60 / list.tempo;
                QVERIFY(std::abs(static_cast<double>(heard.at.count()) / 1e6 - expected) < 1e-6);
            }
        }
    }

    void aDelayLeavesOutWhatShouldHaveSounded()
    {
        Scheduler scheduler;
        Instrument instrument;
        instrument.carryOut(scheduler.load(
            listOf({{{0}, {480}, 60, 80}, {{480}, {240}, 62, 80}, {{960}, {240}, 64, 80}}), 0ms));
        instrument.carryOut(scheduler.play(0ms));
        instrument.moveTo(700ms);
        QCOMPARE(instrument.sounding(), 1);
        instrument.carryOut(scheduler.advance(700ms));
        QCOMPARE(instrument.sounding(), 0);
        QCOMPARE(scheduler.position(700ms).count, 672);
        QCOMPARE(scheduler.gaps(), 1);
        instrument.playUntil(3s, scheduler);
        QCOMPARE(instrument.drawn(), QByteArray("0+60 700-60 1000+64 1250-64"));
        QCOMPARE(scheduler.gaps(), 1);
        QCOMPARE(instrument.lateEvents, 0);
    }

    void anotherOutputGoesOnFromTheSamePlace()
    {
        Scheduler scheduler;
        Instrument before;
        before.carryOut(
            scheduler.load(listOf({{{0}, {480}, 60, 80}, {{480}, {240}, 62, 80}}), 0ms));
        before.carryOut(scheduler.play(0ms));
        before.playUntil(400ms, scheduler);
        Instrument after;
        after.moveTo(90s);
        const Scheduler::HandOver batches = scheduler.handOver(400ms, 20ms, 90s);
        before.carryOut(batches.leave);
        QCOMPARE(before.sounding(), 0);
        QVERIFY(before.isQueueEmpty());
        after.carryOut(batches.enter);
        QCOMPARE(scheduler.position(90s).count, 384);
        after.playUntil(91s, scheduler);
        QCOMPARE(after.drawn(), QByteArray("90100+62 90350-62"));
        QCOMPARE(after.heard.front().event.kind, SoundEvent::Kind::Control); // set up anew
    }
};

QTEST_GUILESS_MAIN(TestScheduler)
#include "tst_scheduler.moc"
