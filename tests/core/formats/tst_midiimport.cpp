#include <filesystem>

#include <QTest>

#include "core/formats/band.h"
#include "formats/midiimport.h"
#include "support/files.h"

using namespace woodshed;
using namespace woodshed::test;

class TestMidiImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTracksWithNotesCount()
    {
        MidiFile file = smallBand();
        // A note-on of velocity 0 is a note-off, so this track has no note.
        file.tracks.insert(file.tracks.begin() + 1, MidiTrack{{{0, 0x90, 60, 0, {}}}, 0});
        const auto tracks = noteTracks(file);
        QCOMPARE(tracks.size(), std::size_t{4});
        QCOMPARE(tracks[0]->name(), std::string("Piano"));
        QCOMPARE(tracks[3]->name(), std::string("Drums"));
    }

    void describesTracks()
    {
        const auto tracks = describeTracks(smallBand());
        QCOMPARE(tracks.size(), std::size_t{4});
        const TrackInfo& piano = tracks[0];
        QCOMPARE(piano.index, 0);
        QCOMPARE(piano.notes, 96);
        QCOMPARE(piano.lowest, 52);
        QCOMPARE(piano.highest, 63);
        QCOMPARE(piano.monophonic, 0.0);
        QCOMPARE(piano.chords, 32);
        QVERIFY(piano.isChordGuess && !piano.isMelodyGuess);
        const TrackInfo& sax = tracks[2];
        QCOMPARE(sax.channels, std::vector<int>{0});
        QCOMPARE(sax.programs, std::vector<int>{66});
        QCOMPARE(sax.monophonic, 1.0);
        QCOMPARE(sax.chords, 0);
        QVERIFY(sax.isMelodyGuess && !sax.isChordGuess);
        QVERIFY(tracks[3].isDrums());
    }

    void legatoIsNoChord()
    {
        MidiTrack legato;
        for (int i = 0; i < 10; ++i) {
            legato.events.push_back({i * 240, 0x90, static_cast<std::uint8_t>(60 + i), 90, {}});
            if (i > 0) // 50 ticks late, less than a 32nd
                legato.events.push_back(
                    {i * 240 + 50, 0x80, static_cast<std::uint8_t>(59 + i), 0, {}});
        }
        legato.events.push_back({2400, 0x80, 69, 0, {}});
        MidiFile file;
        file.tracks = {legato};
        QCOMPARE(describeTracks(file).at(0).monophonic, 1.0);
        QCOMPARE(describeTracks(file).at(0).chords, 0);
    }

    void guessesTheBand()
    {
        for (const bool isNamed : {true, false}) {
            const TrackGuess guess = guessTracks(smallBand(isNamed));
            QVERIFY2(guess.melody == 2 && guess.chords == 0, guess.why.c_str());
        }
        QCOMPARE(guessTracks(smallBand()).why,
                 std::string("Track 2 (Tenor Sax) has 48 notes, 100 % of them one at a time, "
                             "between F4 and Eb5; track 0 "
                             "(Piano) plays 32 chords"));
    }

    void aNameDecidesBetweenEquals()
    {
        const auto line = often({{65}, {69}, {72}, {75}}, 8);
        MidiFile file;
        file.tracks = {trackOf("Strings", 0, line), trackOf("Lead vocal", 1, line),
                       trackOf("Bassoon", 2, line)};
        QVERIFY(guessTracks(file).melody == 1);
        file.tracks[1] = trackOf("Slap BASS", 1, line);
        QVERIFY(guessTracks(file).melody == 2);
    }

    void aLoneTrackIsTheMelody()
    {
        MidiFile file;
        file.tracks = {trackOf("", 0, often({{60, 64, 67}}, 8))};
        const TrackGuess guess = guessTracks(file);
        QVERIFY(guess.melody == 0 && !guess.chords);
        QCOMPARE(guess.why, std::string("Track 0 has 24 notes, 0 % of them one at a time, between "
                                        "C4 and G4; no other track "
                                        "plays chords"));
    }

    void drumsAndSilenceAreNoMelody()
    {
        MidiFile file;
        QCOMPARE(guessTracks(file).why, std::string("the file has no notes"));
        file.tracks = {trackOf("Solo", 9, {{51}})};
        QCOMPARE(guessTracks(file).why, std::string("the file has only drums"));
        QVERIFY(!guessTracks(file).melody);
    }

    void oneTrackOfManyChannelsSaysSo()
    {
        MidiFile file;
        file.format = 0;
        file.tracks = {trackOf("Jam", 0, {{60}})};
        const MidiTrack bass = trackOf("", 1, {{40}});
        file.tracks[0].events.insert(file.tracks[0].events.end(), bass.events.begin(),
                                     bass.events.end());
        const TrackGuess guess = guessTracks(file);
        QVERIFY(guess.melody == 0);
        QVERIFY2(guess.why.find("on 2 channels that cannot be told apart") != std::string::npos,
                 guess.why.c_str());
    }

    /// Files that people made; they are not part of the sources.
    void guessesRealFiles()
    {
        const std::string folder = qEnvironmentVariable("WOODSHED_CORPORA_DIR").toStdString();
        if (folder.empty())
            QSKIP("WOODSHED_CORPORA_DIR is not set");
        const auto open = [](const std::filesystem::path& path) {
            const auto bytes = readFile(path);
            const auto reading = bytes ? readMidi(*bytes) : forward(bytes);
            return reading ? reading->file : MidiFile();
        };
        const MidiFile band = open(folder + "/original_metheny.mid");
        const TrackGuess guess = guessTracks(band);
        QVERIFY2(guess.melody == 5 && guess.chords == 0, guess.why.c_str());

        // Each solo in the middle of that band, without any names or programs to go by.
        int right = 0;
        int all = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder + "/solos")) {
            const MidiFile solo = open(entry.path());
            MidiFile mixed = band;
            const auto others = noteTracks(band);
            mixed.tracks = {*others.at(0), *others.at(1), *noteTracks(solo).at(0),
                            *others.at(2), *others.at(3), *others.at(11)};
            for (MidiEvent& event : mixed.tracks[2].events)
                event.tick = event.tick * band.ticksPerQuarter / solo.ticksPerQuarter;
            for (MidiTrack& track : mixed.tracks)
                std::erase_if(track.events, [](const MidiEvent& event) {
                    return event.isMeta(meta::trackName) || (event.status & 0xF0U) == 0xC0;
                });
            const TrackGuess mixedGuess = guessTracks(mixed);
            right += mixedGuess.melody == 2 && mixedGuess.chords == 0 ? 1 : 0;
            ++all;
            QVERIFY2(guessTracks(solo).melody == 0, entry.path().c_str());
        }
        qInfo("right for %d of %d solos within a band", right, all);
        QVERIFY(all > 0 && right >= all * 9 / 10);
    }
};

QTEST_GUILESS_MAIN(TestMidiImport)
#include "tst_midiimport.moc"
