#include <QSignalSpy>
#include <QTest>

#include "controllers/playbackcontroller.h"
#include "controllers/recordingcontroller.h"
#include "samplestudio.h"

using namespace woodshed;

class TestRecordingController : public QObject
{
    Q_OBJECT

private:
    std::shared_ptr<samples::FakeSound> m_sound;
    std::unique_ptr<PlaybackController> m_playback;
    std::unique_ptr<RecordingController> m_recording;
    std::vector<std::shared_ptr<const Take>> m_takes;
    int m_nothing = 0;

    void open()
    {
        m_playback->open({});
        QTRY_VERIFY(m_playback->isOpen());
    }

private Q_SLOTS:
    void init()
    {
        m_sound = std::make_shared<samples::FakeSound>();
        m_playback = std::make_unique<PlaybackController>(m_sound);
        m_recording = std::make_unique<RecordingController>(m_sound, m_playback.get());
        m_takes.clear();
        m_nothing = 0;
        connect(m_recording.get(), &RecordingController::recorded, this,
                [this](std::shared_ptr<const Take> take) { m_takes.push_back(std::move(take)); });
        connect(m_recording.get(), &RecordingController::nothingPlayed, this,
                [this] { ++m_nothing; });
    }
    void cleanup()
    {
        m_recording.reset();
        m_playback.reset();
    }

    void keepsWhatIsPlayedOverTheTune()
    {
        open();
        const auto over = samples::zigzag(32, 2);
        m_recording->start(over);
        QVERIFY(m_recording->isRecording() && m_sound->recording);
        QCOMPARE(m_sound->now, Player::State::Playing);
        m_sound->played = {{{960}, {240}, 64, 90}, {{480}, {240}, 60, 90}};
        m_playback->stop();
        QVERIFY(!m_recording->isRecording() && !m_sound->recording);
        QCOMPARE(m_takes.size(), std::size_t{1});
        const Take& take = *m_takes.front();
        QCOMPARE(take.tune.title, over->tune.title);
        QCOMPARE(take.choruses, 2);
        QCOMPARE(take.notes.size(), std::size_t{2});
        QCOMPARE(take.notes.front().pitch, 60); // sorted
        QVERIFY(take.values.empty());
    }

    void joinsWhatAlreadyPlays()
    {
        open();
        m_playback->play();
        m_sound->at = Ticks{700};
        m_recording->start(samples::zigzag(32));
        QVERIFY(m_playback->isPlaying());
        QCOMPARE(m_sound->at, Ticks{700});
    }

    void theEndOfTheMusicEndsIt()
    {
        open();
        m_recording->start(samples::zigzag(32));
        m_sound->played = {{{480}, {240}, 60, 90}};
        m_sound->now = Player::State::Stopped;
        QTRY_COMPARE(m_takes.size(), std::size_t{1});
    }

    void finishingEndsThePlaying()
    {
        open();
        m_recording->start(samples::zigzag(32));
        m_recording->finish();
        QVERIFY(!m_playback->isPlaying());
        QCOMPARE(m_nothing, 1);
        QVERIFY(m_takes.empty());
        m_recording->finish();
        QCOMPARE(m_nothing, 1);
    }

    void waitsForNoSoundThatIsNotOpen()
    {
        QSignalSpy changed(m_recording.get(), &RecordingController::recordingChanged);
        m_recording->start(samples::zigzag(32));
        QVERIFY(!m_recording->isRecording());
        QCOMPARE(changed.size(), 1); // so that the button comes up again
        open();
        m_recording->start(nullptr);
        QVERIFY(!m_recording->isRecording());
    }
};

QTEST_GUILESS_MAIN(TestRecordingController)
#include "tst_recordingcontroller.moc"
