#include <algorithm>
#include <filesystem>

#include <QTemporaryDir>
#include <QTest>

#include "core/ports/fakemidi.h"
#include "playback/player.h"
#include "playback/soundfont.h"

using namespace woodshed;
using Kind = OutputChoice::Kind;

namespace
{

constexpr int guard = 30'000;

/// Quarters of 250 ms, one note each.
Performance phrase(int quarters)
{
    Performance performance;
    performance.tempo = 240;
    performance.length = Ticks::fromQuarters(quarters);
    Part part{"Solo", 0, 26, {}};
    for (int i = 0; i < quarters; ++i)
        part.notes.push_back({Ticks::fromQuarters(i), {400}, 60 + i % 12, 100});
    performance.parts.push_back(std::move(part));
    return performance;
}

const OutputChoice vibes{Kind::MidiPort, "Vibes"};

std::shared_ptr<FakeMidi> withDevices()
{
    auto midi = std::make_shared<FakeMidi>();
    midi->plug({.inputs = {"Keys"}, .outputs = {"Vibes"}, .why = {}});
    return midi;
}

/// A machine with one MIDI device and no sound.
struct Machine {
    // There before the player looks for the first time: what comes and goes between two looks of
    // its is not missed.
    std::shared_ptr<FakeMidi> midi = withDevices();
    Player player{midi};

    Machine() { player.open({.soundFonts = {}, .driver = "silent", .file = {}}); }
    void plug(bool isThere)
    {
        midi->plug(isThere ? PortList{.inputs = {"Keys"}, .outputs = {"Vibes"}, .why = {}}
                           : PortList{});
    }
    int sounding() const
    {
        SoundingNotes notes;
        for (const ChannelMessage& message : midi->messages())
            notes.see(message);
        return static_cast<int>(notes.release().size());
    }
    int noteOns() const
    {
        const auto messages = midi->messages();
        return static_cast<int>(
            std::count_if(messages.begin(), messages.end(),
                          [](const ChannelMessage& message) { return message.isNoteOn(); }));
    }
};

} // namespace

class TestPlayerOutputs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatCanBeChosen()
    {
        Machine machine;
        QTRY_VERIFY_WITH_TIMEOUT(machine.player.outputs().size() == 4, guard);
        const auto outputs = machine.player.outputs();
        QCOMPARE(outputs[0].kind, Kind::Synth);
        QCOMPARE(outputs[1], vibes);
        QCOMPARE(outputs[2].kind, Kind::VirtualPort);
        QCOMPARE(outputs[3].kind, Kind::Silent);
        QCOMPARE(machine.player.inputs(), std::vector<std::string>{"Keys"});
    }

    void aPortIsPlayedOn()
    {
        constexpr int rounds = 10;
        for (int round = 0; round < rounds; ++round) {
            Machine machine;
            const SoundStatus status = machine.player.choose(vibes);
            QCOMPARE(status.output, vibes);
            QVERIFY2(status.trouble.empty(), status.trouble.c_str());
            machine.player.load(phrase(4));
            machine.player.play();
            QTRY_COMPARE_WITH_TIMEOUT(machine.player.state(), Player::State::Stopped, guard);
            QTRY_COMPARE_WITH_TIMEOUT(machine.sounding(), 0, guard);
            const auto messages = machine.midi->messages();
            QVERIFY(std::find(messages.begin(), messages.end(), ChannelMessage::program(0, 26)) !=
                    messages.end());
            if (machine.player.status().gaps > 0)
                continue; // the machine held it up, and notes were left out
            QCOMPARE(machine.noteOns(), 4);
            return;
        }
        QSKIP("this machine is too busy to play without gaps");
    }

    void changingTheOutputInPlayGoesOnFromTheSamePlace()
    {
        Machine machine;
        machine.player.choose(vibes);
        machine.player.load(phrase(400));
        machine.player.seek(Ticks::fromQuarters(200));
        machine.player.play();
        QTRY_VERIFY_WITH_TIMEOUT(machine.noteOns() > 0, guard);
        machine.player.choose({Kind::Silent, {}});
        QCOMPARE(machine.player.state(), Player::State::Playing);
        QVERIFY(machine.player.position() >= Ticks::fromQuarters(200));
        QCOMPARE(machine.sounding(), 0);
        QCOMPARE(machine.midi->openSenders(), 0);
    }

    void aPortThatVanishesIsReplacedAndTakenAgain()
    {
        Machine machine;
        machine.player.choose(vibes);
        machine.player.load(phrase(4000));
        machine.player.play();
        const int before = machine.player.status().changes;
        // Seen by the watch at least once.
        QTRY_VERIFY_WITH_TIMEOUT(!machine.player.inputs().empty(), guard);

        machine.plug(false);
        QTRY_VERIFY_WITH_TIMEOUT(machine.player.status().changes > before, guard);
        SoundStatus status = machine.player.status();
        QVERIFY(status.output != vibes);
        QCOMPARE(status.wanted, vibes);
        QVERIFY2(status.trouble.find("\"Vibes\" is gone") == 0, status.trouble.c_str());
        QCOMPARE(machine.player.state(), Player::State::Playing);
        QCOMPARE(machine.midi->openSenders(), 0);

        machine.plug(true);
        QTRY_VERIFY_WITH_TIMEOUT(machine.player.status().output == vibes, guard);
        status = machine.player.status();
        QVERIFY2(status.trouble.empty(), status.trouble.c_str());
        QCOMPARE(machine.player.state(), Player::State::Playing);
        const int notes = machine.noteOns();
        QTRY_VERIFY_WITH_TIMEOUT(machine.noteOns() > notes, guard);
    }

    void aPortChosenBeforeItIsThereIsTakenWhenItComes()
    {
        Machine machine;
        machine.plug(false);
        QTRY_VERIFY_WITH_TIMEOUT(machine.player.inputs().empty(), guard);
        const SoundStatus status = machine.player.choose(vibes);
        QVERIFY(status.output != vibes);
        QVERIFY2(status.trouble.find("\"Vibes\" cannot be played on") == 0, status.trouble.c_str());
        machine.plug(true);
        QTRY_VERIFY_WITH_TIMEOUT(machine.player.status().output == vibes, guard);
    }

    void panicSilencesByEveryMeans()
    {
        Machine machine;
        machine.player.choose(vibes);
        machine.player.noteOn(60, 100);
        machine.player.panic();
        const auto has = [&](const ChannelMessage& wanted) {
            const auto messages = machine.midi->messages();
            return std::find(messages.begin(), messages.end(), wanted) != messages.end();
        };
        for (int channel = 0; channel < 16; ++channel)
            for (const int controller : {64, 120, 123})
                QTRY_VERIFY_WITH_TIMEOUT(has(ChannelMessage::control(channel, controller, 0)),
                                         guard);
        QCOMPARE(machine.sounding(), 0);
    }

    void aKeyboardPlaysThroughAndIsRecorded()
    {
        Machine machine;
        machine.player.choose(vibes);
        machine.player.load(phrase(400));
        QVERIFY(!machine.player.listenTo("No such keyboard"));
        QVERIFY(machine.player.listenTo("Keys"));
        machine.player.setMix(0, {.volume = 1, .pan = 0, .muted = true, .soloed = false});
        machine.player.startRecording();
        machine.player.play();
        const auto now = std::chrono::steady_clock::now();
        machine.midi->receive(now, {0x90, 67, 80});
        QTRY_COMPARE_WITH_TIMEOUT(machine.sounding(), 1, guard);
        QTest::qWait(30);
        machine.midi->receive(std::chrono::steady_clock::now(), {0x80, 67, 0});
        QTRY_COMPARE_WITH_TIMEOUT(machine.sounding(), 0, guard);
        machine.midi->receive(std::chrono::steady_clock::now(), {0x90, 69, 80});
        QTRY_COMPARE_WITH_TIMEOUT(machine.sounding(), 1, guard);
        const std::vector<Note> notes = machine.player.stopRecording();
        QCOMPARE(notes.size(), std::size_t{2}); // the key that is still down ends here
        QCOMPARE(notes[0].pitch, 67);
        QCOMPARE(notes[0].velocity, 80);
        QVERIFY(notes[0].duration > Ticks{});
        QCOMPARE(notes[1].pitch, 69);
        QVERIFY(notes[1].duration > Ticks{});

        // The keyboard is unplugged while a key is down.
        machine.plug(false);
        QTRY_COMPARE_WITH_TIMEOUT(machine.sounding(), 0, guard);
        QTRY_VERIFY_WITH_TIMEOUT(!machine.midi->isReceiving(), guard);
        machine.plug(true);
        QTRY_VERIFY_WITH_TIMEOUT(machine.midi->isReceiving(), guard);
    }

    void theTestToneEndsByItself()
    {
        Machine machine;
        machine.player.choose(vibes);
        machine.player.playTestTone();
        QTRY_COMPARE_WITH_TIMEOUT(machine.sounding(), 1, guard);
        machine.player.stop();
        QTRY_COMPARE_WITH_TIMEOUT(machine.sounding(), 0, guard);
    }

    void aFontThatCannotBeLoadedLeavesTheOld()
    {
        if (findSoundFonts().empty())
            QSKIP("no General MIDI soundfont is installed");
        QTemporaryDir folder;
        const std::filesystem::path wav =
            std::filesystem::path(folder.path().toStdString()) / "x.wav";
        Player player(std::make_shared<FakeMidi>());
        const SoundStatus opened = player.open({.soundFonts = {}, .driver = "file", .file = wav});
        QCOMPARE(opened.driver, std::string("file"));
        const auto refused = player.chooseSoundFont("/nowhere/gone.sf2");
        QVERIFY(!refused);
        QVERIFY2(refused.error().detail.find("gone.sf2") != std::string::npos,
                 refused.error().detail.c_str());
        QCOMPARE(player.status().soundFont, opened.soundFont);
        const auto taken = player.chooseSoundFont(findSoundFonts().back());
        QVERIFY(taken);
        QCOMPARE(taken->soundFont, findSoundFonts().back().filename().string());
        QCOMPARE(taken->driver, std::string("file"));
    }

    void aMissingFontIsSaidAndAnotherDriverToo()
    {
        Player player(std::make_shared<FakeMidi>());
        const SoundStatus noFont =
            player.open({.soundFonts = {"/nowhere/font.sf2"}, .driver = {}, .file = {}});
        QVERIFY(noFont.isSilent());
        QVERIFY2(noFont.trouble.find("font.sf2") != std::string::npos, noFont.trouble.c_str());
    }
};

QTEST_GUILESS_MAIN(TestPlayerOutputs)
#include "tst_playeroutputs.moc"
