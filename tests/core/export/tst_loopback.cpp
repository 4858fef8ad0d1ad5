// What the player sends to a MIDI port is what stands in the exported file: through a real server.
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <map>
#include <tuple>
#include <vector>

#include <QTemporaryDir>
#include <QTest>

#include "arrange/accompaniment.h"
#include "core/ports/dummyjack.h"
#include "export/midiexport.h"
#include "playback/player.h"
#include "ports/midiin.h"
#include "ports/rtmidisystem.h"
#include "support/files.h"

using namespace woodshed;

namespace
{

constexpr int guard = 60'000;
const std::string ourOutput = "Woodshed:output";

Performance band()
{
    LeadSheet tune;
    tune.title = "Four Bars";
    tune.tempo = 240;
    tune.key = "F";
    const std::vector<std::string> symbols{"Gm7", "C7", "Fmaj7", "D7"};
    std::vector<Note> solo;
    for (int bar = 0; bar < 4; ++bar) {
        tune.chords.chords.push_back({Ticks::fromQuarters(4 * bar),
                                      Ticks::fromQuarters(4),
                                      symbols[static_cast<std::size_t>(bar)],
                                      {}});
        for (int i = 0; i < 6; ++i)
            solo.push_back({Ticks{bar * 1920 + i * 240}, {200}, 60 + (7 * i + 5 * bar) % 20, 90});
    }
    tune.chords.length = Ticks::fromQuarters(16);
    return accompanied(tune, 1, solo, {.feel = Feel::Swing, .seed = 7});
}

/// Of each channel and pitch, the velocities in order.
using Strikes = std::map<std::pair<int, int>, std::vector<int>>;

Strikes inFile(const std::filesystem::path& path)
{
    Strikes strikes;
    const auto bytes = readFile(path);
    const auto reading = readMidi(*bytes);
    const Performance performance = fromMidi(reading->file);
    for (const Part& part : performance.parts)
        for (const Note& note : part.notes)
            strikes[{part.channel, note.pitch}].push_back(note.velocity);
    return strikes;
}

std::size_t count(const Strikes& strikes)
{
    std::size_t sum = 0;
    for (const auto& [key, velocities] : strikes)
        sum += velocities.size();
    return sum;
}

} // namespace

class TestLoopback : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        (void)std::signal(SIGPIPE, SIG_IGN);
        DummyJack::claimName();
    }

    void whatGoesOutIsWhatIsExported()
    {
        DummyJack jack;
        if (const QString why = jack.start(); !why.isEmpty())
            QSKIP(qPrintable(why));
        const Performance performance = band();
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "band.mid";
        QVERIFY(exportMidi(performance, path).has_value());
        const Strikes exported = inFile(path);
        QVERIFY(count(exported) > 60);

        Player player;
        const SoundStatus status = player.choose({OutputChoice::Kind::VirtualPort, {}});
        QVERIFY2(status.trouble.empty(), status.trouble.c_str());
        RtMidiSystem theirs("Listener");
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const auto ports = theirs.list().inputs;
                return std::find(ports.begin(), ports.end(), ourOutput) != ports.end();
            }(),
            guard);
        auto in = MidiIn::open(theirs, ourOutput);
        QVERIFY2(in.has_value(), in ? "" : in.error().detail.c_str());

        // Where the machine holds the program up for longer than the player looks ahead, it leaves
        // notes out and says so: such a round tells nothing.
        constexpr int rounds = 10;
        Strikes heard;
        SoundingNotes sounding;
        bool isUndisturbed = false;
        for (int round = 0; round < rounds && !isUndisturbed; ++round) {
            const int gaps = player.status().gaps;
            heard.clear();
            player.load(performance);
            player.play();
            const auto listen = [&] {
                while (const auto message = (*in)->next()) {
                    sounding.see(message->message);
                    if (message->message.isNoteOn())
                        heard[{message->message.channel(), message->message.pitch()}].push_back(
                            message->message.velocity());
                }
            };
            const auto hasEnded = [&] {
                listen();
                return player.state() != Player::State::Playing && !sounding.any() &&
                       (count(heard) >= count(exported) || player.status().gaps != gaps);
            };
            QVERIFY2(QTest::qWaitFor(hasEnded, guard),
                     qPrintable(QStringLiteral("heard %1 of %2 notes, %3")
                                    .arg(count(heard))
                                    .arg(count(exported))
                                    .arg(QLatin1String(sounding.any() ? "one left hanging"
                                                                      : "none hangs"))));
            isUndisturbed = player.status().gaps == gaps;
        }
        if (!isUndisturbed)
            QSKIP("this machine is too busy to play without gaps");
        QCOMPARE(count(heard), count(exported));
        QVERIFY(heard == exported);
    }
};

QTEST_GUILESS_MAIN(TestLoopback)
#include "tst_loopback.moc"
