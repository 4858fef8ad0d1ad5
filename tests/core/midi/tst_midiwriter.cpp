#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "core/midi/midibytes.h"
#include "core/midi/randomfile.h"
#include "midi/midifile.h"

using namespace woodshed;
using namespace woodshed::test;

namespace
{

/// The lines that the midicsv program prints for an event, without the quoted texts.
QStringList expectedLines(const MidiFile& file)
{
    QStringList lines;
    lines << QStringLiteral("0, 0, Header, %1, %2, %3")
                 .arg(file.format)
                 .arg(file.tracks.size())
                 .arg(file.ticksPerQuarter);
    int number = 0;
    for (const MidiTrack& track : file.tracks) {
        ++number;
        lines << QStringLiteral("%1, 0, Start_track").arg(number);
        for (const MidiEvent& event : track.events) {
            const QString place = QStringLiteral("%1, %2, ").arg(number).arg(event.tick);
            const int channel = event.channel();
            const int a = event.data1;
            const int b = event.data2;
            const auto message = [&](const char* name, std::initializer_list<int> values) {
                QString line = place + QLatin1String(name);
                for (const int value : values)
                    line += QStringLiteral(", %1").arg(value);
                lines << line;
            };
            const auto withBytes = [&](const char* name, std::initializer_list<int> leading) {
                QString line = place + QLatin1String(name);
                for (const int value : leading)
                    line += QStringLiteral(", %1").arg(value);
                line += QStringLiteral(", %1").arg(event.payload.size());
                for (const std::uint8_t byte : event.payload)
                    line += QStringLiteral(", %1").arg(byte);
                lines << line;
            };
            switch (event.status & 0xF0U) {
            case 0x80:
                message("Note_off_c", {channel, a, b});
                break;
            case 0x90:
                message("Note_on_c", {channel, a, b});
                break;
            case 0xA0:
                message("Poly_aftertouch_c", {channel, a, b});
                break;
            case 0xB0:
                message("Control_c", {channel, a, b});
                break;
            case 0xC0:
                message("Program_c", {channel, a});
                break;
            case 0xD0:
                message("Channel_aftertouch_c", {channel, a});
                break;
            case 0xE0:
                message("Pitch_bend_c", {channel, a | b << 7});
                break;
            default:
                if (event.status == 0xF0)
                    withBytes("System_exclusive", {});
                else if (event.data1 == meta::tempo)
                    message("Tempo",
                            {event.payload[0] << 16 | event.payload[1] << 8 | event.payload[2]});
                else if (event.data1 == meta::timeSignature)
                    message("Time_signature", {event.payload[0], event.payload[1], event.payload[2],
                                               event.payload[3]});
                else if (event.data1 == 0x7F)
                    withBytes("Sequencer_specific", {});
                else
                    lines << place + QStringLiteral("Marker_t");
            }
        }
        lines << QStringLiteral("%1, %2, End_track").arg(number).arg(track.end);
    }
    lines << QStringLiteral("0, 0, End_of_file");
    return lines;
}

} // namespace

class TestMidiWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheBytesOfTheFormat()
    {
        MidiFile file;
        file.format = 0;
        file.ticksPerQuarter = 96;
        file.tracks.resize(1);
        file.tracks[0].events = {{0, 0x90, 60, 100, {}}, {96, 0x80, 60, 64, {}}};
        file.tracks[0].end = 96 + 128;
        const Bytes expected =
            header(0, 1, 96) + chunk("MTrk", oneNote + bytes({0x81, 0x00, 0xFF, 0x2F, 0x00}));
        QCOMPARE(writeMidi(file), expected);
    }

    void variableLengthsAreThoseOfTheSpecification()
    {
        // The table of the specification: number, bytes.
        const std::pair<std::int64_t, Bytes> table[] = {
            {0x00, {0x00}},
            {0x40, {0x40}},
            {0x7F, {0x7F}},
            {0x80, {0x81, 0x00}},
            {0x2000, {0xC0, 0x00}},
            {0x3FFF, {0xFF, 0x7F}},
            {0x4000, {0x81, 0x80, 0x00}},
            {0x100000, {0xC0, 0x80, 0x00}},
            {0x1FFFFF, {0xFF, 0xFF, 0x7F}},
            {0x200000, {0x81, 0x80, 0x80, 0x00}},
            {0x8000000, {0xC0, 0x80, 0x80, 0x00}},
            {0xFFFFFFF, {0xFF, 0xFF, 0xFF, 0x7F}},
        };
        for (const auto& [number, quantity] : table) {
            MidiFile file;
            file.tracks.resize(1);
            file.tracks[0].end = number;
            QCOMPARE(writeMidi(file),
                     header(1, 1) + chunk("MTrk", quantity + bytes({0xFF, 0x2F, 0x00})));
        }
    }

    void whatIsWrittenIsReadBackEqual()
    {
        for (std::uint64_t seed = 0; seed < 500; ++seed) {
            Random random(seed);
            const MidiFile file = randomFile(random);
            const Bytes bytes = writeMidi(file);
            const auto reading = readMidi(bytes);
            QVERIFY2(reading, reading ? "" : reading.error().detail.c_str());
            QVERIFY2(reading->file == file, std::to_string(seed).c_str());
            QVERIFY(writeMidi(reading->file) == bytes);
        }
    }

    void eventsOutsideTheFormatAreNotWritten()
    {
        MidiFile file;
        file.format = 0;
        file.ticksPerQuarter = 100'000;
        file.tracks.resize(2);
        file.tracks[0].events = {
            {5, 0x90, 200, 255, {}}, {2, 0x80, 72, 0, {}}, // earlier than the event before
            {6, 0x12, 0, 0, {}},     {6, 0xF8, 0, 0, {}},
            {6, 0xFF, 0x80, 0, {}},  {6, 0xFF, meta::endOfTrack, 0, {}}};
        const auto reading = readMidi(writeMidi(file));
        QVERIFY(reading);
        QVERIFY2(reading->warnings.empty(),
                 reading->warnings.empty() ? "" : reading->warnings[0].c_str());
        QCOMPARE(reading->file.format, 1);
        QCOMPARE(reading->file.ticksPerQuarter, 0x7FFF);
        QCOMPARE(reading->file.tracks[0].events.size(), std::size_t{2});
        QCOMPARE(reading->file.tracks[0].events[0], (MidiEvent{5, 0x90, 72, 127, {}}));
        QCOMPARE(reading->file.tracks[0].events[1], (MidiEvent{5, 0x80, 72, 0, {}}));
        QCOMPARE(reading->file.tracks[0].end, 5);
    }

    void midicsvReadsTheSame()
    {
        const QString program = QStandardPaths::findExecutable(QStringLiteral("midicsv"));
        if (program.isEmpty())
            QSKIP("midicsv is not installed");
        const QTemporaryDir folder;
        for (std::uint64_t seed = 0; seed < 10; ++seed) {
            Random random(seed);
            const MidiFile file = randomFile(random, 200);
            const QString path = folder.filePath(QStringLiteral("%1.mid").arg(seed));
            QVERIFY(writeFile(path.toStdString(), writeMidi(file)));
            QProcess process;
            process.start(program, {path});
            QVERIFY(process.waitForFinished());
            QCOMPARE(process.readAllStandardError(), QByteArray());
            const QStringList lines = QString::fromLatin1(process.readAllStandardOutput())
                                          .trimmed()
                                          .split(QLatin1Char('\n'));
            const QStringList expected = expectedLines(file);
            QCOMPARE(lines.size(), expected.size());
            for (qsizetype i = 0; i < lines.size(); ++i)
                QVERIFY2(lines[i] == expected[i] ||
                             (expected[i].endsWith(QLatin1String("Marker_t")) &&
                              lines[i].startsWith(expected[i])),
                         qPrintable(lines[i] + QStringLiteral(" / ") + expected[i]));
        }
    }
};

QTEST_GUILESS_MAIN(TestMidiWriter)
#include "tst_midiwriter.moc"
