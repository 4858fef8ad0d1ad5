#include <cmath>
#include <limits>

#include <QTest>

#include "core/playback/instrument.h"

using namespace woodshed;
using namespace std::chrono_literals;

namespace
{

using Kind = SoundEvent::Kind;

/// Quarters of 500 ms: a solo on 60, 61 ...; a double on its channel, a third higher; drums.
EventList trio(Ticks noteLength = {240})
{
    Performance performance;
    performance.tempo = 120;
    performance.length = Ticks::fromQuarters(8);
    performance.parts = {{"Solo", 0, 66, {}, 90, 40}, {"Double", 0, 66, {}, 90, 40}};
    performance.parts.push_back({"Drums", 9, 0, {}, 110, 64});
    for (int i = 0; i < 8; ++i) {
        performance.parts[0].notes.push_back({Ticks::fromQuarters(i), noteLength, 60 + i, 80});
        performance.parts[1].notes.push_back({Ticks::fromQuarters(i), noteLength, 80 + i, 80});
        performance.parts[2].notes.push_back({Ticks::fromQuarters(i), noteLength, 36, 80});
    }
    return eventList(performance);
}

std::map<std::pair<int, int>, int> controls(const std::vector<SoundEvent>& events)
{
    std::map<std::pair<int, int>, int> values;
    for (const SoundEvent& event : events) {
        if (event.kind == Kind::Control)
            values[{event.channel, event.number}] = event.value;
    }
    return values;
}

PartMix muted()
{
    PartMix mix;
    mix.muted = true;
    return mix;
}

PartMix soloed()
{
    PartMix mix;
    mix.soloed = true;
    return mix;
}

PartMix level(double volume, double pan = 0)
{
    PartMix mix;
    mix.volume = volume;
    mix.pan = pan;
    return mix;
}

} // namespace

/// The mixer, alone and as a scheduler uses it.
class TestMixer : public QObject
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
    void setMix(std::size_t part, const PartMix& mix)
    {
        instrument.carryOut(scheduler.setMix(part, mix, instrument.now));
    }
    /// How many notes of a part were struck from a time on.
    int struckBy(int part, ClockTime from) const
    {
        int count = 0;
        for (const TimedEvent& heard : instrument.heard)
            count +=
                heard.event.kind == Kind::NoteOn && heard.event.part == part && heard.at >= from
                    ? 1
                    : 0;
        return count;
    }

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

    void volumeAndPanAreControllersOfTheChannel()
    {
        Mixer mixer;
        mixer.take(trio());
        QCOMPARE(controls(mixer.set(2, level(0.5, -0.5))),
                 (std::map<std::pair<int, int>, int>{{{9, 7}, 55}, {{9, 10}, 32}}));
        QVERIFY2(mixer.set(2, level(0.5, -0.5)).empty(), "nothing is new");
        auto values = controls(mixer.setUp(trio()));
        QCOMPARE(values[std::pair(9, 7)], 55);
        QCOMPARE(values[std::pair(0, 7)], 90);
        QCOMPARE(values[std::pair(0, 10)], 40);
        // Of parts that share a channel the one that was set last counts.
        QCOMPARE(controls(mixer.set(1, level(0.5, 1)))[std::pair(0, 7)], 45);
        values = controls(mixer.setUp(trio()));
        QCOMPARE(values[std::pair(0, 7)], 45);
        QCOMPARE(values[std::pair(0, 10)], 104);
    }

    void anyValuesMakeControllersInRange()
    {
        Mixer mixer;
        mixer.take(trio());
        const double nothing = std::numeric_limits<double>::quiet_NaN();
        const double most = std::numeric_limits<double>::infinity();
        (void)mixer.set(0, level(most, -most));
        QCOMPARE(mixer.of(0), level(1, -1));
        (void)mixer.set(0, level(-3, 1e300));
        QCOMPARE(mixer.of(0), level(0, 1));
        (void)mixer.set(0, level(nothing, nothing));
        QCOMPARE(mixer.of(0), PartMix{});
        (void)mixer.set(std::numeric_limits<std::size_t>::max(), muted());
        (void)mixer.set(40, soloed()); // of no part: silences none
        QVERIFY(!mixer.isSilent(0));
        QCOMPARE(mixer.of(41), PartMix{});
    }

    void soloSilencesTheOthers()
    {
        Mixer mixer;
        mixer.take(trio());
        (void)mixer.set(1, soloed());
        QVERIFY(mixer.isSilent(0) && !mixer.isSilent(1) && mixer.isSilent(2));
        (void)mixer.set(0, soloed());
        QVERIFY(!mixer.isSilent(0) && !mixer.isSilent(1) && mixer.isSilent(2));
        PartMix both = soloed();
        both.muted = true;
        (void)mixer.set(1, both);
        QVERIFY(!mixer.isSilent(0) && mixer.isSilent(1) && mixer.isSilent(2));
        mixer.take(listOf({{{0}, {480}, 60, 80}})); // strips stay, by index
        QVERIFY(!mixer.isSilent(0));
    }

    void transposesAllButDrumsWithinThePitches()
    {
        Mixer mixer;
        mixer.setTransposition(40);
        QCOMPARE(mixer.transposition(), widestTransposition);
        mixer.setTransposition(-7);
        QCOMPARE(int(mixer.pitchOf(0, 60)), 53);
        QCOMPARE(int(mixer.pitchOf(drumChannel, 60)), 60);
        QCOMPARE(int(mixer.pitchOf(0, 3)), 8);
        mixer.setTransposition(12);
        QCOMPARE(int(mixer.pitchOf(0, 127)), 127);
        QCOMPARE(int(mixer.pitchOf(0, 115)), 127);
    }

    void mutingActsAtOnceAndOnThePartAlone()
    {
        start(trio({400}));
        playUntil(350ms); // the notes at 500 ms are on their way
        setMix(1, muted());
        QCOMPARE(instrument.sounding(), 2);
        for (const auto& [key, event] : instrument.down)
            QVERIFY(event.part != 1);
        playUntil(1100ms);
        QCOMPARE(struckBy(1, 1ms), 0);
        QCOMPARE(struckBy(0, 1ms), 2);
        QCOMPARE(struckBy(2, 1ms), 2);
        setMix(1, {});
        playUntil(2100ms);
        QCOMPARE(struckBy(1, 1100ms), 2); // from its next note on
    }

    void mutingTwiceSendsNothingAgain()
    {
        start(trio());
        playUntil(100ms);
        setMix(1, muted());
        const Batch batch = scheduler.setMix(1, muted(), 100ms);
        QVERIFY(!batch.clearFirst && batch.atOnce.empty() && batch.later.empty());
    }

    void aPartOnTheSameKeyIsHeardWhenTheOtherIsMuted()
    {
        Performance performance;
        performance.tempo = 120;
        performance.length = Ticks::fromQuarters(4);
        performance.parts = {{"Solo", 0, 66, {{{0}, {960}, 60, 80}}},
                             {"Double", 0, 66, {{{480}, {960}, 60, 80}}}};
        const EventList list = eventList(performance);
        (void)scheduler.load(list, 0ms);
        setMix(1, muted());
        instrument.carryOut(scheduler.play(0ms));
        playUntil(4s);
        QCOMPARE(instrument.drawn(), QByteArray("0+60 1000-60"));
        instrument.heard.clear();
        setMix(1, {});
        instrument.carryOut(scheduler.play(4s));
        playUntil(4700ms); // both under way, the double holds the key
        setMix(0, muted());
        playUntil(8s);
        QCOMPARE(instrument.drawn(), QByteArray("4000+60 4500-60 4500+60 5500-60"));
    }

    void aChangeOfVolumeLeavesTheNotesAlone()
    {
        start(trio());
        playUntil(100ms);
        const Batch batch = scheduler.setMix(0, level(0.5), 100ms);
        QVERIFY(!batch.clearFirst);
        QCOMPARE(controls(batch.atOnce)[std::pair(0, 7)], 45);
        QVERIFY(batch.later.empty());
    }

    void theMixOutlivesTheMusic()
    {
        (void)scheduler.load(trio(), 0ms);
        setMix(0, level(0.5));
        setMix(2, muted());
        start(trio());
        playUntil(600ms);
        QCOMPARE(struckBy(2, 0ms), 0);
        QCOMPARE(controls({instrument.heard[0].event, instrument.heard[1].event,
                           instrument.heard[2].event, instrument.heard[3].event})[std::pair(0, 7)],
                 45);
        instrument.carryOut(scheduler.replace(trio(), instrument.now));
        playUntil(1600ms);
        QCOMPARE(struckBy(2, 0ms), 0);
        QCOMPARE(struckBy(0, 0ms), 4);
    }

    void aSoloThatComesWithOtherMusicEndsTheOthers()
    {
        start(listOf({{{0}, {3000}, 60, 80}}));
        setMix(1, soloed()); // of no part yet
        playUntil(300ms);
        QCOMPARE(instrument.sounding(), 1);
        Performance duo;
        duo.tempo = 120;
        duo.length = Ticks::fromQuarters(8);
        duo.parts = {{"Solo", 0, 0, {{{0}, {3000}, 60, 80}}}, {"Piano", 1, 0, {{{0}, {9}, 1, 1}}}};
        instrument.carryOut(scheduler.replace(eventList(duo), 300ms));
        playUntil(1s);
        QCOMPARE(instrument.drawn(), QByteArray("0+60 500-60"));
    }

    void clicksAreHeardWhileTheDrumsAreMuted()
    {
        (void)scheduler.load(trio(), 0ms);
        setMix(2, muted());
        instrument.carryOut(scheduler.setMetronome(true, 0ms));
        instrument.carryOut(scheduler.play(0ms));
        playUntil(1100ms);
        QCOMPARE(struckBy(2, 0ms), 0);
        QCOMPARE(struckBy(SoundEvent::noPart, 0ms), 3);
        setMix(0, soloed());
        playUntil(2100ms);
        QCOMPARE(struckBy(SoundEvent::noPart, 0ms), 5);
    }

    void clicksSetTheirChannelUpWhereNoPartPlaysDrums()
    {
        (void)scheduler.load(listOf({{{0}, {480}, 60, 80}}), 0ms);
        QCOMPARE(controls(scheduler.play(0ms).atOnce).count(std::pair(9, 7)), std::size_t{0});
        QCOMPARE(controls(scheduler.setMetronome(true, 0ms).atOnce)[std::pair(9, 7)], 100);
        (void)scheduler.stop(0ms);
        QCOMPARE(controls(scheduler.play(0ms).atOnce)[std::pair(9, 7)], 100);
    }

    void transposingActsAtOnceAndSparesTheDrums()
    {
        start(trio({400}));
        playUntil(350ms);
        instrument.carryOut(scheduler.setTransposition(2, 350ms));
        QCOMPARE(scheduler.transposition(), 2);
        QCOMPARE(instrument.sounding(), 1); // the drums
        playUntil(950ms);
        QCOMPARE(instrument.drawn(),
                 QByteArray("0+60 0+80 0+36 350-60 350-80 417-36 500+63 500+83 500+36 917-63 "
                            "917-83 917-36"));
    }

    void pitchesThatFallTogetherAreOneKey()
    {
        // 5 and 17 both become 5 an octave lower.
        start(listOf({{{480}, {960}, 17, 80}, {{960}, {960}, 5, 80}}));
        instrument.carryOut(scheduler.setTransposition(-12, 0ms));
        playUntil(4s);
        QCOMPARE(instrument.drawn(), QByteArray("500+5 1000-5 1000+5 2000-5"));
    }
};

QTEST_GUILESS_MAIN(TestMixer)
#include "tst_mixer.moc"
