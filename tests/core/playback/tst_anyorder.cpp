#include <algorithm>
#include <cmath>

#include <QTest>

#include "core/playback/instrument.h"

using namespace woodshed;
using namespace std::chrono_literals;

namespace
{

using Kind = SoundEvent::Kind;
using State = Scheduler::State;

enum class Command {
    Play,
    Pause,
    Stop,
    Seek,
    Panic,
    Load,
    Replace,
    Tempo,
    Loop,
    LoopOff,
    CountIn,
    Metronome,
    Mix,
    Transposition,
    Advance,
    Count
};

/// A scheduler under random commands, and what the commands asked for.
struct Session {
    explicit Session(std::uint64_t seed, ClockTime doubt = {})
        : random(seed)
        , scheduler(doubt)
    {
    }

    ClockTime milliseconds(std::size_t below)
    {
        return ClockTime(1000 * static_cast<int>(random.index(below)));
    }
    Ticks anyTick() { return {static_cast<std::int64_t>(random.index(7000)) - 500}; }

    Batch load(ClockTime now)
    {
        list = randomList(random);
        return scheduler.load(list, now);
    }

    Batch give(Command command, ClockTime now)
    {
        switch (command) {
        case Command::Play:
            return scheduler.play(now);
        case Command::Pause:
            return scheduler.pause(now);
        case Command::Stop:
            return scheduler.stop(now);
        case Command::Seek:
            return scheduler.seek(anyTick(), now);
        case Command::Panic:
            return scheduler.panic(now);
        case Command::Load:
            return load(now);
        case Command::Replace:
            if (random.index(3) > 0)
                list = randomList(random);
            return scheduler.replace(list, now);
        case Command::Tempo:
            return scheduler.setTempo(30 + static_cast<double>(random.index(320)), now);
        case Command::Loop: {
            const Ticks from = anyTick();
            const auto length = random.index(2) == 0 ? random.index(300) : random.index(5000);
            const LoopRegion region{from, from + Ticks{static_cast<std::int64_t>(length)}};
            return scheduler.setLoop(region, now);
        }
        case Command::LoopOff:
            return scheduler.setLoop(std::nullopt, now);
        case Command::CountIn:
            scheduler.setCountIn(static_cast<int>(random.index(4)));
            return {};
        case Command::Metronome:
            return scheduler.setMetronome(random.index(2) == 0, now);
        case Command::Mix: {
            PartMix mix;
            mix.volume = random.uniform();
            mix.muted = random.index(3) == 0;
            mix.soloed = random.index(4) == 0;
            return scheduler.setMix(random.index(4), mix, now);
        }
        case Command::Transposition:
            return scheduler.setTransposition(static_cast<int>(random.index(30)) - 15, now);
        case Command::Advance:
        case Command::Count:
            break;
        }
        return scheduler.advance(now);
    }

    Command anyCommand()
    {
        // Playing has to be common for the others to mean something.
        if (random.index(4) == 0)
            return Command::Play;
        return static_cast<Command>(random.index(static_cast<std::size_t>(Command::Count)));
    }

    bool isSilent(std::size_t part) const
    {
        bool isAnySoloed = false;
        for (std::size_t i = 0; i < list.parts.size(); ++i)
            isAnySoloed = isAnySoloed || scheduler.mix(i).soloed;
        const PartMix mix = scheduler.mix(part);
        return part < list.parts.size() && (mix.muted || (isAnySoloed && !mix.soloed));
    }

    int pitchOf(const SoundEvent& event) const
    {
        if (event.channel == 9)
            return event.number;
        const int pitch = event.number + scheduler.transposition();
        return pitch < 0 ? pitch + 12 : pitch > 127 ? pitch - 12 : pitch;
    }

    /// The key and the time of the notes and clicks of the next `ticks` ticks, found by walking
    /// them one by one from where the scheduler says to be.
    std::vector<std::pair<int, double>> expected(ClockTime now, std::int64_t ticks) const
    {
        std::vector<std::pair<int, double>> strikes;
        std::int64_t tick = scheduler.position(now).count;
        std::optional<LoopRegion> loop = scheduler.loop();
        if (loop)
            loop->to = std::min(loop->to, list.length);
        if (loop && (loop->to - loop->from < Scheduler::shortestLoop || tick >= loop->to.count))
            loop.reset();
        const double length = 60e6 / (scheduler.tempo() * 480);
        for (std::int64_t step = 0; step < ticks; ++step) {
            const double time =
                static_cast<double>(now.count()) + static_cast<double>(step) * length;
            const auto [first, last] = std::equal_range(
                list.notes.begin(), list.notes.end(), SoundEvent{{tick}},
                [](const SoundEvent& a, const SoundEvent& b) { return a.at < b.at; });
            for (auto event = first; event != last; ++event) {
                if (event->kind == Kind::NoteOn && !isSilent(event->part))
                    strikes.emplace_back(event->channel * 128 + pitchOf(*event), time);
            }
            if (scheduler.hasMetronome() && tick < list.length.count && tick % list.beat.count == 0)
                strikes.emplace_back(
                    9 * 128 + (tick / list.beat.count % list.beatsPerBar == 0 ? 76 : 77), time);
            ++tick;
            if (loop && tick == loop->to.count)
                tick = loop->from.count;
            else if (tick >= list.end.count)
                break;
        }
        return strikes;
    }

    Random random;
    Scheduler scheduler;
    Instrument instrument;
    EventList list;
};

/// Whether each strike of `some` between two times has its like in `others`.
bool isEachIn(const std::vector<std::pair<int, double>>& some,
              const std::vector<std::pair<int, double>>& others, double from, double to,
              double tolerance)
{
    return std::all_of(some.begin(), some.end(), [&](const auto& strike) {
        return strike.second < from || strike.second > to ||
               std::any_of(others.begin(), others.end(), [&](const auto& other) {
                   return other.first == strike.first &&
                          std::abs(other.second - strike.second) <= tolerance;
               });
    });
}

} // namespace

/// What the scheduler promises for any order of commands.
class TestAnyOrder : public QObject
{
    Q_OBJECT

    /// Gives a command and checks what must hold right after it.
    static void step(Session& session, const QByteArray& where)
    {
        Scheduler& scheduler = session.scheduler;
        Instrument& instrument = session.instrument;
        const Command command = session.anyCommand();
        const QByteArray at = where + " command " + QByteArray::number(static_cast<int>(command));
        const bool wasPlaying = scheduler.state() == State::Playing;
        const Ticks before = scheduler.position(instrument.now);
        const Batch batch = session.give(command, instrument.now);
        instrument.carryOut(batch);
        const bool isPlaying = scheduler.state() == State::Playing;

        const bool isSilencing = command == Command::Pause || command == Command::Stop ||
                                 command == Command::Seek || command == Command::Panic ||
                                 command == Command::Load;
        if (isSilencing && wasPlaying)
            QVERIFY2(instrument.sounding() == 0, at);
        if (!isPlaying) {
            QVERIFY2(instrument.sounding() == 0, at);
            QVERIFY2(instrument.isQueueEmpty(), at);
        }
        for (const auto& [key, event] : instrument.down) {
            if (command == Command::Mix)
                QVERIFY2(!session.isSilent(event.part), at);
        }
        const bool keepsPlace = command == Command::Tempo || command == Command::Loop ||
                                command == Command::LoopOff || command == Command::Mix ||
                                command == Command::Transposition || command == Command::Metronome;
        const Ticks position = scheduler.position(instrument.now);
        // Half a microsecond may carry it over the border of a tick.
        if (keepsPlace && isPlaying)
            QVERIFY2(std::abs((position - before).count) <= 1, at);
        QVERIFY2(position >= Ticks{} && position <= session.list.length, at);
        QVERIFY2(batch.later.size() < 3000, at);
    }

    static void checkStream(const Session& session, const QByteArray& where)
    {
        QVERIFY2(session.instrument.strayOffs == 0, where);
        QVERIFY2(session.instrument.restrikes == 0, where);
        QVERIFY2(session.instrument.lateEvents == 0, where);
        QVERIFY2(session.instrument.earlyEvents == 0, where);
        QVERIFY2(session.instrument.inOrder, where);
    }

    /// Leaves the session alone for a while: what sounds has to be the list as it now is.
    static void checkMusic(Session& session, const QByteArray& where)
    {
        Scheduler& scheduler = session.scheduler;
        Instrument& instrument = session.instrument;
        instrument.carryOut(scheduler.advance(instrument.now));
        instrument.playUntil(instrument.now + Scheduler::horizon + ClockTime{1}, scheduler);
        while (scheduler.isCountingIn(instrument.now))
            instrument.playUntil(instrument.now + 50ms, scheduler);
        // Over the end of the form the place does not show.
        if (scheduler.state() != State::Playing ||
            scheduler.position(instrument.now) == session.list.length)
            return;
        const double tick = 60e6 / (scheduler.tempo() * 480);
        const ClockTime start = instrument.now;
        const auto expected = session.expected(start, static_cast<std::int64_t>(2'000'000 / tick));
        instrument.playUntil(start + 2s, scheduler);
        std::vector<std::pair<int, double>> heard;
        for (const TimedEvent& played : instrument.heard) {
            if (played.event.kind == Kind::NoteOn)
                heard.emplace_back(played.event.channel * 128 + played.event.number,
                                   static_cast<double>(played.at.count()));
        }
        // The position that shows is up to a tick behind the one that plays.
        const double from = static_cast<double>(start.count()) + 2 * tick;
        const double to = from + 2e6 - 5 * tick;
        QVERIFY2(isEachIn(expected, heard, from, to, 1.1 * tick), where + ": a note is missing");
        QVERIFY2(isEachIn(heard, expected, from, to, 1.1 * tick),
                 where + ": a note too many, or at the wrong time");
    }

private Q_SLOTS:
    void everyNoteGetsItsOffAndNoneIsLost()
    {
        for (std::uint64_t round = 0; round < 4000; ++round) {
            Session session(round);
            session.instrument.carryOut(session.load(0ms));
            for (int i = 0; i < 40; ++i) {
                const QByteArray where = "round " + QByteArray::number(qulonglong(round)) +
                                         " step " + QByteArray::number(i);
                step(session, where);
                checkStream(session, where);
                if (QTest::currentTestFailed())
                    return;
                // A feeder that keeps its time, as the player's does; and now and then one that
                // was held up.
                const bool isHeldUp = session.random.index(50) == 0;
                const ClockTime pause = session.milliseconds(isHeldUp ? 2000 : 150) +
                                        ClockTime(session.random.index(1000));
                session.instrument.moveTo(session.instrument.now + pause);
                if (session.random.index(3) > 0)
                    session.instrument.carryOut(session.scheduler.advance(session.instrument.now));
                checkStream(session, where);
            }
            const QByteArray where = "round " + QByteArray::number(qulonglong(round));
            checkMusic(session, where);
            checkStream(session, where + " at the end");
            session.instrument.carryOut(session.scheduler.stop(session.instrument.now));
            QVERIFY2(session.instrument.sounding() == 0, where);
            QVERIFY2(session.instrument.isQueueEmpty(), where);
            if (QTest::currentTestFailed())
                return;
        }
    }

    void nothingHangsWhenTheInstrumentIsNotOnItsClock()
    {
        for (std::uint64_t round = 0; round < 2000; ++round) {
            Session session(round, 20ms);
            Instrument& instrument = session.instrument;
            const bool isLate = session.random.index(2) == 0;
            if (isLate)
                instrument.lag = session.milliseconds(20);
            instrument.carryOut(session.load(0ms));
            for (int i = 0; i < 40; ++i) {
                const QByteArray where = "round " + QByteArray::number(qulonglong(round)) +
                                         " step " + QByteArray::number(i);
                const Command command = session.anyCommand();
                const Batch batch = session.give(command, instrument.now);
                const ClockTime early = isLate ? 0ms : session.milliseconds(20);
                instrument.carryOut(batch, early);
                if (batch.clearFirst && session.scheduler.state() != State::Playing)
                    QVERIFY2(instrument.sounding() == 0, where);
                QVERIFY2(instrument.lateEvents == 0, where);
                instrument.moveTo(instrument.now + 20ms + session.milliseconds(150));
            }
            instrument.carryOut(session.scheduler.advance(instrument.now));
            const QByteArray where = "round " + QByteArray::number(qulonglong(round));
            instrument.carryOut(session.scheduler.setLoop(std::nullopt, instrument.now));
            // Left alone it comes to its end, and nothing is left over.
            if (round % 2 == 0)
                instrument.playUntil(instrument.now + 40s, session.scheduler);
            else
                instrument.carryOut(session.scheduler.stop(instrument.now));
            QVERIFY2(session.scheduler.state() != State::Playing, where);
            instrument.moveTo(instrument.now + 1s);
            QVERIFY2(instrument.sounding() == 0, where);
            QVERIFY2(instrument.isQueueEmpty(), where);
        }
    }
};

QTEST_GUILESS_MAIN(TestAnyOrder)
#include "tst_anyorder.moc"
