// The sequencer inside FluidSynth, pulled by the test instead of a device: exact to the sample.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <QTest>

#include <fluidsynth.h>

#include "playback/soundfont.h"
#include "playback/soundoutput.h"
#include "support/random.h"

using namespace woodshed;

namespace
{

constexpr int sampleRate = 44100;
constexpr int audioBlock = 256;
constexpr int sideStick = 37;

SoundEvent note(SoundEvent::Kind kind, int channel, int pitch)
{
    SoundEvent event;
    event.kind = kind;
    event.channel = static_cast<std::uint8_t>(channel);
    event.number = static_cast<std::uint8_t>(pitch);
    event.value = kind == SoundEvent::Kind::NoteOn ? 110 : 0;
    return event;
}

/// An output without a device, and what it has sounded like.
struct Bench {
    Synth* synth = nullptr;
    std::unique_ptr<SoundOutput> output;
    std::vector<float> left;

    bool open()
    {
        auto made = Synth::open(findSoundFonts(), sampleRate, 0.5);
        if (!made)
            return false;
        auto owned = std::make_unique<Synth>(std::move(*made));
        synth = owned.get();
        output = makeSynthOutput(std::move(owned), nullptr);
        return true;
    }
    void run(double seconds)
    {
        std::array<float, 2 * audioBlock> block{};
        for (int done = 0; done < seconds * sampleRate; done += audioBlock) {
            synth->render(block);
            for (std::size_t i = 0; i < block.size(); i += 2)
                left.push_back(block.at(i));
        }
    }
};

} // namespace

class TestSynthOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (findSoundFonts().empty())
            QSKIP("no General MIDI soundfont is installed");
    }

    void notesStartWithinOneAudioBlockOfOneAnother()
    {
        Bench bench;
        QVERIFY(bench.open());
        Random random(2);
        Batch batch;
        std::vector<double> asked;
        double when = 0.2;
        for (int i = 0; i < 100; ++i) {
            const ClockTime at(std::llround(when * 1e6));
            batch.later.push_back({at, note(SoundEvent::Kind::NoteOn, 9, sideStick)});
            batch.later.push_back({at + std::chrono::milliseconds(50),
                                   note(SoundEvent::Kind::NoteOff, 9, sideStick)});
            asked.push_back(when * sampleRate);
            when += 0.3 + 0.05 * random.uniform();
        }
        bench.output->carryOut(batch);
        bench.run(when + 0.5);

        double earliest = 1e9;
        double latest = -1e9;
        for (const double frame : asked) {
            const auto begin = bench.left.begin() + static_cast<std::ptrdiff_t>(frame) - 1000;
            const auto heard = std::find_if(begin, begin + 6000,
                                            [](float sample) { return std::abs(sample) > 0.01F; });
            QVERIFY2(heard != begin + 6000, "a note is missing");
            const double late = static_cast<double>(heard - bench.left.begin()) - frame;
            earliest = std::min(earliest, late);
            latest = std::max(latest, late);
        }
        qInfo("notes sound %.0f to %.0f samples after their time: %.2f ms apart", earliest, latest,
              1000 * (latest - earliest) / sampleRate);
        QVERIFY(latest - earliest < audioBlock);
    }

    void theShortestNotesEndToo()
    {
        Bench bench;
        QVERIFY(bench.open());
        Batch batch;
        for (int i = 0; i < 200; ++i) {
            const ClockTime at(10'000 + 7'300 * i);
            batch.later.push_back({at, note(SoundEvent::Kind::NoteOn, 0, 40 + i % 40)});
            batch.later.push_back({at + ClockTime(i % 2 == 0 ? 100 : 700),
                                   note(SoundEvent::Kind::NoteOff, 0, 40 + i % 40)});
        }
        bench.output->carryOut(batch);
        bench.run(6);
        QCOMPARE(fluid_synth_get_active_voice_count(bench.synth->handle()), 0);
    }

    void whatIsClearedDoesNotSound()
    {
        Bench bench;
        QVERIFY(bench.open());
        bench.output->carryOut(
            {.clearFirst = false,
             .atOnce = {},
             .later = {{ClockTime(100'000), note(SoundEvent::Kind::NoteOn, 0, 60)}}});
        bench.run(0.05);
        bench.output->carryOut({.clearFirst = true, .atOnce = {}, .later = {}});
        bench.run(0.5);
        QCOMPARE(fluid_synth_get_active_voice_count(bench.synth->handle()), 0);
    }
};

QTEST_GUILESS_MAIN(TestSynthOutput)
#include "tst_synthoutput.moc"
