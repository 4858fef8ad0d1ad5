#include <filesystem>

#include <QTemporaryDir>
#include <QTest>

#include "corpus/corpusloader.h"
#include "export/midiexport.h"
#include "midi/midifile.h"

using namespace woodshed;
namespace fs = std::filesystem;

class TestCorpusLoader : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    fs::path at(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

    static Performance twoBars()
    {
        Performance performance;
        performance.title = "Two Bars";
        performance.tempo = 150;
        performance.length = Ticks::fromQuarters(8);
        performance.chords = {{Ticks{}, Ticks::fromQuarters(4), "Cmaj7", {}},
                              {Ticks::fromQuarters(4), Ticks::fromQuarters(4), "F7", {}}};
        Part solo{.name = "Solo", .channel = 0, .program = 26, .notes = {}};
        for (int i = 0; i < 8; ++i)
            solo.notes.push_back({.start = Ticks::fromQuarters(i),
                                  .duration = Ticks{240},
                                  .pitch = i % 2 == 0 ? 67 : 64});
        performance.parts = {solo};
        return performance;
    }

    static Bytes midi(const Performance& performance) { return writeMidi(toMidi(performance)); }

private Q_SLOTS:
    void chordsWrittenAsTextAreUsed()
    {
        const auto corpus = loadCorpus(midi(twoBars()), "two.mid", {});
        QVERIFY(corpus.has_value());
        QCOMPARE(corpus->values.measures.size(), std::size_t{2});
        // Over Cmaj7 G and E are chord tones; over F7 they are not.
        QCOMPARE(corpus->values.measures[0].tokens[0], std::string("C,0.500"));
        QVERIFY(corpus->values.measures[1].tokens[0] != "C,0.500");
        QVERIFY(!corpus->remarks.empty());
        QCOMPARE(corpus->solos.front().tune.tempo, 150.0);
    }

    void chosenTracksAndRangesAreObeyed()
    {
        Performance performance = twoBars();
        Part other = performance.parts.front();
        other.name = "Other";
        other.channel = 1;
        for (Note& note : other.notes)
            note.duration = Ticks{120};
        performance.parts.push_back(other);
        const auto corpus = loadCorpus(midi(performance), "two.mid",
                                       {.melodyTrack = 1, .chordTrack = {}, .from = 0, .to = 3});
        QVERIFY(corpus.has_value());
        QCOMPARE(corpus->values.tokens().size(), std::size_t{4});
        QVERIFY(corpus->values.tokens().front().starts_with("C,0.250"));
    }

    void refusesWhatCannotBeLearntFrom()
    {
        const auto code = [](const Result<Corpus>& result) {
            return result ? ErrorCode::Internal : result.error().code;
        };
        Performance silent = twoBars();
        silent.parts.clear();
        QCOMPARE(code(loadCorpus(midi(silent), "silent.mid", {})), ErrorCode::NoMelody);
        QCOMPARE(code(loadCorpus(midi(twoBars()), "two.mid", {.from = 5, .to = 2})),
                 ErrorCode::InvalidArgument);
        QCOMPARE(code(loadCorpus(midi(twoBars()), "two.mid", {.from = 100, .to = 200})),
                 ErrorCode::NoMelody);
        QVERIFY(!loadCorpus(midi(twoBars()), "two.mid", {.melodyTrack = 9}).has_value());
        const Bytes text{'h', 'e', 'l', 'l', 'o'};
        QCOMPARE(code(loadCorpus(text, "hello.mid", {})), ErrorCode::Malformed);
    }

    void foldersTakeWhatTheyCanAndSayWhatTheyCannot()
    {
        const fs::path folder = at("music");
        fs::create_directory(folder);
        QVERIFY(writeFile(folder / "a.mid", midi(twoBars())).has_value());
        QVERIFY(writeFile(folder / "b.mid", std::string_view("not music")).has_value());
        QVERIFY(writeFile(folder / "c.abc",
                          std::string_view("X:1\nT:Four\nM:4/4\nL:1/4\nK:C\n\"C\"CEGc|\n"))
                    .has_value());
        QVERIFY(writeFile(folder / "notes.txt", std::string_view("ignored")).has_value());
        const std::vector<fs::path> paths{folder};
        const auto corpus = loadCorpora(paths, {});
        QVERIFY2(corpus.has_value(), corpus ? "" : corpus.error().detail.c_str());
        QCOMPARE(corpus->solos.size(), std::size_t{2});
        QCOMPARE(corpus->values.measures.size(), std::size_t{3});
        QCOMPARE(corpus->values.measures.back().index, 3);
        QVERIFY(
            std::any_of(corpus->remarks.begin(), corpus->remarks.end(),
                        [](const std::string& r) { return r.find("b.mid") != std::string::npos; }));

        fs::create_directory(at("empty"));
        const std::vector<fs::path> empty{at("empty")};
        QCOMPARE(loadCorpora(empty, {}).error().code, ErrorCode::NoMelody);
    }

    void aSoloKeepsItsExactTimes()
    {
        Performance performance = twoBars();
        performance.parts.front().notes[1].start = Ticks{487}; // off every grid
        const auto solo = loadSolo(midi(performance));
        QVERIFY(solo.has_value());
        QCOMPARE(solo->melody[1].start, Ticks{487});
        QCOMPARE(solo->tune.title, std::string("Two Bars"));
        QCOMPARE(solo->tune.chords.chords.size(), std::size_t{2});
        QVERIFY(!solo->tune.chords.chords[1].pitches.empty());
        QCOMPARE(solo->tune.chords.length, Ticks::fromQuarters(8));
    }
};

QTEST_GUILESS_MAIN(TestCorpusLoader)
#include "tst_corpusloader.moc"
