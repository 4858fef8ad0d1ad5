#include <cmath>
#include <deque>
#include <map>
#include <optional>

#include <QTest>

#include "playback/scheduler.h"
#include "support/random.h"

using namespace woodshed;
using namespace std::chrono_literals;

namespace
{

using Kind = SoundEvent::Kind;
using State = Scheduler::State;

/// An instrument with a queue, on a clock that the test moves. `early` is how far it runs ahead of
/// the clock it shows.
class Instrument
{
public:
    ClockTime now{};
    ClockTime lag{};
    std::map<int, int> down; ///< key -> note-ons without note-off
    std::vector<TimedEvent> heard;
    int strayOffs = 0;
    int lateEvents = 0;
    bool inOrder = true;

    void carryOut(const Batch& batch, ClockTime early = 0ms)
    {
        run(now - lag + early);
        if (batch.clearFirst)
            m_queue.clear();
        for (const SoundEvent& event : batch.atOnce)
            play(now, event);
        for (const TimedEvent& timed : batch.later) {
            lateEvents += timed.at < now ? 1 : 0;
            inOrder = inOrder && (m_queue.empty() || m_queue.back().at <= timed.at);
            m_queue.push_back(timed);
        }
    }

    void moveTo(ClockTime time)
    {
        run(time - lag);
        now = time;
    }

    int sounding() const
    {
        int count = 0;
        for (const auto& [key, times] : down)
            count += times;
        return count;
    }
    bool isQueueEmpty() const { return m_queue.empty(); }

private:
    void run(ClockTime until)
    {
        while (!m_queue.empty() && m_queue.front().at <= until) {
            play(m_queue.front().at, m_queue.front().event);
            m_queue.pop_front();
        }
    }

    void play(ClockTime at, const SoundEvent& event)
    {
        heard.push_back({at, event});
        int& times = down[event.channel * 128 + event.number];
        if (event.kind == Kind::NoteOn) {
            ++times;
        } else if (event.kind == Kind::NoteOff) {
            if (times == 0)
                ++strayOffs;
            else
                --times;
        }
    }

    std::deque<TimedEvent> m_queue;
};

/// Quarter = 500 ms at 120.
EventList listOf(std::vector<Note> notes, std::int64_t quarters = 8)
{
    Performance performance;
    performance.tempo = 120;
    performance.length = Ticks::fromQuarters(quarters);
    performance.parts.push_back({"Solo", 0, 0, std::move(notes)});
    return eventList(performance);
}

EventList randomList(Random& random)
{
    Performance performance;
    performance.tempo = 40 + static_cast<double>(random.index(300));
    performance.length = {static_cast<std::int64_t>(random.index(6000))};
    for (int part = 0; part < 2; ++part) {
        Part made{"P", part * 9, 0, {}};
        for (std::size_t i = random.index(40); i > 0; --i)
            made.notes.push_back({{static_cast<std::int64_t>(random.index(5500))},
                                  {static_cast<std::int64_t>(random.index(900))},
                                  50 + static_cast<int>(random.index(6)),
                                  90});
        performance.parts.push_back(std::move(made));
    }
    return eventList(performance);
}

/// One random command; what must hold after it is checked by the caller.
std::optional<Batch> randomCommand(Scheduler& scheduler, Random& random, ClockTime now,
                                   bool& isSilencing)
{
    isSilencing = true;
    switch (random.index(8)) {
    case 0:
        isSilencing = false;
        return scheduler.play(now);
    case 1:
        return scheduler.pause(now);
    case 2:
        return scheduler.stop(now);
    case 3:
        return scheduler.seek({static_cast<std::int64_t>(random.index(7000)) - 500}, now);
    case 4:
        return scheduler.panic(now);
    case 5:
        return scheduler.load(randomList(random), now);
    default:
        isSilencing = false;
        return scheduler.advance(now);
    }
}

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

    // The promise of the header, over thousands of random orders of commands.
    void everyNoteGetsItsOffInAnyOrderOfCommands()
    {
        Random random(5);
        for (int round = 0; round < 3000; ++round) {
            Scheduler scheduler;
            Instrument instrument;
            instrument.carryOut(scheduler.load(randomList(random), instrument.now));
            for (int step = 0; step < 60; ++step) {
                bool isSilencing = false;
                const auto batch = randomCommand(scheduler, random, instrument.now, isSilencing);
                const bool wasPlaying = scheduler.state() == State::Playing;
                instrument.carryOut(*batch);
                const QByteArray where = QByteArray::number(round) + ":" + QByteArray::number(step);
                if (batch->clearFirst) {
                    QVERIFY2(instrument.sounding() == 0, where);
                    QVERIFY2(wasPlaying || instrument.isQueueEmpty(), where);
                }
                if (scheduler.state() != State::Playing)
                    QVERIFY2(instrument.sounding() == 0, where);
                QVERIFY2(instrument.strayOffs == 0, where);
                QVERIFY2(instrument.inOrder, where);
                // A feeder that keeps its time, as the player's does, is never late.
                instrument.moveTo(instrument.now +
                                  ClockTime(1000 * static_cast<int>(random.index(150))));
                instrument.carryOut(scheduler.advance(instrument.now));
                QVERIFY2(instrument.lateEvents == 0, where);
            }
            instrument.carryOut(scheduler.stop(instrument.now));
            instrument.moveTo(instrument.now + 60s);
            QCOMPARE(instrument.sounding(), 0);
        }
    }

    void nothingHangsWhenTheInstrumentIsNotOnItsClock()
    {
        Random random(6);
        for (int round = 0; round < 1000; ++round) {
            Scheduler scheduler(20ms);
            Instrument instrument;
            const bool isLate = random.index(2) == 0;
            if (isLate)
                instrument.lag = ClockTime(1000 * static_cast<int>(random.index(20)));
            instrument.carryOut(scheduler.load(randomList(random), instrument.now));
            for (int step = 0; step < 60; ++step) {
                bool isSilencing = false;
                const auto batch = randomCommand(scheduler, random, instrument.now, isSilencing);
                const int early = isLate ? 0 : static_cast<int>(random.index(20));
                instrument.carryOut(*batch, ClockTime(1000 * early));
                if (batch->clearFirst)
                    QCOMPARE(instrument.sounding(), 0);
                instrument.moveTo(instrument.now +
                                  ClockTime(1000 * (20 + static_cast<int>(random.index(150)))));
            }
            instrument.carryOut(scheduler.stop(instrument.now));
            QCOMPARE(instrument.sounding(), 0);
            QVERIFY(instrument.isQueueEmpty());
        }
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
            QCOMPARE(instrument.heard.size(), list.setUp.size() + list.notes.size());
            for (std::size_t i = 0; i < list.notes.size(); ++i) {
                const TimedEvent& heard = instrument.heard[list.setUp.size() + i];
                QCOMPARE(heard.event, list.notes[i]);
                const double expected =
                    static_cast<double>(list.notes[i].at.count) / 480 * 60 / list.tempo;
                QVERIFY(std::abs(static_cast<double>(heard.at.count()) / 1e6 - expected) < 1e-6);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestScheduler)
#include "tst_scheduler.moc"
