#include <cmath>
#include <filesystem>

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <sndfile.h>

#include "playback/player.h"
#include "playback/soundfont.h"
#include "support/random.h"

using namespace woodshed;
namespace fs = std::filesystem;

namespace
{

/// Quarters of 250 ms.
Performance phrase(int quarters)
{
    Performance performance;
    performance.tempo = 240;
    performance.length = Ticks::fromQuarters(quarters);
    Part part{"Solo", 0, 0, {}};
    for (int i = 0; i < quarters; ++i)
        part.notes.push_back({Ticks::fromQuarters(i), {400}, 60 + i % 12, 100});
    performance.parts.push_back(std::move(part));
    return performance;
}

/// Root mean square of a file's samples, 0 where it cannot be read (yet).
double loudness(const fs::path& path)
{
    SF_INFO info{};
    SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
    if (file == nullptr)
        return 0;
    std::vector<float> samples(static_cast<std::size_t>(info.channels) * 4096);
    double squares = 0;
    double count = 0;
    sf_count_t got = 0;
    while ((got = sf_readf_float(file, samples.data(), 4096)) > 0) {
        for (sf_count_t i = 0; i < got * info.channels; ++i) {
            const double sample = samples[static_cast<std::size_t>(i)];
            squares += sample * sample;
            ++count;
        }
    }
    sf_close(file);
    return count > 0 ? std::sqrt(squares / count) : 0;
}

} // namespace

class TestPlayer : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

private Q_SLOTS:
    void theSilentClockMovesThePlayheadToTheEnd()
    {
        Player player;
        const SoundStatus status = player.open({.soundFonts = {}, .driver = "silent", .file = {}});
        QVERIFY(status.isSilent());
        player.load(phrase(2));
        QCOMPARE(player.position(), Ticks{});
        player.play();
        QCOMPARE(player.state(), Player::State::Playing);
        Ticks last;
        QTRY_VERIFY(player.position() > Ticks{});
        const QDeadlineTimer deadline(60000);
        while (player.state() == Player::State::Playing) {
            QVERIFY2(!deadline.hasExpired(), "playing did not end by itself");
            const Ticks now = player.position();
            QVERIFY(now >= last && now <= Ticks::fromQuarters(2));
            last = now;
        }
        QCOMPARE(player.position(), Ticks::fromQuarters(2));
    }

    void pauseKeepsAndStopForgetsThePlace()
    {
        Player player;
        player.load(phrase(400));
        player.play();
        QTRY_VERIFY(player.position() > Ticks{10});
        player.pause();
        QCOMPARE(player.state(), Player::State::Paused);
        const Ticks place = player.position();
        QVERIFY(place > Ticks{10});
        QCOMPARE(player.position(), place);
        player.play();
        QTRY_VERIFY(player.position() > place);
        player.seek(Ticks::fromQuarters(300));
        QVERIFY(player.position() >= Ticks::fromQuarters(300));
        player.stop();
        QCOMPARE(player.state(), Player::State::Stopped);
        QCOMPARE(player.position(), Ticks{});
    }

    void openingADeviceGoesOnFromTheSamePlace()
    {
        Player player;
        player.load(phrase(400));
        player.seek(Ticks::fromQuarters(200));
        player.play();
        player.open({.soundFonts = {}, .driver = "silent", .file = {}});
        QCOMPARE(player.state(), Player::State::Playing);
        QVERIFY(player.position() >= Ticks::fromQuarters(200));
        const Ticks place = player.position();
        QTRY_VERIFY(player.position() > place);
    }

    void openNeverFailsAndSaysWhatWasTried()
    {
        QElapsedTimer timer;
        timer.start();
        Player player;
        const SoundStatus status = player.open({});
        qInfo("the chain took %lld ms", static_cast<long long>(timer.elapsed()));
        QVERIFY(!status.driver.empty());
        QVERIFY(!status.attempts.empty());
        for (const std::string& line : status.attempts) {
            qInfo("%s", line.c_str());
            QVERIFY2(line.find(": ") != std::string::npos, line.c_str());
        }
        QCOMPARE(player.status().attempts, status.attempts);

        const SoundStatus unknown =
            player.open({.soundFonts = {}, .driver = "tin can", .file = {}});
        if (!findSoundFonts().empty())
            QCOMPARE(unknown.attempts.front(), std::string("tin can: there is no such driver"));
    }

    void withoutAFontItIsSilentAndSaysWhatToDo()
    {
        Player player;
        const SoundStatus status =
            player.open({.soundFonts = {"/nowhere/font.sf2"}, .driver = {}, .file = {}});
        QVERIFY(status.isSilent());
        QVERIFY(status.soundFont.empty());
        QVERIFY2(status.attempts.front().find("font.sf2") != std::string::npos,
                 status.attempts.front().c_str());
        player.load(phrase(100));
        player.play();
        QTRY_VERIFY(player.position() > Ticks{});
    }

    // The whole path through FluidSynth, without a device: its file driver renders in real time.
    void notesComeOutOfTheSynth()
    {
        if (findSoundFonts().empty())
            QSKIP("no General MIDI soundfont is installed");
        const fs::path path = fs::path(m_folder.path().toStdString()) / "played.wav";
        {
            Player player;
            player.load(phrase(4));
            const SoundStatus status =
                player.open({.soundFonts = {}, .driver = "file", .file = path});
            QCOMPARE(status.driver, std::string("file"));
            QVERIFY(!status.soundFont.empty());
            player.play();
            QTRY_COMPARE_WITH_TIMEOUT(player.state(), Player::State::Stopped, 60000);
            QCOMPARE(player.position(), Ticks::fromQuarters(4));
        }
        QVERIFY2(loudness(path) > 0.003, qPrintable(QString::number(loudness(path))));
    }

    void volumeZeroIsSilence()
    {
        if (findSoundFonts().empty())
            QSKIP("no General MIDI soundfont is installed");
        const fs::path path = fs::path(m_folder.path().toStdString()) / "mute.wav";
        {
            Player player;
            player.setVolume(0);
            player.open({.soundFonts = {}, .driver = "file", .file = path});
            player.load(phrase(2));
            player.play();
            QTRY_COMPARE_WITH_TIMEOUT(player.state(), Player::State::Stopped, 60000);
        }
        QVERIFY2(loudness(path) < 1e-4, qPrintable(QString::number(loudness(path))));
    }

    // For the sanitizers: many commands while the feeder and the driver run.
    void anyOrderOfCommandsEndsCleanly()
    {
        Random random(3);
        const fs::path path = fs::path(m_folder.path().toStdString()) / "any.wav";
        for (const char* driver : {"silent", "file"}) {
            Player player;
            player.open({.soundFonts = {}, .driver = driver, .file = path});
            player.load(phrase(64));
            for (int i = 0; i < 2000; ++i) {
                switch (random.index(7)) {
                case 0:
                    player.play();
                    break;
                case 1:
                    player.pause();
                    break;
                case 2:
                    player.stop();
                    break;
                case 3:
                    player.seek({static_cast<std::int64_t>(random.index(40000))});
                    break;
                case 4:
                    player.panic();
                    break;
                case 5:
                    player.setVolume(random.uniform());
                    break;
                default:
                    player.load(phrase(1 + static_cast<int>(random.index(64))));
                    break;
                }
                QVERIFY(player.position() >= Ticks{});
            }
            player.play();
        }
    }
};

QTEST_GUILESS_MAIN(TestPlayer)
#include "tst_player.moc"
