#include <algorithm>
#include <cmath>

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "core/midi/randomfile.h"
#include "export/midiexport.h"
#include "formats/inspection.h"
#include "midi/tempomap.h"
#include "score/channels.h"
#include "support/random.h"
#include "theory/chordsymbol.h"

using namespace woodshed;

namespace
{

constexpr Ticks quarter{Ticks::perQuarter};
constexpr Ticks bar{Ticks::perQuarter * 4};

/// Two bars of a band, with a triplet, a rest at the end and a note that rings over the form.
Performance smallBand()
{
    Performance performance;
    performance.title = "Blues f\xC3\xBCr Pat";
    performance.dedication = "For Anna, 4 May \xE2\x99\xA5";
    performance.tempo = 130;
    performance.key = "F";
    performance.length = bar * 2;
    performance.chords = {{{0}, bar, "F7", {}},
                          {bar, quarter * 2, "Bb7#11/D", {}},
                          {bar + quarter * 2, quarter * 2, "NC", {}}};
    performance.sections = {{{0}, "A"}, {bar, "chorus 2"}};
    performance.parts = {
        {"Solo",
         0,
         66,
         {{{0}, {160}, 65, 90},
          {{160}, {160}, 69, 80},
          {{320}, {160}, 72, 127},
          {bar, quarter, 65, 1}},
         110,
         40},
        {"Piano",
         1,
         0,
         {{quarter, quarter, 57, 60},
          {quarter, quarter, 63, 61},
          {bar + quarter * 3, quarter * 2, 57, 60}},
         0,
         127},
        {"Bass", 2, 32, {{{0}, quarter, 41, 90}, {quarter, quarter, 41, 90}}},
        {"Drums", 9, 0, {{{0}, {1}, 51, 70}}},
    };
    return performance;
}

Performance random(Random& source)
{
    Performance performance = smallBand();
    performance.tempo = 40 + static_cast<double>(source.index(260'000)) / 1000;
    performance.beatsPerBar = 1 + static_cast<int>(source.index(7));
    performance.beatUnit = 1 << source.index(5);
    performance.length = Ticks{100'000};
    performance.parts.clear();
    for (std::size_t i = source.index(6); i > 0; --i) {
        Part part{"Part " + std::to_string(i),         static_cast<int>(source.index(16)),
                  static_cast<int>(source.index(128)), {},
                  static_cast<int>(source.index(128)), static_cast<int>(source.index(128))};
        if (part.channel == drumChannel) // its set-up is the first part's
            part.program = part.volume = part.pan = 7;
        std::vector<std::int64_t> freeFrom(128, 0);
        std::int64_t start = 0;
        for (std::size_t n = source.index(100); n > 0; --n) {
            start += static_cast<std::int64_t>(source.index(300));
            const std::size_t pitch = source.index(128);
            const auto duration = static_cast<std::int64_t>(1 + source.index(2000));
            if (freeFrom[pitch] > start)
                continue;
            freeFrom[pitch] = start + duration;
            part.notes.push_back({{start},
                                  {duration},
                                  static_cast<int>(pitch),
                                  1 + static_cast<int>(source.index(127))});
        }
        std::stable_sort(part.notes.begin(), part.notes.end(), [](const Note& a, const Note& b) {
            return a.start != b.start ? a.start < b.start : a.pitch < b.pitch;
        });
        performance.parts.push_back(std::move(part));
    }
    const std::vector<int> channels = assignChannels(performance.parts);
    for (std::size_t i = 0; i < channels.size(); ++i)
        performance.parts[i].channel = channels[i];
    performance.chords.back().duration = performance.length - performance.chords.back().start;
    return performance;
}

void compare(const Performance& actual, const Performance& expected)
{
    QCOMPARE(actual.title, expected.title);
    QCOMPARE(actual.dedication, expected.dedication);
    QVERIFY(actual.sections == expected.sections);
    // As exactly as the microseconds of the format allow.
    QCOMPARE(std::lround(60e6 / actual.tempo), std::lround(60e6 / expected.tempo));
    QCOMPARE(actual.beatsPerBar, expected.beatsPerBar);
    QCOMPARE(actual.beatUnit, expected.beatUnit);
    QCOMPARE(actual.key, expected.key);
    QCOMPARE(actual.length, expected.length);
    QVERIFY(actual.chords == expected.chords);
    QCOMPARE(actual.parts.size(), expected.parts.size());
    for (std::size_t i = 0; i < actual.parts.size(); ++i) {
        QCOMPARE(actual.parts[i].name, expected.parts[i].name);
        QCOMPARE(actual.parts[i].channel, expected.parts[i].channel);
        QCOMPARE(actual.parts[i].program, expected.parts[i].program);
        QCOMPARE(actual.parts[i].volume, expected.parts[i].volume);
        QCOMPARE(actual.parts[i].pan, expected.parts[i].pan);
        QVERIFY2(actual.parts[i].notes == expected.parts[i].notes, actual.parts[i].name.c_str());
    }
}

MidiFile reread(const MidiFile& file)
{
    auto reading = readMidi(writeMidi(file));
    if (!reading || !reading->warnings.empty()) {
        QTest::qFail("what we write must be read without a warning", __FILE__, __LINE__);
        return {};
    }
    return std::move(reading->file);
}

} // namespace

class TestMidiExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackEqual()
    {
        const Performance band = smallBand();
        const Performance back = fromMidi(reread(toMidi(band)));
        compare(back, band);
        QCOMPARE(back.tempo, 130.0);
    }

    void anythingPlayableComesBackEqual()
    {
        for (std::uint64_t seed = 0; seed < 200; ++seed) {
            Random source(seed);
            const Performance performance = random(source);
            compare(fromMidi(reread(toMidi(performance))), performance);
            if (QTest::currentTestFailed())
                QFAIL(qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }

    void aFileStaysTheSame()
    {
        const Bytes once = writeMidi(toMidi(smallBand()));
        const auto reading = readMidi(once);
        QVERIFY(reading);
        QVERIFY(writeMidi(toMidi(fromMidi(reading->file))) == once);
    }

    void anEmptyPerformanceIsAFile()
    {
        const Performance back = fromMidi(reread(toMidi({})));
        QVERIFY(back.parts.empty() && back.chords.empty() && back.title.empty());
        QCOMPARE(back.tempo, 130.0);
        QCOMPARE(fromMidi({}).tempo, 120.0); // no track at all: the format's default
    }

    void nothingButChordsReadsAsAChord()
    {
        Performance performance = smallBand();
        for (const char* typed : {"C", "Am", "NC", "For Anna", "C7\nF7", "Bb / Eb"}) {
            performance.title = typed;
            performance.dedication = typed;
            performance.sections = {{{0}, typed}, {quarter, typed}};
            for (Part& part : performance.parts)
                part.name = typed;
            const MidiFile file = reread(toMidi(performance));
            QStringList chords;
            for (const ChordEvent& chord : chordEvents(file))
                chords << QString::fromStdString(chord.text);
            QCOMPARE(chords.join(QLatin1Char(' ')), QStringLiteral("F7 Bb7#11/D NC"));
            // Nor for readers who take every text for a chord that looks like one.
            int others = 0;
            for (const MidiTrack& track : file.tracks)
                for (const MidiEvent& event : track.events) {
                    const bool isText = event.isMeta(meta::marker) || event.isMeta(meta::text) ||
                                        event.isMeta(meta::lyric) || event.isMeta(meta::copyright);
                    const std::string text = isText ? textOf(event) : std::string();
                    if (isText && !looksLikeChordSymbol(text) && !isNoChord(text))
                        ++others;
                    else if (isText)
                        QVERIFY2(event.isMeta(meta::marker) &&
                                     chords.contains(QString::fromStdString(text)),
                                 text.c_str());
                }
            QCOMPARE(others, 4); // credit, dedication, two sections
        }
    }

    void aVampKeepsItsOneChord()
    {
        Performance performance = smallBand();
        performance.chords = {{{0}, bar * 2, "A", {}}};
        performance.sections = {{{0}, "A"}, {bar, "B"}, {bar + quarter, "C"}, {bar * 2, "D"}};
        compare(fromMidi(reread(toMidi(performance))), performance);
        // Chords that look like rehearsal letters.
        performance.chords = {{{0}, bar, "A", {}}, {bar, bar, "B", {}}};
        compare(fromMidi(reread(toMidi(performance))), performance);
    }

    void aLongDedicationIsWhole()
    {
        Performance performance = smallBand();
        performance.dedication = std::string(280, 'x');
        QCOMPARE(fromMidi(reread(toMidi(performance))).dedication, performance.dedication);
    }

    void partsOfOneChannelWithOtherSoundsArePartedThere()
    {
        Performance performance = smallBand();
        for (Part& part : performance.parts)
            part.channel = 3;
        performance.parts[3].channel = drumChannel;
        performance.parts[3].pan = 10;
        performance.parts.push_back(performance.parts[3]);
        performance.parts.back().pan = 20; // cannot be said: the drum channel has one pan
        const MidiFile file = toMidi(performance);
        const Performance back = fromMidi(reread(file));
        QCOMPARE(back.parts.size(), std::size_t{5});
        QCOMPARE(back.parts[0].channel, 3);
        QVERIFY(back.parts[1].channel != 3 && back.parts[2].channel != 3);
        QVERIFY(back.parts[1].channel != back.parts[2].channel);
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(back.parts[i].program, performance.parts[i].program);
            QCOMPARE(back.parts[i].volume, performance.parts[i].volume);
            QCOMPARE(back.parts[i].pan, performance.parts[i].pan);
        }
        QCOMPARE(back.parts[3].channel, drumChannel);
        QCOMPARE(back.parts[4].channel, drumChannel);
        QCOMPARE(back.parts[3].pan, 10);
        QCOMPARE(back.parts[4].pan, 10);
    }

    void aSilentPartLeavesThePlayingOneItsSound()
    {
        Performance performance = smallBand();
        performance.parts = {{"Silent", 0, 5, {}}, performance.parts[0]};
        const Performance back = fromMidi(reread(toMidi(performance)));
        QCOMPARE(back.parts.size(), std::size_t{2});
        QCOMPARE(back.parts[0].program, 5);
        QCOMPARE(back.parts[1].channel, 0);
        QCOMPARE(back.parts[1].program, 66);
    }

    void theVolumeIsThatOfTheFirstNote()
    {
        const auto volumeOf = [](const std::vector<std::pair<std::int64_t, int>>& settings) {
            MidiFile file;
            file.tracks.resize(2);
            for (const auto& [tick, value] : settings)
                file.tracks[1].events.push_back(
                    {tick, 0xB0, controller::volume, static_cast<std::uint8_t>(value), {}});
            file.tracks[1].events.push_back({480, 0x90, 60, 90, {}});
            file.tracks[1].events.push_back({960, 0x80, 60, 0, {}});
            std::stable_sort(
                file.tracks[1].events.begin(), file.tracks[1].events.end(),
                [](const MidiEvent& a, const MidiEvent& b) { return a.tick < b.tick; });
            file.tracks[1].end = 960;
            return fromMidi(file).parts.at(0).volume;
        };
        QCOMPARE(volumeOf({}), 100);
        QCOMPARE(volumeOf({{0, 127}, {0, 90}, {480, 80}, {700, 20}}), 80);
        QCOMPARE(volumeOf({{700, 20}}), 20);
        QCOMPARE(volumeOf({{0, 0}, {500, 40}, {600, 95}, {700, 30}}), 95); // fades in
        QCOMPARE(volumeOf({{0, 0}}), 0);
    }

    void overlapsOfOnePitchAreMended()
    {
        Performance performance;
        performance.parts = {{"Solo",
                              0,
                              0,
                              {{{-100}, {50}, 60, 90},  // over before the beginning
                               {{-100}, {200}, 62, 90}, // begins too early
                               {{0}, {960}, 64, 90},    // cut by the next
                               {{480}, {480}, 64, 90},
                               {{960}, {10}, 65, 50}, // twice at once
                               {{960}, {480}, 65, 40},
                               {{1440}, {0}, 66, 300},   // no length, too loud
                               {{1440}, {480}, 128, 90}, // no MIDI pitch
                               {{1440}, {480}, -1, 90}}}};
        const std::vector<Note> expected = {{{0}, {100}, 62, 90},
                                            {{0}, {480}, 64, 90},
                                            {{480}, {480}, 64, 90},
                                            {{960}, {480}, 65, 50},
                                            {{1440}, {1}, 66, 127}};
        QVERIFY(fromMidi(reread(toMidi(performance))).parts.at(0).notes == expected);
    }

    void inspectionFindsSoloAndChords()
    {
        const auto seen = inspectMidi(writeMidi(toMidi(smallBand())));
        QVERIFY(seen);
        QCOMPARE(seen->tracks.size(), std::size_t{4});
        QVERIFY2(seen->tracks[0].isMelodyGuess, seen->guess.c_str());
        QCOMPARE(seen->chords, 3);
        QVERIFY(seen->hasChordSymbols);
        QCOMPARE(seen->measures, 2); // though the piano's last chord is held a beat beyond
        QCOMPARE(seen->tempo, 130.0);
        QVERIFY(seen->warnings.empty());
    }

    void everyNoteIsEnded()
    {
        for (const MidiTrack& track : toMidi(smallBand()).tracks) {
            int unclosed = 0;
            (void)pairNotes(track, &unclosed);
            QCOMPARE(unclosed, 0);
        }
    }

    void strangeNumbersDoNoHarm()
    {
        Performance performance = smallBand();
        for (const double tempo : {0.0, -5.0, 1e-9, 1e12, std::nan("")}) {
            performance.tempo = tempo;
            performance.beatsPerBar = 1000;
            performance.beatUnit = 3;
            performance.key = "H";
            const Performance back = fromMidi(reread(toMidi(performance)));
            QVERIFY(back.tempo > 0);
            QCOMPARE(back.beatUnit, 4);
            QCOMPARE(back.key, std::string());
        }
    }

    void severalTempiAreFolded()
    {
        // One bar at 120, then one at 60: 2 s + 4 s. At 120 the second bar takes eight quarters.
        MidiFile file;
        file.ticksPerQuarter = 96;
        file.tracks.resize(2);
        file.tracks[0].events = {{0, 0xFF, meta::tempo, 0, {0x07, 0xA1, 0x20}},
                                 {384, 0xFF, meta::tempo, 0, {0x0F, 0x42, 0x40}},
                                 {384, 0xFF, meta::marker, 0, {'C', '7'}}};
        file.tracks[0].end = 768;
        file.tracks[1].events = {{0, 0x90, 60, 90, {}},
                                 {384, 0x80, 60, 0, {}},
                                 {384, 0x90, 62, 90, {}},
                                 {768, 0x80, 62, 0, {}}};
        file.tracks[1].end = 768;
        const Performance performance = fromMidi(file);
        QCOMPARE(performance.tempo, 120.0);
        QCOMPARE(performance.parts.at(0).notes.at(1), (Note{quarter * 4, quarter * 8, 62, 90}));
        QCOMPARE(performance.chords.at(0).start, quarter * 4);
        QCOMPARE(performance.length, quarter * 12);
        QCOMPARE(performance.secondsAt(performance.length), 6.0);
    }

    void channelsOfOneTrackBecomeParts()
    {
        MidiFile file;
        file.format = 0;
        file.tracks.resize(1);
        file.tracks[0].events = {{0, 0xFF, meta::trackName, 0, {'J', 'a', 'm'}},
                                 {0, 0xC2, 32, 0, {}},
                                 {0, 0x92, 40, 90, {}},
                                 {0, 0x99, 51, 90, {}},
                                 {480, 0x82, 40, 0, {}},
                                 {480, 0x89, 51, 0, {}}};
        file.tracks[0].end = 480;
        const Performance performance = fromMidi(file);
        QCOMPARE(performance.title, std::string("Jam"));
        QCOMPARE(performance.parts.size(), std::size_t{2});
        QCOMPARE(performance.parts[0].name, std::string("Jam, channel 3"));
        QCOMPARE(performance.parts[0].program, 32);
        QCOMPARE(performance.parts[1].channel, 9);
        QCOMPARE(performance.length, bar); // the bar begun is filled
    }

    void aSetUpTrackIsNoPart()
    {
        MidiFile file;
        file.tracks.resize(3);
        file.tracks[1].events = {{0, 0xC0, 66, 0, {}}, {0, 0xC1, 0, 0, {}}};
        file.tracks[2].events = {{0, 0x90, 60, 90, {}}, {480, 0x80, 60, 0, {}}};
        const Performance performance = fromMidi(file);
        QCOMPARE(performance.parts.size(), std::size_t{1});
        QCOMPARE(performance.parts[0].program, 66); // of its channel, chosen in the other track
    }

    void writesTheFileThatMidicsvReads()
    {
        const QString program = QStandardPaths::findExecutable(QStringLiteral("midicsv"));
        if (program.isEmpty())
            QSKIP("midicsv is not installed");
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("two words.mid"));
        QVERIFY(exportMidi(smallBand(), path.toStdString()));
        QProcess process;
        process.start(program, {path});
        QVERIFY(process.waitForFinished());
        const QString text = QString::fromLatin1(process.readAllStandardOutput());
        for (const char* line :
             {"0, 0, Header, 1, 5, 480", "1, 0, Text_t, \"Made with Woodshed\"",
              "1, 0, Text_t, \"Dedication: For Anna, 4 May", "1, 0, Tempo, 461538",
              "1, 0, Time_signature, 4, 2, 24, 8", "1, 0, Key_signature, -1, \"major\"",
              "1, 0, Marker_t, \"Section A\"\n1, 0, Marker_t, \"F7\"",
              "1, 1920, Marker_t, \"Section chorus 2\"\n1, 1920, Marker_t, \"Bb7#11/D\"",
              "1, 3840, End_track", "2, 0, Title_t, \"Solo\"",
              "2, 0, Program_c, 0, 66\n2, 0, Control_c, 0, 7, 110\n2, 0, Control_c, 0, 10, 40",
              "2, 160, Note_off_c, 0, 65, 64\n2, 160, Note_on_c, 0, 69, 80",
              "5, 0, Note_on_c, 9, 51, 70", "5, 1, End_track"})
            QVERIFY2(text.contains(QLatin1String(line)), line);
    }

    void damagedFilesCanBeUsed()
    {
        Random source(31);
        const Bytes original = writeMidi(toMidi(smallBand()));
        for (int i = 0; i < 4000; ++i) {
            Bytes mutant = original;
            for (std::size_t n = 1 + source.index(3); n > 0; --n)
                test::damage(mutant, source);
            const auto seen = inspectMidi(mutant);
            const auto reading = readMidi(mutant);
            QCOMPARE(seen.has_value(), reading.has_value());
            if (!reading)
                continue;
            QVERIFY(seen->notes >= 0 && seen->measures >= 0 && seen->tempo > 0);
            const Performance performance = fromMidi(reading->file);
            QVERIFY(performance.tempo > 0 && performance.length >= Ticks{0});
            for (const PlacedChord& chord : performance.chords)
                QVERIFY(chord.duration >= Ticks{0});
            (void)reread(toMidi(performance));
            if (QTest::currentTestFailed())
                QFAIL(qPrintable(QStringLiteral("mutant %1").arg(i)));
        }
    }

    void aFolderIsRefused()
    {
        const QTemporaryDir folder;
        const auto result = exportMidi(smallBand(), folder.path().toStdString());
        QVERIFY(!result);
    }
};

QTEST_GUILESS_MAIN(TestMidiExport)
#include "tst_midiexport.moc"
