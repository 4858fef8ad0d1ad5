#include <limits>

#include <QTest>

#include "core/playback/instrument.h"

using namespace woodshed;
using namespace std::chrono_literals;

namespace
{

using State = Scheduler::State;

/// A quarter note on every beat: 60, 61, 62 ..., each 240 ticks long.
EventList beats(std::int64_t quarters, std::int64_t length = 240)
{
    std::vector<Note> notes;
    for (std::int64_t i = 0; i < quarters; ++i)
        notes.push_back({Ticks::fromQuarters(i), {length}, 60 + static_cast<int>(i), 80});
    return listOf(std::move(notes), quarters);
}

LoopRegion quarters(std::int64_t from, std::int64_t to)
{
    return {Ticks::fromQuarters(from), Ticks::fromQuarters(to)};
}

} // namespace

/// Tempo, loop, count-in, metronome and music that is exchanged, on exact times.
class TestTransport : public QObject
{
    Q_OBJECT

    Scheduler scheduler;
    Instrument instrument;

    void start(EventList list)
    {
        instrument.carryOut(scheduler.load(std::move(list), instrument.now));
        instrument.carryOut(scheduler.play(instrument.now));
    }
    void playUntil(ClockTime time) { instrument.playUntil(time, scheduler); }

private Q_SLOTS:
    void init()
    {
        scheduler = Scheduler();
        instrument = Instrument();
    }
    void cleanup()
    {
        QCOMPARE(instrument.fault(), QByteArray());
        instrument.carryOut(scheduler.stop(instrument.now));
        QCOMPARE(instrument.sounding(), 0);
    }

    void aNewTempoKeepsThePlaceAndMovesNoteOffs()
    {
        start(listOf({{{0}, {960}, 60, 80}, {{960}, {480}, 62, 80}}));
        playUntil(300ms); // sent up to 500 ms = one quarter
        const Ticks before = scheduler.position(300ms);
        const Batch batch = scheduler.setTempo(60, 300ms);
        QVERIFY2(!batch.clearFirst, "nothing needs to be sent again");
        instrument.carryOut(batch);
        QCOMPARE(scheduler.position(300ms), before);
        QCOMPARE(scheduler.tempo(), 60.0);
        QCOMPARE(scheduler.position(500ms), Ticks::fromQuarters(1));
        QCOMPARE(scheduler.position(1000ms), Ticks{720});
        playUntil(4s);
        QCOMPARE(instrument.drawn(), QByteArray("0+60 1500-60 1500+62 2500-62"));
    }

    void aTempoDialThatTurnsFastLosesNothing()
    {
        start(beats(8));
        for (int step = 0; step < 100; ++step) {
            instrument.carryOut(scheduler.setTempo(40 + 2.5 * step, instrument.now));
            playUntil(instrument.now + 10ms);
        }
        playUntil(10s);
        QCOMPARE(scheduler.state(), State::Stopped);
        std::size_t notes = 0;
        for (const TimedEvent& heard : instrument.heard)
            notes += heard.event.kind == SoundEvent::Kind::NoteOn ? 1 : 0;
        QCOMPARE(notes, std::size_t{8});
    }

    void temposOutOfRangeAreTakenAsTheNearest()
    {
        (void)scheduler.load(beats(4), 0ms);
        (void)scheduler.setTempo(1, 0ms);
        QCOMPARE(scheduler.tempo(), slowestTempo);
        (void)scheduler.setTempo(std::numeric_limits<double>::infinity(), 0ms);
        QCOMPARE(scheduler.tempo(), fastestTempo);
        (void)scheduler.setTempo(std::numeric_limits<double>::quiet_NaN(), 0ms);
        QCOMPARE(scheduler.tempo(), fastestTempo);
        EventList slow = beats(4);
        slow.tempo = 20;
        (void)scheduler.load(slow, 0ms); // its own
        QCOMPARE(scheduler.tempo(), 20.0);
    }

    void aLoopRepeatsOnExactTime()
    {
        start(beats(8, 480));
        instrument.carryOut(scheduler.setLoop(quarters(1, 3), 0ms));
        playUntil(3200ms);
        QCOMPARE(scheduler.position(3200ms).count, 480 + 672);
        instrument.carryOut(scheduler.pause(instrument.now));
        QCOMPARE(instrument.drawn(),
                 QByteArray("0+60 500-60 500+61 1000-61 1000+62 1500-62 1500+61 "
                            "2000-61 2000+62 2500-62 2500+61 3000-61 3000+62 "
                            "3200-62"));
    }

    void aLoopDoesNotDrift()
    {
        EventList list = beats(3);
        list.tempo = 239; // 523.0125... microseconds a tick
        start(std::move(list));
        instrument.carryOut(scheduler.setLoop(quarters(0, 1), 0ms));
        playUntil(600s);
        std::int64_t laps = 0;
        for (const TimedEvent& heard : instrument.heard) {
            if (heard.event.kind != SoundEvent::Kind::NoteOn)
                continue;
            const double exact = static_cast<double>(laps++) * 60e6 / 239;
            QVERIFY(std::abs(static_cast<double>(heard.at.count()) - exact) <= 1.0);
        }
        QVERIFY(laps > 2385);
    }

    void notesThatSoundAtTheEndOfALoopEndThere()
    {
        start(listOf({{{0}, {1200}, 60, 80}, {{1200}, {100}, 61, 80}}));
        instrument.carryOut(scheduler.setLoop(quarters(0, 2), 0ms));
        playUntil(1900ms);
        QCOMPARE(instrument.drawn(), QByteArray("0+60 1000-60 1000+60"));
    }

    void aLoopSetJustBeforeItsEndIsKept()
    {
        start(beats(8));
        playUntil(900ms); // 61 has its off, 62 at 1000 ms is on its way
        instrument.carryOut(scheduler.setLoop(quarters(1, 2), 900ms));
        playUntil(1600ms);
        QCOMPARE(instrument.drawn(),
                 QByteArray("0+60 250-60 500+61 750-61 1000+61 1250-61 1500+61"));
    }

    void aLoopSwitchedOffJustBeforeItsEndPlaysOn()
    {
        start(beats(4, 960)); // each note sounds into the next but one
        instrument.carryOut(scheduler.setLoop(quarters(0, 2), 0ms));
        playUntil(900ms); // the repetition is on its way
        instrument.carryOut(scheduler.setLoop(std::nullopt, 900ms));
        playUntil(4s);
        QCOMPARE(instrument.drawn(), QByteArray("0+60 500+61 1000-60 1000+62 1500-61 1500+63 "
                                                "2000-62 2500-63"));
    }

    void behindALoopTheMusicPlaysOn()
    {
        (void)scheduler.load(beats(4), 0ms);
        (void)scheduler.setLoop(quarters(1, 2), 0ms);
        (void)scheduler.seek(Ticks::fromQuarters(2), 0ms);
        instrument.carryOut(scheduler.play(0ms));
        playUntil(1s);
        QCOMPARE(instrument.drawn(), QByteArray("0+62 250-62 500+63 750-63"));
        QCOMPARE(scheduler.state(), State::Stopped);
        instrument.carryOut(scheduler.play(instrument.now)); // from the start, and into the loop
        playUntil(5s);
        QCOMPARE(scheduler.state(), State::Playing);
        QCOMPARE(int(instrument.heard.back().event.number), 61);
        instrument.carryOut(scheduler.seek(Ticks::fromQuarters(3), 5s));
        playUntil(6s);
        QCOMPARE(scheduler.state(), State::Stopped);
    }

    void theWholeFormLoops()
    {
        start(listOf({{{0}, {5000}, 60, 80}}, 2)); // rings over the form
        instrument.carryOut(scheduler.setLoop(LoopRegion{{}, Ticks::fromQuarters(2)}, 0ms));
        playUntil(1900ms);
        QCOMPARE(scheduler.state(), State::Playing);
        QCOMPARE(instrument.drawn(), QByteArray("0+60 1000-60 1000+60"));
    }

    void refusesLoopsOfNothing()
    {
        (void)scheduler.load(beats(4), 0ms);
        (void)scheduler.setLoop(quarters(1, 2), 0ms);
        const auto most = std::numeric_limits<std::int64_t>::max();
        const auto least = std::numeric_limits<std::int64_t>::min();
        for (const LoopRegion& region :
             {LoopRegion{{480}, {480}}, LoopRegion{{480}, {599}}, LoopRegion{{960}, {480}},
              quarters(4, 8), LoopRegion{{most}, {least}}, LoopRegion{{least}, {-1}}}) {
            (void)scheduler.setLoop(region, 0ms);
            QCOMPARE(scheduler.loop(), std::optional(quarters(1, 2)));
        }
        (void)scheduler.setLoop(LoopRegion{{least}, {most}}, 0ms);
        QCOMPARE(scheduler.loop(), std::optional(quarters(0, 4)));
        (void)scheduler.load(beats(4), 0ms);
        QVERIFY(!scheduler.loop());
    }

    void theShortestLoopAfterALongDelayIsLittleWork()
    {
        start(beats(8));
        instrument.carryOut(scheduler.setTempo(fastestTempo, 0ms));
        instrument.carryOut(scheduler.setLoop(LoopRegion{{0}, {120}}, 0ms));
        instrument.moveTo(10h);
        const Batch batch = scheduler.advance(10h);
        QVERIFY2(batch.later.size() < 20, qPrintable(QString::number(batch.later.size())));
        QVERIFY(scheduler.position(10h).count < 120);
        QVERIFY(scheduler.position(20h).count < 120);
        instrument.carryOut(batch);
    }

    void aLoopIsOnTimeAfterADelay()
    {
        start(beats(8));
        instrument.carryOut(scheduler.setLoop(quarters(1, 3), 0ms));
        instrument.moveTo(10250ms); // the eighth lap began at 9500 ms
        QCOMPARE(scheduler.position(10250ms), Ticks{1200});
        instrument.heard.clear();
        playUntil(10250ms);
        instrument.carryOut(scheduler.advance(10250ms));
        QCOMPARE(scheduler.position(10250ms), Ticks{1200});
        playUntil(11200ms);
        QCOMPARE(instrument.drawn(), QByteArray("10250-60 10500+61 10750-61 11000+62"));
    }

    void countsInBeforeTheMusic()
    {
        EventList list = beats(8);
        list.beatsPerBar = 3;
        (void)scheduler.load(std::move(list), 0ms);
        scheduler.setCountIn(1);
        (void)scheduler.seek(Ticks{240}, 0ms);
        instrument.carryOut(scheduler.play(0ms));
        QVERIFY(scheduler.isCountingIn(0ms));
        QCOMPARE(scheduler.state(), State::Playing);
        QCOMPARE(scheduler.position(1400ms), Ticks{240});
        playUntil(1499ms);
        QVERIFY(scheduler.isCountingIn(1499ms));
        playUntil(1500ms);
        QVERIFY(!scheduler.isCountingIn(1500ms));
        playUntil(2100ms);
        QCOMPARE(scheduler.position(2000ms), Ticks{720});
        QCOMPARE(instrument.drawn(),
                 QByteArray("0+76 62-76 500+77 562-77 1000+77 1062-77 1750+61 2000-61"));
    }

    void pauseStopAndSeekWorkDuringTheCountIn()
    {
        (void)scheduler.load(beats(8), 0ms);
        scheduler.setCountIn(9);
        QCOMPARE(scheduler.countIn(), 2);
        (void)scheduler.seek(Ticks::fromQuarters(1), 0ms);
        instrument.carryOut(scheduler.play(0ms));
        playUntil(1020ms);
        instrument.carryOut(scheduler.pause(1020ms));
        QCOMPARE(instrument.sounding(), 0);
        QCOMPARE(scheduler.position(1020ms), Ticks::fromQuarters(1));
        QVERIFY(!scheduler.isCountingIn(1020ms));
        scheduler.setCountIn(1);
        instrument.heard.clear();
        instrument.carryOut(scheduler.play(1020ms)); // counts anew: music at 3020 ms
        playUntil(2000ms);
        instrument.carryOut(scheduler.seek(Ticks::fromQuarters(6), 2000ms));
        QVERIFY(scheduler.isCountingIn(2000ms));
        QCOMPARE(scheduler.position(2000ms), Ticks::fromQuarters(6));
        playUntil(3100ms);
        QCOMPARE(instrument.drawn(), QByteArray("1020+76 1082-76 1520+77 1582-77 2020+77 2082-77 "
                                                "2520+77 2582-77 3020+66"));
        instrument.carryOut(scheduler.stop(3100ms));
        instrument.carryOut(scheduler.play(3100ms));
        playUntil(3200ms);
        instrument.carryOut(scheduler.stop(3200ms));
        QCOMPARE(scheduler.position(3200ms), Ticks{});
        QVERIFY(instrument.isQueueEmpty());
    }

    void aCountInFollowsTheTempo()
    {
        (void)scheduler.load(beats(8), 0ms);
        scheduler.setCountIn(1);
        instrument.carryOut(scheduler.play(0ms));
        instrument.carryOut(scheduler.setTempo(240, 0ms)); // from 200 ms on
        playUntil(1200ms);
        QCOMPARE(instrument.drawn(),
                 QByteArray("0+76 62-76 350+77 381-77 600+77 631-77 850+77 881-77 1100+60"));
    }

    void aCountInBehindALoopStaysBehindIt()
    {
        (void)scheduler.load(beats(8), 0ms);
        (void)scheduler.setLoop(quarters(1, 2), 0ms);
        scheduler.setCountIn(1);
        (void)scheduler.seek(Ticks::fromQuarters(3), 0ms);
        instrument.carryOut(scheduler.play(0ms));
        playUntil(2200ms);
        QCOMPARE(scheduler.position(2200ms).count, 3 * 480 + 192);
        QCOMPARE(int(instrument.heard.back().event.number), 63);
    }

    void theMetronomeClicksOnTheBeatsOfTheForm()
    {
        EventList list = listOf({}, 5);
        list.beatsPerBar = 3;
        (void)scheduler.load(std::move(list), 0ms);
        instrument.carryOut(scheduler.setMetronome(true, 0ms));
        (void)scheduler.seek(Ticks{300}, 0ms);
        instrument.carryOut(scheduler.play(0ms));
        playUntil(3s);
        QCOMPARE(scheduler.state(), State::Stopped);
        QCOMPARE(instrument.drawn(), QByteArray("188+77 250-77 688+77 750-77 1188+76 1250-76 "
                                                "1688+77 1750-77"));
        for (const TimedEvent& heard : instrument.heard)
            QCOMPARE(int(heard.event.channel), 9);
    }

    void theMetronomeGoesOnAndOffWithinTheHorizon()
    {
        start(listOf({}, 40));
        playUntil(700ms);
        instrument.carryOut(scheduler.setMetronome(true, 700ms));
        playUntil(1350ms);
        instrument.carryOut(scheduler.setMetronome(false, 1350ms));
        playUntil(5s);
        QCOMPARE(instrument.drawn(), QByteArray("1000+77 1062-77 1500+77 1562-77"));
    }

    void otherMusicGoesOnInPlace()
    {
        start(beats(8));
        playUntil(1100ms);
        instrument.carryOut(scheduler.setTempo(240, 1100ms)); // from 1300 ms = 1248 ticks on
        EventList other = listOf({{{0}, {1400}, 72, 80}, {{1440}, {240}, 74, 80}}, 8);
        other.tempo = 90;
        const Batch batch = scheduler.replace(std::move(other), 1100ms);
        QVERIFY(!batch.clearFirst);
        instrument.carryOut(batch);
        QCOMPARE(scheduler.tempo(), 240.0);
        playUntil(5s);
        QCOMPARE(instrument.drawn(),
                 QByteArray("0+60 250-60 500+61 750-61 1000+62 1250-62 1400+74 1525-74"));
    }

    void notesThatTheNewMusicDoesNotHaveAreCut()
    {
        start(listOf({{{0}, {960}, 60, 80}, {{0}, {960}, 64, 80}}));
        playUntil(100ms);
        instrument.carryOut(
            scheduler.replace(listOf({{{0}, {720}, 60, 80}, {{960}, {240}, 64, 80}}), 100ms));
        playUntil(1100ms);
        QCOMPARE(instrument.drawn(), QByteArray("0+60 0+64 300-64 750-60 1000+64"));
    }

    void replacingMusicByItselfIsNotHeard()
    {
        Random random(3);
        for (int round = 0; round < 200; ++round) {
            const EventList list = randomList(random);
            Scheduler left;
            Instrument alone;
            alone.carryOut(left.load(list, 0ms));
            alone.carryOut(left.play(0ms));
            alone.playUntil(5s, left);
            init();
            start(list);
            while (instrument.now < 5s) {
                playUntil(instrument.now + std::chrono::milliseconds(random.index(300)));
                if (instrument.now < 5s)
                    instrument.carryOut(scheduler.replace(list, instrument.now));
            }
            playUntil(5s);
            instrument.moveTo(5s);
            while (!instrument.heard.empty() && instrument.heard.back().at > 5s)
                instrument.heard.pop_back();
            QCOMPARE(instrument.drawn(), alone.drawn());
            alone.carryOut(left.stop(5s));
            cleanup();
        }
    }

    void shorterMusicEndsAtItsEnd()
    {
        start(beats(8, 480));
        playUntil(900ms); // 62 at 1000 ms is on its way
        instrument.carryOut(scheduler.replace(beats(2, 480), 900ms));
        playUntil(2s);
        QCOMPARE(instrument.drawn(), QByteArray("0+60 500-60 500+61 1000-61"));
        QCOMPARE(scheduler.state(), State::Stopped);
        QCOMPARE(scheduler.position(2s), Ticks::fromQuarters(2));
        start(beats(8, 480));
        playUntil(instrument.now + 1300ms);
        instrument.carryOut(scheduler.replace(beats(1), instrument.now));
        QCOMPARE(scheduler.state(), State::Stopped);
        QCOMPARE(instrument.sounding(), 0);
        QVERIFY(instrument.isQueueEmpty());
        start(beats(8, 60)); // silent between the beats
        playUntil(instrument.now + 900ms);
        instrument.carryOut(scheduler.replace(beats(1), instrument.now));
        QVERIFY2(instrument.isQueueEmpty(), "the next beat was on its way");
    }

    void aLoopOutlivesOtherMusicAndRestsWhereItDoesNotFit()
    {
        start(beats(8));
        instrument.carryOut(scheduler.setLoop(quarters(4, 6), 0ms));
        instrument.carryOut(scheduler.replace(beats(3), 0ms));
        playUntil(1400ms);
        instrument.carryOut(scheduler.replace(beats(8), 1400ms));
        playUntil(20s);
        QCOMPARE(scheduler.loop(), std::optional(quarters(4, 6)));
        QCOMPARE(scheduler.state(), State::Playing);
        QVERIFY(scheduler.position(20s) >= Ticks::fromQuarters(4));
        QVERIFY(scheduler.position(20s) < Ticks::fromQuarters(6));
    }

    void otherInstrumentsBeginAtOnce()
    {
        start(beats(8, 480));
        playUntil(900ms);
        EventList other = beats(8, 480);
        for (SoundEvent& event : other.setUp) {
            if (event.kind == SoundEvent::Kind::Program)
                event.number = 66;
        }
        instrument.carryOut(scheduler.replace(std::move(other), 900ms));
        playUntil(1100ms);
        QCOMPARE(instrument.drawn(), QByteArray("0+60 500-60 500+61 900-61 1000+62"));
        QCOMPARE(instrument.heard[instrument.heard.size() - 2].event.number, 61);
    }

    void whileNothingPlaysOtherMusicKeepsThePlaceThatIsLeft()
    {
        (void)scheduler.load(beats(8), 0ms);
        (void)scheduler.seek(Ticks::fromQuarters(3), 0ms);
        QVERIFY(scheduler.replace(beats(6), 0ms).later.empty());
        QCOMPARE(scheduler.position(0ms), Ticks::fromQuarters(3));
        (void)scheduler.replace(beats(2), 0ms);
        QCOMPARE(scheduler.position(0ms), Ticks::fromQuarters(2));
    }
};

QTEST_GUILESS_MAIN(TestTransport)
#include "tst_transport.moc"
