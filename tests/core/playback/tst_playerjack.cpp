// The built-in synth and the MIDI output against a real sound server.
#include <algorithm>
#include <csignal>
#include <memory>

#include <QElapsedTimer>
#include <QTest>

#include "core/ports/dummyjack.h"
#include "playback/player.h"
#include "playback/soundfont.h"

using namespace woodshed;

namespace
{

constexpr int guard = 30'000;

Performance chords(int quarters)
{
    Performance performance;
    performance.tempo = 240;
    performance.length = Ticks::fromQuarters(quarters);
    Part part{"Piano", 0, 0, {}};
    for (int i = 0; i < quarters; ++i)
        for (const int pitch : {60, 64, 67})
            part.notes.push_back({Ticks::fromQuarters(i), {400}, pitch, 100});
    performance.parts.push_back(std::move(part));
    return performance;
}

/// Reading the meter empties it.
class Ear
{
public:
    explicit Ear(Player& player)
        : m_player(player)
    {
    }
    bool hears()
    {
        m_peak = std::max(m_peak, m_player.meter().peak);
        return m_peak > 0.02F;
    }

private:
    Player& m_player;
    float m_peak = 0;
};

} // namespace

class TestPlayerJack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        (void)std::signal(SIGPIPE, SIG_IGN);
        DummyJack::claimName();
        if (findSoundFonts().empty())
            QSKIP("no General MIDI soundfont is installed");
    }

    void aServerThatDiesIsNoticedAndTakenAgain()
    {
        auto jack = std::make_unique<DummyJack>();
        if (const QString why = jack->start(); !why.isEmpty())
            QSKIP(qPrintable(why));
        Player player;
        const SoundStatus opened = player.open({.soundFonts = {}, .driver = "jack", .file = {}});
        QCOMPARE(opened.driver, std::string("jack"));
        QVERIFY2(opened.trouble.empty(), opened.trouble.c_str());
        QVERIFY(opened.latencyMs > 0);
        qInfo("latency %.1f ms", opened.latencyMs);

        player.load(chords(4000));
        QElapsedTimer timer;
        timer.start();
        player.play();
        Ear ear(player);
        while (!ear.hears() && timer.elapsed() < guard)
            QTest::qWait(1);
        qInfo("heard %lld ms after the key", static_cast<long long>(timer.elapsed()));
        QVERIFY(ear.hears());
        const int before = player.status().changes;

        timer.start();
        jack->kill();
        QTRY_VERIFY_WITH_TIMEOUT(player.status().changes > before, guard);
        qInfo("noticed after %lld ms", static_cast<long long>(timer.elapsed()));
        const SoundStatus lost = player.status();
        QVERIFY2(lost.trouble.find("the sound server (jack) is gone") == 0, lost.trouble.c_str());
        // The playhead goes on.
        QCOMPARE(player.state(), Player::State::Playing);
        const Ticks place = player.position();
        QTRY_VERIFY_WITH_TIMEOUT(player.position() > place, guard);

        jack = std::make_unique<DummyJack>();
        const QString why = jack->start();
        QVERIFY2(why.isEmpty(), qPrintable(why));
        QTRY_VERIFY_WITH_TIMEOUT(player.status().driver == "jack", guard);
        Ear again(player);
        QTRY_VERIFY_WITH_TIMEOUT(again.hears(), guard);
    }

    void theFullBandDoesNotClip()
    {
        DummyJack jack;
        if (const QString why = jack.start(); !why.isEmpty())
            QSKIP(qPrintable(why));
        Player player;
        player.open({.soundFonts = {}, .driver = "jack", .file = {}});
        player.setVolume(1);
        Performance band = chords(16);
        band.parts[0].volume = 80;
        band.parts.push_back({"Solo", 1, 26, {}});
        band.parts.push_back({"Bass", 2, 32, {}});
        band.parts.push_back({"Drums", 9, 0, {}});
        for (int i = 0; i < 16; ++i) {
            band.parts[1].notes.push_back({Ticks::fromQuarters(i), {400}, 72, 110});
            band.parts[2].notes.push_back({Ticks::fromQuarters(i), {400}, 36, 100});
            band.parts[3].notes.push_back({Ticks::fromQuarters(i), {100}, 51, 90});
            band.parts[3].notes.push_back({Ticks::fromQuarters(i), {100}, 38, 90});
        }
        player.load(band);
        player.play();
        float peak = 0;
        while (player.state() == Player::State::Playing) {
            peak = std::max(peak, player.meter().peak);
            QTest::qWait(20);
        }
        qInfo("peak %.2f", static_cast<double>(peak));
        QVERIFY(peak > 0.1F);
        QVERIFY2(peak < 1.0F, "the default gain has no headroom for a band");
    }
};

QTEST_GUILESS_MAIN(TestPlayerJack)
#include "tst_playerjack.moc"
