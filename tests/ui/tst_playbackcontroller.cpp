#include <QSignalSpy>
#include <QTest>

#include "controllers/playbackcontroller.h"
#include "samplestudio.h"

using namespace woodshed;

class TestPlaybackController : public QObject
{
    Q_OBJECT

private:
    static Performance named(std::string title)
    {
        Performance performance;
        performance.title = std::move(title);
        performance.length = Ticks::fromQuarters(16);
        return performance;
    }

private Q_SLOTS:
    void whatWasAskedBeforeTheSoundIsOpenHappensThen()
    {
        auto sound = std::make_shared<samples::FakeSound>();
        PlaybackController playback(sound);
        playback.setPerformance(named("first"));
        playback.setVolume(0.5);
        playback.togglePlay();
        QVERIFY(playback.isPlaying());
        playback.open({});
        QTRY_VERIFY(playback.isOpen());
        QCOMPARE(sound->loaded.title, std::string("first"));
        QCOMPARE(sound->volume, 0.5);
        QCOMPARE(sound->now, Player::State::Playing);
    }

    void howItIsPlayedIsKeptUntilTheSoundIsOpen()
    {
        auto sound = std::make_shared<samples::FakeSound>();
        PlaybackController playback(sound);
        Performance performance = named("band");
        performance.tempo = 120;
        performance.parts = {{.name = "Solo", .notes = {}}, {.name = "Bass", .notes = {}}};
        playback.setPerformance(performance);
        const LoopRegion region{Ticks{480}, Ticks{960}};
        playback.setTempo(96);
        playback.setLoop(region);
        playback.setCountIn(true);
        playback.setMetronome(true);
        playback.setTransposition(-3);
        playback.setReverb(0.7);
        playback.setMix("Bass", {.volume = 0.5});
        playback.setMix("Tuba", {.muted = true}); // not in this band
        QCOMPARE(sound->tempo, -1.0);
        playback.open({});
        QTRY_VERIFY(playback.isOpen());
        QCOMPARE(sound->tempo, 96.0);
        QCOMPARE(sound->loop, std::optional(region));
        QCOMPARE(sound->countIn, 1);
        QVERIFY(sound->metronome);
        QCOMPARE(sound->transposition, -3);
        QCOMPARE(sound->reverb, 0.7);
        QCOMPARE(sound->mixes.size(), std::size_t{2});
        QCOMPARE(sound->mixes.at(0), PartMix{});
        QCOMPARE(sound->mixes.at(1), (PartMix{.volume = 0.5}));
    }

    void theMixGoesWithThePartsName()
    {
        auto sound = std::make_shared<samples::FakeSound>();
        PlaybackController playback(sound);
        playback.open({});
        QTRY_VERIFY(playback.isOpen());
        playback.setMix("Bass", {.muted = true});
        Performance performance = named("band");
        performance.parts = {{.name = "Bass", .notes = {}}};
        playback.setPerformance(performance);
        QVERIFY(sound->mixes.at(0).muted);
        performance.parts.insert(performance.parts.begin(), {.name = "Solo", .notes = {}});
        playback.replacePerformance(performance);
        QVERIFY(!sound->mixes.at(0).muted);
        QVERIFY(sound->mixes.at(1).muted);
    }

    void replacingGoesOnPlaying()
    {
        auto sound = std::make_shared<samples::FakeSound>();
        PlaybackController playback(sound);
        playback.setPerformance(named("a"));
        playback.open({});
        QTRY_VERIFY(playback.isOpen());
        playback.play();
        sound->at = Ticks{700};
        QTRY_COMPARE(playback.position(), Ticks{700});
        playback.replacePerformance(named("b"));
        QVERIFY(playback.isPlaying());
        QCOMPARE(sound->now, Player::State::Playing);
        QCOMPARE(sound->at, Ticks{700});
        QCOMPARE(sound->loaded.title, std::string("b"));
        QCOMPARE(sound->replaced, 1);
    }

    void secondsFollowTheTempo()
    {
        auto sound = std::make_shared<samples::FakeSound>();
        PlaybackController playback(sound);
        Performance performance = named("a");
        performance.tempo = 120;
        playback.setPerformance(performance);
        playback.seek(Ticks::fromQuarters(8));
        QCOMPARE(playback.seconds(), 4.0);
        playback.setTempo(60);
        QCOMPARE(playback.seconds(), 8.0);
    }

    void theLevelIsToldWhilePlayingAndEndsInSilence()
    {
        auto sound = std::make_shared<samples::FakeSound>();
        sound->level = {0.5F, true};
        PlaybackController playback(sound);
        playback.open({});
        QTRY_VERIFY(playback.isOpen());
        std::vector<Meter> told;
        connect(&playback, &PlaybackController::levelChanged, this,
                [&told](const Meter& level) { told.push_back(level); });
        playback.play();
        QTRY_VERIFY(!told.empty());
        QVERIFY(told.front().clipped && told.front().peak == 0.5F);
        playback.togglePlay();
        QCOMPARE(told.back().peak, 0.0F);
        const auto count = told.size();
        QTest::qWait(120);
        QCOMPARE(told.size(), count);
    }

    void countingInIsTold()
    {
        auto sound = std::make_shared<samples::FakeSound>();
        PlaybackController playback(sound);
        playback.open({});
        QTRY_VERIFY(playback.isOpen());
        sound->countingIn = true;
        playback.play();
        QVERIFY(playback.isCountingIn());
        sound->countingIn = false;
        QTRY_VERIFY(!playback.isCountingIn());
    }

    void stopKeepsThePlaceAndTheSecondStopGoesToTheStart()
    {
        auto sound = std::make_shared<samples::FakeSound>();
        PlaybackController playback(sound);
        playback.setPerformance(named("a"));
        playback.open({});
        QTRY_VERIFY(playback.isOpen());
        playback.play();
        sound->at = Ticks{700};
        QTRY_COMPARE(playback.position(), Ticks{700});
        playback.stop();
        QVERIFY(!playback.isPlaying());
        QCOMPARE(playback.position(), Ticks{700});
        QCOMPARE(sound->now, Player::State::Paused);
        playback.stop();
        QCOMPARE(playback.position(), Ticks{});
        QCOMPARE(sound->now, Player::State::Stopped);
    }

    void theEndOfTheMusicEndsPlaying()
    {
        auto sound = std::make_shared<samples::FakeSound>();
        PlaybackController playback(sound);
        playback.open({});
        QTRY_VERIFY(playback.isOpen());
        playback.play();
        sound->now = Player::State::Stopped;
        QTRY_VERIFY(!playback.isPlaying());
    }

    void anotherPerformanceStopsAndStartsFromTheTop()
    {
        auto sound = std::make_shared<samples::FakeSound>();
        PlaybackController playback(sound);
        playback.open({});
        QTRY_VERIFY(playback.isOpen());
        playback.play();
        sound->at = Ticks{700};
        playback.setPerformance(named("b"));
        QVERIFY(!playback.isPlaying());
        QCOMPARE(playback.position(), Ticks{});
        QCOMPARE(sound->loaded.title, std::string("b"));
    }
};

QTEST_GUILESS_MAIN(TestPlaybackController)
#include "tst_playbackcontroller.moc"
