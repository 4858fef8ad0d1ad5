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
