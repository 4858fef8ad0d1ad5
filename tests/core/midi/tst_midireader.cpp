#include <QTest>

#include "core/midi/midibytes.h"
#include "midi/midifile.h"
#include "midi/utf8.h"

using namespace woodshed;
using namespace woodshed::test;

namespace
{

QString joined(const std::vector<std::string>& lines)
{
    QStringList list;
    for (const std::string& line : lines)
        list << QString::fromStdString(line);
    return list.join(QLatin1Char('|'));
}

QByteArray raw(const Bytes& file)
{
    return {reinterpret_cast<const char*>(file.data()), static_cast<qsizetype>(file.size())};
}

Result<MidiReading> read(const QByteArray& file)
{
    return readMidi({reinterpret_cast<const std::uint8_t*>(file.constData()),
                     static_cast<std::size_t>(file.size())});
}

int noteCount(const MidiFile& file)
{
    int count = 0;
    for (const MidiTrack& track : file.tracks)
        for (const MidiEvent& event : track.events)
            count += event.isNoteOn() ? 1 : 0;
    return count;
}

Bytes riff(const Bytes& midi, int promised)
{
    return bytes("RIFF") + bytes({99, 0, 0, 0}) + bytes("RMIDdata") + bytes({promised, 0, 0, 0}) +
           midi;
}

} // namespace

class TestMidiReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const Bytes& file, ErrorCode code,
                            const char* sentence) {
            QTest::newRow(name) << raw(file) << static_cast<int>(code)
                                << QString::fromLatin1(sentence);
        };
        const auto bad = ErrorCode::Malformed;
        const auto foreign = ErrorCode::Unsupported;
        const Bytes whole = header(1, 1) + track(oneNote);

        row("empty", {}, bad, "the file is empty");
        row("text", bytes("Dear Pat,\nthank you for the music.\n"), bad,
            "this is a text file, not a MIDI file");
        row("other binary", bytes({0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0}), bad,
            "this is not a MIDI file: it does not begin with a MIDI header (\"MThd\")");
        row("three bytes", bytes("MTh"), bad,
            "the MIDI file breaks off inside its header, after 3 bytes");
        row("cut in the header", Bytes(whole.begin(), whole.begin() + 13), bad,
            "the MIDI file breaks off inside its header, after 13 bytes");
        row("header only", header(1, 1), bad,
            "this MIDI file holds no track, so there is nothing to read");
        row("no track begun", Bytes(whole.begin(), whole.begin() + 20), bad,
            "this MIDI file holds no track, so there is nothing to read");
        for (const int cut : {22, 29, 30})
            row(("cut after " + std::to_string(cut)).c_str(),
                Bytes(whole.begin(), whole.begin() + cut), bad,
                "the MIDI file breaks off inside track 1; part of it is missing, so get a whole "
                "copy");
        row("short header", chunk("MThd", bytes({0, 1, 0, 1}), 4) + track(oneNote), bad,
            "the MIDI header says it is 4 bytes long, but needs six");
        row("endless header",
            chunk("MThd", bytes({0, 1, 0, 1, 1, 0xE0}), 0xFFFFFFFFU) + track(oneNote), bad,
            "the MIDI header says it is 4294967295 bytes long, more than the file has");
        row("format 2", header(2, 1) + track(oneNote), foreign,
            "this MIDI file is of format 2 (independent patterns), which Woodshed does not read; "
            "save it as format "
            "0 or 1");
        row("format 7", header(7, 1) + track(oneNote), bad,
            "this MIDI file claims format 7; there are only formats 0, 1 and 2");
        row("SMPTE", header(1, 1, 0xE728) + track(oneNote), foreign,
            "this MIDI file counts its time in SMPTE frames, not in parts of a quarter note, so it "
            "has no bars and "
            "beats; save it with ticks per quarter note");
        row("division 0", header(1, 1, 0) + track(oneNote), bad,
            "this MIDI file has zero ticks per quarter note, so its times mean nothing");
    }

    void refuses()
    {
        QFETCH(QByteArray, file);
        QFETCH(int, code);
        QFETCH(QString, sentence);
        const auto reading = read(file);
        QVERIFY(!reading);
        QCOMPARE(QString::fromStdString(reading.error().detail), sentence);
        QCOMPARE(static_cast<int>(reading.error().code), code);
    }

    void takes_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<int>("notes");
        QTest::addColumn<QString>("warnings");
        const auto row = [](const char* name, const Bytes& file, int notes, const char* warnings) {
            QTest::newRow(name) << raw(file) << notes << QString::fromLatin1(warnings);
        };
        const Bytes whole = header(1, 1, 96) + track(oneNote);
        const Bytes later = bytes({0x00, 0x90, 62, 100, 0x60, 0x80, 62, 64});

        row("plain", whole, 1, "");
        row("format 0", header(0, 1, 96) + track(oneNote), 1, "");
        row("running status", fileWith(bytes({0, 0x90, 60, 100, 96, 60, 0, 0, 62, 90, 96, 62, 0})),
            2, "");
        row("unknown meta", fileWith(bytes({0, 0xFF, 0x60, 2, 1, 2}) + oneNote), 1, "");
        row("sequencer specific", fileWith(bytes({0, 0xFF, 0x7F, 3, 0, 0, 0x41}) + oneNote), 1, "");
        row("sysex", fileWith(bytes({0, 0xF0, 3, 0x7E, 9, 0xF7}) + oneNote), 1, "");
        row("sysex in two packets",
            fileWith(bytes({0, 0xF0, 2, 0x7E, 9, 5, 0xF7, 2, 1, 0xF7}) + oneNote), 1, "");
        row("escaped bytes", fileWith(bytes({0, 0xF7, 2, 0xF3, 1}) + oneNote), 1, "");

        row("RMID",
            riff(whole, static_cast<int>(whole.size())) + bytes("LIST") +
                bytes({4, 0, 0, 0, 1, 2, 3, 4}),
            1, "the MIDI data stand inside a RIFF (RMID) file; the rest of it is left out");
        row("RMID, wrong size", riff(whole, 255), 1,
            "the MIDI data stand inside a RIFF (RMID) file; the rest of it is left out|the RIFF "
            "file promises more "
            "bytes than it has");
        row("prefix", Bytes(128, 0) + whole, 1, "128 bytes before the MIDI header are skipped");
        row("long header", chunk("MThd", bytes({0, 1, 0, 1, 0, 96, 7, 7})) + track(oneNote), 1,
            "the MIDI header is 8 bytes long instead of six; the others are left out");
        row("too few tracks", header(1, 3, 96) + track(oneNote), 1,
            "the header promises 3 tracks, the file has 1");
        row("too many tracks", header(1, 1, 96) + track(oneNote) + track(oneNote), 2,
            "the header promises 1 track, the file has 2");
        row("format 0 with two tracks", header(0, 2, 96) + track(oneNote) + track(oneNote), 2,
            "the header says format 0, which has one track, but there are 2; read as format 1");
        row("unknown chunk", header(1, 1, 96) + chunk("XFIH", bytes({1, 2})) + track(oneNote), 1,
            "a chunk of an unknown kind is skipped (at byte 14)");
        row("second header", header(1, 1, 96) + header(1, 1, 96) + track(oneNote), 1,
            "a second MIDI header is skipped (at byte 14)");
        row("junk between", header(1, 1, 96) + Bytes(11, 0) + track(oneNote), 1,
            "bytes that belong to no chunk are skipped (at byte 14)");
        row("trailing bytes", whole + bytes({0, 0, 0}), 1,
            "3 stray bytes after the last chunk left out");
        row("one trailing byte", whole + bytes({10}), 1,
            "1 stray byte after the last chunk left out");
        row("no end of track", header(1, 1, 96) + chunk("MTrk", oneNote), 1,
            "a track has no end-of-track event (at byte 30)");
        row("empty track", header(1, 2, 96) + chunk("MTrk", {}) + track(oneNote), 1,
            "a track has no end-of-track event (at byte 22)");
        row("after end of track", fileWith(oneNote + endOfTrack + oneNote), 1,
            "a track goes on after its end-of-track event; the rest of it is left out (at byte "
            "34)");
        row("long end of track",
            header(1, 1, 96) + chunk("MTrk", oneNote + bytes({0, 0xFF, 0x2F, 1, 0})), 1,
            "an end-of-track event is longer than nothing (at byte 30)");
        row("huge track length, whole tracks",
            header(1, 2, 96) + chunk("MTrk", oneNote + endOfTrack, 0xFFFFFFFFU) + track(later), 2,
            "the length of a track is wrong; it is read up to its end-of-track event (at byte 14)");
        row("length too short",
            header(1, 2, 96) + chunk("MTrk", oneNote + endOfTrack, 8) + track(later), 2,
            "a track has no end-of-track event (at byte 30)|bytes that belong to no chunk are "
            "skipped (at byte 30)");
        row("event over the track's end",
            header(1, 2, 96) + chunk("MTrk", oneNote + bytes({0, 0x90, 64})) + track(later), 2,
            "an event runs past the end of its track; it and the rest of the track are left out "
            "(at byte 33)");
        row("meta over the track's end", fileWith(oneNote + bytes({0, 0xFF, 1, 0x7F})), 1,
            "a meta event is longer than its track; it and the rest of the track are left out (at "
            "byte 34)");
        row("sysex over the track's end",
            fileWith(oneNote + bytes({0, 0xF0, 0xFF, 0xFF, 0xFF, 0x7F})), 1,
            "a system exclusive event is longer than its track; it and the rest of the track are "
            "left out (at byte "
            "36)");
        row("five-byte delta", fileWith(oneNote + bytes({0x80, 0x80, 0x80, 0x80, 0, 0x90, 64, 1})),
            1,
            "a delta time is longer than four bytes; the rest of the track is left out (at byte "
            "34)");
        row("beyond time", fileWith(oneNote + bytes({0xFF, 0xFF, 0xFF, 0x7F, 0x90, 64, 1})), 1,
            "an event lies more than 268,435,455 ticks from the start; the rest of the track is "
            "left out (at byte "
            "34)");
        row("data byte first", fileWith(bytes({0, 60, 100}) + oneNote), 0,
            "a data byte stands where an event should begin; the rest of the track is left out (at "
            "byte 23)");
        row("high data byte", fileWith(oneNote + bytes({0, 0x90, 0x85, 1})), 1,
            "a data byte is above 127; its event and the rest of the track are left out (at byte "
            "32)");
        row("high velocity", fileWith(oneNote + bytes({0, 0x90, 64, 0xFF})), 1,
            "a data byte is above 127; its event and the rest of the track are left out (at byte "
            "33)");
        row("undefined status", fileWith(oneNote + bytes({0, 0xF4}) + oneNote), 1,
            "an undefined status byte stands where an event should begin; the rest of the track is "
            "left out (at byte "
            "32)");
        row("clock bytes", fileWith(bytes({0, 0xF8, 0, 0xF8, 0, 0xF2, 1, 1}) + oneNote), 1,
            "a system message that has no place in a file (F1 to FE) is left out (3 times, first "
            "at byte 22)");
        row("running status over a meta event",
            fileWith(bytes({0, 0x90, 60, 100, 0, 0xFF, 1, 0, 96, 60, 0, 0, 62, 9, 9, 62, 0})), 2,
            "a running status is used again after a meta or system exclusive event (at byte 31)");
        row("unended sysex", fileWith(bytes({0, 0xF0, 1, 1}) + oneNote), 1,
            "a system exclusive message is never ended (at byte 26)");
        row("notes never ended", fileWith(bytes({0, 0x90, 60, 1, 0, 0x90, 61, 1})), 2,
            "a note is never ended and is taken to last as long as its track (2 times, first at "
            "byte 14)");
        row("note-offs of nothing", fileWith(bytes({0, 0x80, 60, 1, 0, 0x90, 61, 0})), 0,
            "a note-off ends no note (2 times, first at byte 14)");
        row("short tempo", fileWith(bytes({0, 0xFF, 0x51, 2, 7, 7}) + oneNote), 1,
            "a tempo is not three bytes long and is left out (at byte 22)");
        row("zero tempo", fileWith(bytes({0, 0xFF, 0x51, 3, 0, 0, 0}) + oneNote), 1,
            "a tempo of zero is left out (at byte 22)");
        row("short metre", fileWith(bytes({0, 0xFF, 0x58, 2, 3, 2}) + oneNote), 1,
            "a time signature is not four bytes long and is left out (at byte 22)");
        row("metre of 0/4", fileWith(bytes({0, 0xFF, 0x58, 4, 0, 2, 24, 8}) + oneNote), 1,
            "an impossible time signature is left out (at byte 22)");
        row("metre of 4/2^200", fileWith(bytes({0, 0xFF, 0x58, 4, 4, 200, 24, 8}) + oneNote), 1,
            "an impossible time signature is left out (at byte 22)");
        row("long key", fileWith(bytes({0, 0xFF, 0x59, 3, 1, 0, 0}) + oneNote), 1,
            "a key signature is not two bytes long and is left out (at byte 22)");
        row("key of 9 flats", fileWith(bytes({0, 0xFF, 0x59, 2, 0xF7, 0}) + oneNote), 1,
            "an impossible key signature is left out (at byte 22)");
        row("meta type above 127", fileWith(bytes({0, 0xFF, 0x90, 1, 1}) + oneNote), 1,
            "a meta event of a type above 127 is left out (at byte 22)");
        row("Latin-1 name", fileWith(bytes({0, 0xFF, 3, 4, 'C', 'a', 'f', 0xE9}) + oneNote), 1,
            "a text is not UTF-8 and is read as Latin-1 (at byte 22)");
        row("tempo in the second track",
            header(1, 2, 96) + track({}) +
                track(bytes({0, 0xFF, 0x51, 3, 7, 0xA1, 0x20}) + oneNote),
            1, "tempo or metre stands outside the first track; it is obeyed all the same");
    }

    void takes()
    {
        QFETCH(QByteArray, file);
        QFETCH(int, notes);
        QFETCH(QString, warnings);
        const auto reading = read(file);
        QVERIFY2(reading, reading ? "" : reading.error().detail.c_str());
        QCOMPARE(joined(reading->warnings), warnings);
        QCOMPARE(noteCount(reading->file), notes);
    }

    void everyTruncationIsRefusedOrWarnedAbout()
    {
        const Bytes file =
            header(1, 2, 96) + track(oneNote + bytes({0, 0xFF, 1, 2, 'h', 'i'})) + track(oneNote);
        for (std::size_t size = 0; size < file.size(); ++size) {
            const auto reading = readMidi(std::span(file).first(size));
            if (reading)
                QVERIFY2(!reading->warnings.empty(), std::to_string(size).c_str());
            else
                QCOMPARE(reading.error().code, ErrorCode::Malformed);
        }
    }

    void tooManyEventsAreRefused()
    {
        Bytes events = bytes({0, 0xC0, 1});
        for (std::size_t i = 0; i < maximumMidiEvents; ++i)
            events.insert(events.end(), {std::uint8_t{0}, std::uint8_t{1}});
        const auto reading = readMidi(fileWith(events));
        QVERIFY(!reading);
        QCOMPARE(reading.error().code, ErrorCode::TooLarge);
    }

    void tooManyTracksAreRefused()
    {
        Bytes file = header(1, 65535);
        const Bytes empty = track({});
        for (std::size_t i = 0; i <= maximumMidiTracks; ++i)
            file.insert(file.end(), empty.begin(), empty.end());
        const auto reading = readMidi(file);
        QVERIFY(!reading);
        QCOMPARE(reading.error().code, ErrorCode::TooLarge);
    }

    void keepsEveryEventAtItsTick()
    {
        const auto reading = readMidi(
            fileWith(bytes({0x81, 0x00, 0xE3, 1, 2, 0x00, 0xC3, 7, 5, 8, 0x00, 0xF0, 2, 9, 0xF7})));
        QVERIFY(reading);
        const MidiTrack& track = reading->file.tracks.at(0);
        QCOMPARE(track.events.size(), std::size_t{4});
        QCOMPARE(track.events[0], (MidiEvent{128, 0xE3, 1, 2, {}}));
        QCOMPARE(track.events[1], (MidiEvent{128, 0xC3, 7, 0, {}}));
        QCOMPARE(track.events[2], (MidiEvent{133, 0xC3, 8, 0, {}}));
        QCOMPARE(track.events[3], (MidiEvent{133, 0xF0, 0, 0, {9, 0xF7}}));
        QCOMPARE(track.end, 133);
        QCOMPARE(reading->file.ticksPerQuarter, 96);
    }

    void namesAreMadeFitToShow()
    {
        const auto nameOf = [](const Bytes& text) {
            MidiTrack track;
            track.events.push_back({0, 0xFF, meta::trackName, 0, text});
            return track.name();
        };
        QCOMPARE(nameOf(bytes("Guitar")), "Guitar");
        QCOMPARE(nameOf(bytes({' ', 'C', 'a', 'f', 0xE9, 0})), "Caf\xC3\xA9");
        QCOMPARE(nameOf(bytes("Caf\xC3\xA9")), "Caf\xC3\xA9");
        QCOMPARE(nameOf(bytes({'a', 0x1B, '[', '2', 'J'})), "a [2J");
        QCOMPARE(nameOf(bytes({0x9B, 'x'})), "x");
        QCOMPARE(nameOf({}), "");
        const Bytes longName = bytes("a") + Bytes(2000, 0xE9); // becomes two bytes a character
        QCOMPARE(nameOf(longName).size(), std::size_t{1 + 2 * 999});
        Bytes euros = bytes("a"); // 1,000 bytes end within a character
        for (int i = 0; i < 500; ++i)
            euros = euros + bytes("\xE2\x82\xAC");
        QCOMPARE(nameOf(euros).size(), std::size_t{1 + 3 * 333});
        QVERIFY(isUtf8(nameOf(euros)));
        QCOMPARE(MidiTrack().name(), "");
    }

    void knowsUtf8()
    {
        QVERIFY(isUtf8("\xF0\x9D\x84\x9E \xE2\x99\xAD"));
        for (const char* wrong : {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                  "\xF8", "\xC3", "\x80"})
            QVERIFY2(!isUtf8(wrong), wrong);
    }

    void pairsTheOldestOpenNoteFirst()
    {
        // Middle C struck twice, ended twice, struck once more and never ended.
        const auto reading = readMidi(fileWith(
            bytes({0, 0x90, 60, 10, 10, 60, 20, 10, 60, 0, 10, 60, 0, 10, 60, 30, 10, 61, 0})));
        QVERIFY(reading);
        int unclosed = 0;
        const auto notes = pairNotes(reading->file.tracks.at(0), &unclosed);
        QCOMPARE(notes.size(), std::size_t{3});
        QCOMPARE(unclosed, 1);
        const std::int64_t expected[][3] = {{0, 20, 10}, {10, 30, 20}, {40, 50, 30}};
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(notes[i].start, expected[i][0]);
            QCOMPARE(notes[i].end, expected[i][1]);
            QCOMPARE(notes[i].velocity, static_cast<int>(expected[i][2]));
        }
    }
};

QTEST_GUILESS_MAIN(TestMidiReader)
#include "tst_midireader.moc"
