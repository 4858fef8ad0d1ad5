#include <fstream>

#include <QTest>

#include <nlohmann/json.hpp>

#include "corpus/notebookvalues.h"
#include "corpus/vocabulary.h"
#include "support/files.h"
#include "theory/chordquality.h"

using namespace woodshed;
using nlohmann::json;

class TestNotebookValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// own.mid is a tune of ours that meets the corners of the rules; own-values.json was worked
    /// out from it by another program that restates them.
    void ownFileGivesTheValuesOfAnIndependentReading()
    {
        std::ifstream stream(WOODSHED_TEST_DATA "/own-values.json");
        QVERIFY2(stream.good(), "tests/data/own-values.json is missing");
        const json expected = json::parse(stream);
        const auto bytes = readFile(WOODSHED_TEST_DATA "/own.mid");
        QVERIFY2(bytes.has_value(), "tests/data/own.mid is missing");
        const auto reading = readMidi(*bytes);
        QVERIFY2(reading.has_value(), reading ? "" : reading.error().detail.c_str());
        QVERIFY(!isNotebookFile(*bytes));

        NotebookSource source;
        source.melodyTrack = expected.at("melodyTrack");
        source.chordTrack = expected.at("chordTrack").get<int>();
        source.from = expected.at("from").get<double>();
        source.to = expected.at("to").get<double>();
        const auto music = readNotebook(reading->file, source);
        QVERIFY2(music.has_value(), music ? "" : music.error().detail.c_str());
        const ValueCorpus corpus = notebookValues(*music);

        const json& measures = expected.at("measures");
        QCOMPARE(music->measures.size(), measures.size());
        for (std::size_t i = 0; i < measures.size(); ++i) {
            json melody = json::array();
            for (const NotebookElement& element : music->elementsOf(music->measures[i]))
                melody.push_back({element.offset, element.duration, element.pitches});
            json chords = json::array();
            for (const NotebookElement& chord : music->chordsOf(music->measures[i]))
                chords.push_back({chord.offset, chord.duration, chord.pitches,
                                  std::string(qualityName(chordQuality(chord.pitches))),
                                  notebookName(chordRoot(chord.pitches)).text()});
            QCOMPARE(melody.dump(), measures.at(i).at("melody").dump());
            QCOMPARE(chords.dump(), measures.at(i).at("chords").dump());
            QCOMPARE(corpus.measures[i].index, measures.at(i).at("index").get<int>());
            QCOMPARE(corpus.measures[i].tokens,
                     measures.at(i).at("tokens").get<std::vector<std::string>>());
        }
        QCOMPARE(corpus.tokens().size(), std::size_t{115});
        QCOMPARE(Vocabulary(corpus.tokens()).size(), std::size_t{87});
    }

    void everyTokenIsAValue()
    {
        const auto bytes = readFile(WOODSHED_TEST_DATA "/own.mid");
        const auto reading = readMidi(*bytes);
        for (int melody = 0; melody < 3; ++melody) {
            NotebookSource source;
            source.melodyTrack = melody;
            const auto corpus = notebookValues(reading->file, source);
            QVERIFY(corpus.has_value());
            for (const std::string& token : corpus->tokens()) {
                const auto value = Value::parse(token);
                QVERIFY2(value.has_value(), token.c_str());
                QCOMPARE(value->text(), token);
            }
        }
    }

    void writesDurationsWithThreeDecimals()
    {
        const std::vector<std::string> texts{"0.000", "0.083", "0.167", "0.250", "0.333",
                                             "0.417", "0.500", "0.583", "0.667", "0.750",
                                             "0.833", "0.917", "1.000"};
        for (std::size_t i = 0; i < texts.size(); ++i)
            QCOMPARE(durationText(static_cast<std::int64_t>(i)), texts[i]);
        QCOMPARE(durationText(71 * 12), std::string("71.000"));
        QCOMPARE(durationText(71 * 12 + 11), std::string("71.917"));
    }
};

QTEST_GUILESS_MAIN(TestNotebookValues)
#include "tst_notebookvalues.moc"
