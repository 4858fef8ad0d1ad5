#include <QTest>

#include "core/midi/midibytes.h"
#include "core/midi/randomfile.h"
#include "midi/midifile.h"
#include "midi/tempomap.h"

using namespace woodshed;
using namespace woodshed::test;

namespace
{

std::size_t storedBytes(const MidiFile& file)
{
    std::size_t total = 0;
    for (const MidiTrack& track : file.tracks) {
        total += sizeof(MidiTrack);
        for (const MidiEvent& event : track.events)
            total += sizeof(MidiEvent) + event.payload.size();
    }
    return total;
}

} // namespace

/// A damaged file must be refused or taken with warnings; it must never crash, hang or ask for
/// memory out of proportion.
class TestMutants : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void damagedFilesAreRefusedOrTaken()
    {
        constexpr int mutants = 30'000;
        Random random(20'240);
        Bytes original;
        int refused = 0;
        int warned = 0;
        for (int i = 0; i < mutants; ++i) {
            if (i % 100 == 0)
                original = writeMidi(randomFile(random, 40));
            Bytes mutant = original;
            for (std::size_t n = 1 + random.index(3); n > 0; --n)
                damage(mutant, random);
            const auto reading = readMidi(mutant);
            if (!reading) {
                QVERIFY2(!reading.error().detail.empty() && !reading.error().detail.ends_with('.'),
                         reading.error().detail.c_str());
                ++refused;
                continue;
            }
            warned += reading->warnings.empty() ? 0 : 1;
            QVERIFY(reading->warnings.size() <= 40);
            // The smallest event takes two bytes of a file.
            QVERIFY(storedBytes(reading->file) <= mutant.size() * (sizeof(MidiEvent) / 2 + 2));
            checkWhatWasTaken(reading->file);
            if (QTest::currentTestFailed())
                QFAIL(qPrintable(QStringLiteral("mutant %1").arg(i)));
        }
        // Guards against a reader that refuses, or swallows, everything.
        QVERIFY2(refused > mutants / 50 && refused < mutants / 2, std::to_string(refused).c_str());
        QVERIFY2(warned > mutants / 4, std::to_string(warned).c_str());
    }

    void noiseIsRefusedOrTaken()
    {
        Random random(99);
        for (int i = 0; i < 3000; ++i) {
            const Bytes noise =
                header(1, 1) + chunk("MTrk", randomBytes(random, random.index(400)));
            if (const auto reading = readMidi(noise))
                checkWhatWasTaken(reading->file);
            (void)readMidi(randomBytes(random, random.index(400)));
        }
    }

private:
    /// Whatever was taken can be written again, byte-stable, and everything can be asked of it.
    static void checkWhatWasTaken(const MidiFile& file)
    {
        const Bytes written = writeMidi(file);
        const auto again = readMidi(written);
        QVERIFY2(again, again ? "" : again.error().detail.c_str());
        QVERIFY(again->file == file);
        QVERIFY(writeMidi(again->file) == written);
        const TempoMap map(file);
        QVERIFY(countMeasures(file) >= 0);
        for (const MidiTrack& track : file.tracks) {
            (void)track.name();
            QVERIFY(track.end <= maximumMidiTick);
            for (const MidiNote& note : pairNotes(track))
                QVERIFY(note.end >= note.start &&
                        map.secondsAt(note.end) >= map.secondsAt(note.start));
        }
    }
};

QTEST_GUILESS_MAIN(TestMutants)
#include "tst_mutants.moc"
