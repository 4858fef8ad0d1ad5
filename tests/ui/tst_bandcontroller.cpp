#include <memory>
#include <optional>

#include <QSignalSpy>
#include <QTest>

#include "controllers/bandcontroller.h"
#include "controllers/playbackcontroller.h"
#include "samplestudio.h"

using namespace woodshed;

class TestBandController : public QObject
{
    Q_OBJECT

private:
    std::optional<samples::FakeStudio> m_studio;
    std::unique_ptr<PlaybackController> m_playback;
    std::unique_ptr<BandController> m_band;

private Q_SLOTS:
    void init()
    {
        m_studio.emplace();
        m_playback = std::make_unique<PlaybackController>(m_studio->sound);
        m_band = std::make_unique<BandController>(m_studio->parts().accompany, m_playback.get());
        m_playback->open({});
        QTRY_VERIFY(m_playback->isOpen());
    }
    void cleanup()
    {
        m_band.reset();
        m_playback.reset();
    }

    void aTakeBringsItsTempo()
    {
        QSignalSpy tempo(m_band.get(), &BandController::tempoChanged);
        m_band->setTake(samples::zigzag(32));
        QCOMPARE(tempo.size(), 1);
        QCOMPARE(tempo.first().first().toDouble(), 120.0);
        QCOMPARE(m_studio->sound->tempo, 120.0);
        m_band->setTempo(200);
        m_band->setTake(samples::zigzag(16));
        QCOMPARE(m_studio->sound->tempo, 120.0);
        QCOMPARE(m_studio->arranged.back().tempo, 0.0);
    }

    void aTempoIsHeardAtOnceAndArrangedOnceALittleLater()
    {
        m_band->setTake(samples::zigzag(32));
        m_playback->play();
        for (int tempo = 121; tempo <= 140; ++tempo)
            m_band->setTempo(tempo);
        QCOMPARE(m_studio->sound->tempo, 140.0);
        QCOMPARE(m_studio->arranged.size(), std::size_t{1});
        QTRY_COMPARE(m_studio->sound->replaced, 1);
        QCOMPARE(m_studio->arranged.size(), std::size_t{2});
        QCOMPARE(m_studio->arranged.back().tempo, 140.0);
        QCOMPARE(m_studio->sound->loaded.tempo, 140.0);
        QVERIFY(m_playback->isPlaying());
    }

    void theSwingStaysForTheNextTake()
    {
        m_band->setTake(samples::zigzag(32));
        m_band->setSwing(0.5);
        QTRY_COMPARE(m_studio->sound->replaced, 1);
        QCOMPARE(m_studio->arranged.back().swing, 0.5);
        m_band->setTake(samples::zigzag(16));
        QCOMPARE(m_studio->arranged.back().swing, 0.5);
    }

    void anotherTakeForgetsWhatWasStillToBeArranged()
    {
        m_band->setTake(samples::zigzag(32));
        m_band->setTempo(200);
        m_band->setTake(samples::zigzag(16));
        QTest::qWait(200);
        QCOMPARE(m_studio->sound->replaced, 0);
    }

    void whatIsExportedIsWhatIsHeard()
    {
        m_band->setTake(samples::zigzag(32));
        m_playback->setTransposition(2);
        m_band->setTempo(90);
        const Performance heard = m_band->heard(); // without waiting
        QCOMPARE(heard.tempo, 90.0);
        QCOMPARE(heard.parts.front().notes.front().pitch,
                 m_studio->sound->loaded.parts.front().notes.front().pitch + 2);
        QTest::qWait(200);
        QCOMPARE(m_studio->sound->replaced, 1);
    }

    void withoutATakeNothingHappens()
    {
        m_band->setSwing(0.5);
        QTest::qWait(200);
        QVERIFY(m_studio->arranged.empty());
    }
};

QTEST_GUILESS_MAIN(TestBandController)
#include "tst_bandcontroller.moc"
