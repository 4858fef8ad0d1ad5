#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include <QTest>

#include <nlohmann/json.hpp>

#include "corpus/dataset.h"
#include "corpus/notebooksolo.h"
#include "corpus/notebookvalues.h"
#include "generation/notebookpostprocess.h"
#include "support/files.h"
#include "theory/chordquality.h"
#include "theory/chordscale.h"

using namespace woodshed;
using nlohmann::json;
namespace fs = std::filesystem;

namespace
{

/// A departure from the record; ends a replay with its reason.
class Departure : public std::runtime_error
{
    using std::runtime_error::runtime_error;
};

std::string memberText(const json& member)
{
    return member.is_string() ? member.get<std::string>() : member.dump();
}

/// Answers with the recorded picks, and checks that each was asked of the same population.
/// Populations that come from sets have no order of their own, so members are compared without it
/// and the pick is looked up by value.
class RecordedChoices final : public Choices
{
public:
    explicit RecordedChoices(const json& record)
        : m_choices(record.at("choices"))
        , m_roundings(record.at("prune_choices"))
    {
    }

    std::size_t pick(std::span<const std::string> population) override
    {
        const json& choice = next();
        std::vector<std::string> recorded;
        for (const json& member : choice.at("population"))
            recorded.push_back(memberText(member));
        std::vector<std::string> asked(population.begin(), population.end());
        const auto pick =
            std::find(asked.begin(), asked.end(), memberText(choice.at("pick"))) - asked.begin();
        std::sort(asked.begin(), asked.end());
        std::sort(recorded.begin(), recorded.end());
        if (asked != recorded)
            throw Departure("other population than " + choice.dump() + ": " + json(asked).dump());
        return static_cast<std::size_t>(pick);
    }

    bool roundsUp() override
    {
        if (m_rounding >= m_roundings.size())
            throw Departure("more durations than recorded");
        return m_roundings.at(m_rounding++).get<int>() > 0;
    }

    std::vector<PitchName> bluesScale(std::span<const int>) override
    {
        std::vector<PitchName> names;
        const json& choice = next();
        for (const json& pitch : choice.at("realised"))
            names.push_back(SpelledPitch::parse(pitch.get<std::string>()).value().name);
        const PitchName tonic = PitchName::parse(choice.at("tonic").get<std::string>()).value();
        if (names != woodshed::bluesScale(tonic, false).names &&
            names != woodshed::bluesScale(tonic, true).names)
            throw Departure("the scale can not be made: " + choice.dump());
        return names;
    }

    [[nodiscard]] bool isUsedUp() const
    {
        return m_used == m_choices.size() && m_rounding == m_roundings.size();
    }

private:
    const json& next()
    {
        if (m_used >= m_choices.size())
            throw Departure("more choices than recorded");
        return m_choices.at(m_used++);
    }

    const json& m_choices;
    const json& m_roundings;
    std::size_t m_used = 0;
    std::size_t m_rounding = 0;
};

std::vector<std::string> words(const std::string& text)
{
    std::vector<std::string> result;
    std::size_t begin = 0;
    for (std::size_t blank; (blank = text.find(' ', begin)) != std::string::npos; begin = blank + 1)
        result.push_back(text.substr(begin, blank - begin));
    result.push_back(text.substr(begin));
    return result;
}

std::vector<std::string> textsOf(const std::vector<Value>& values)
{
    std::vector<std::string> texts;
    std::transform(values.begin(), values.end(), std::back_inserter(texts),
                   [](const Value& value) { return value.text(); });
    return texts;
}

/// Notes in the form of the record.
json asRecorded(const std::vector<NotebookNote>& notes)
{
    json list = json::array();
    for (const NotebookNote& note : notes) {
        json item{{"offset", note.offset.quarters()}, {"duration", note.duration.quarters()}};
        item["type"] = note.isRest() ? "rest" : "note";
        if (!note.isRest()) {
            item["name"] = note.pitch->text();
            item["midi"] = note.pitch->midi();
        }
        list.push_back(std::move(item));
    }
    return list;
}

void compare(const json& ours, const json& recorded, const std::string& what)
{
    if (ours != recorded)
        throw Departure(what + "\n  ours:     " + ours.dump() + "\n  recorded: " + recorded.dump());
}

void replay(const json& record)
{
    RecordedChoices choices(record);
    auto parsed = parseValues(words(record.at("grammar_in")));
    if (!parsed)
        throw Departure(parsed.error().detail);
    std::vector<Value> values = std::move(*parsed);

    replaceApproachAndOutside(values);
    compare(textsOf(values), words(record.at("grammar_after_replace")), "after replacing A and X");
    pruneGrammar(values, choices);
    compare(textsOf(values), words(record.at("grammar_pruned")), "pruned grammar");

    std::vector<PlacedChord> chords;
    for (const json& chord : record.at("chords")) {
        const auto twelfths =
            static_cast<std::int64_t>(std::llround(chord.at("offset").get<double>() * 12));
        chords.push_back(
            {Ticks::fromTwelfths(twelfths), {}, {}, chord.at("midi").get<std::vector<int>>()});
        const json quality = std::string(qualityName(chordQuality(chords.back().pitches)));
        compare(quality, chord.at("quality"), "quality of a chord");
    }
    auto notes = unparseGrammar(values, chords, choices);
    compare(asRecorded(notes), record.at("unparsed"), "unparsed notes");
    json offsets = json::array();
    for (const PlacedChord& chord : chords)
        offsets.push_back(chord.start.quarters());
    std::sort(offsets.begin(), offsets.end());
    compare(offsets, record.at("chord_offsets_after"), "chord offsets");

    notes = pruneNotes(std::move(notes));
    compare(asRecorded(notes), record.at("pruned_notes"), "pruned notes");
    notes = cleanUpNotes(std::move(notes));
    compare(asRecorded(notes), record.at("cleaned"), "cleaned notes");
    if (!choices.isUsedUp())
        throw Departure("fewer choices than recorded");
}

std::int64_t twelfthsOf(const json& fraction)
{
    return fraction.at("num").get<std::int64_t>() * 12 / fraction.at("den").get<std::int64_t>();
}

std::vector<std::string> namesOf(const json& pitches)
{
    std::vector<std::string> names;
    for (const json& pitch : pitches)
        names.push_back(SpelledPitch::parse(pitch.get<std::string>()).value().name.text());
    return names;
}

std::vector<std::string> namesOf(const ChordScale& scale)
{
    std::vector<std::string> names;
    for (const PitchName name : scale.names)
        names.push_back(name.text());
    return names;
}

} // namespace

/// Compares with recordings of the classic notebook, which are not part of this repository:
/// WOODSHED_ORACLE_DIR names the folder that holds them.
class TestNotebookParity : public QObject
{
    Q_OBJECT

private:
    fs::path m_folder;

    /// The recording of that name, or null where there is none.
    json load(const char* name) const
    {
        std::ifstream file(m_folder / name);
        return file ? json::parse(file) : json();
    }

    Result<MidiReading> notebookFile() const
    {
        const auto bytes = readFile(m_folder / ".." / "corpora" / "original_metheny.mid");
        if (!bytes)
            return forward(bytes);
        if (!isNotebookFile(*bytes))
            return fail(ErrorCode::Malformed, "the file has another digest than the notebook's");
        return readMidi(*bytes);
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto folder = qEnvironmentVariable("WOODSHED_ORACLE_DIR");
        if (folder.isEmpty())
            QSKIP("WOODSHED_ORACLE_DIR names no folder with recordings of the notebook");
        m_folder = folder.toStdString();
    }

    void generation()
    {
        const json recording = load("generation.json");
        QVERIFY2(recording.is_object(), "generation.json is missing in WOODSHED_ORACLE_DIR");
        int compared = 0;
        std::string departures;
        for (const json& record : recording.at("cases")) {
            if (record.contains("error"))
                continue;
            try {
                replay(record);
            } catch (const Departure& departure) {
                departures += "case " + std::to_string(compared) + ": " + departure.what() + "\n";
            }
            ++compared;
        }
        std::cout << "cases=" << compared << std::endl;
        QVERIFY2(departures.empty(), departures.c_str());
        QVERIFY(compared > 0);
    }

    void anIntervalBeforeAnyNoteCountsAsNone()
    {
        // The classic fails here; the recording holds the case as an error.
        const json recording = load("generation.json");
        QVERIFY2(recording.is_object(), "generation.json is missing in WOODSHED_ORACLE_DIR");
        for (const json& record : recording.at("cases")) {
            if (!record.contains("error"))
                continue;
            auto values = parseValues(words(record.at("grammar_in")));
            QVERIFY(values.has_value());
            std::vector<PlacedChord> chords{
                {{}, {}, {}, record.at("chords").at(0).at("midi").get<std::vector<int>>()}};
            SeededChoices choices(Random(1));
            const auto notes = unparseGrammar(*values, chords, choices);
            QCOMPARE(notes.size(), values->size());
            QVERIFY(!notes.front().isRest());
        }
    }

    void scales()
    {
        const json tables = load("scale-tables.json");
        if (tables.is_null())
            QSKIP("no scale-tables.json");
        for (const auto& [text, table] : tables.items()) {
            const PitchName tonic = PitchName::parse(text).value();
            auto major = namesOf(table.at("major"));
            auto dorian = namesOf(table.at("dorian"));
            major.pop_back(); // the upper tonic
            dorian.pop_back();
            QCOMPARE(namesOf(diatonicScale(tonic, ScaleMode::Major)), major);
            QCOMPARE(namesOf(diatonicScale(tonic, ScaleMode::Dorian)), dorian);
            QCOMPARE(namesOf(bluesScale(tonic, false)), namesOf(table.at("blues_variants").at(0)));
            QCOMPARE(namesOf(bluesScale(tonic, true)), namesOf(table.at("blues_variants").at(1)));
        }
    }

    void measuresOfTheNotebookFile()
    {
        const json recording = load("metheny.json");
        const auto file = notebookFile();
        if (recording.is_null() || (!file && file.error().code == ErrorCode::NotFound))
            QSKIP("no metheny.json or no ../corpora/original_metheny.mid");
        QVERIFY2(file.has_value(), file ? "" : file.error().detail.c_str());
        const auto music = readNotebook(file->file, notebookChoice());
        QVERIFY2(music.has_value(), music ? "" : music.error().detail.c_str());
        const ValueCorpus corpus = notebookValues(*music);

        const json& measures = recording.at("measures");
        QCOMPARE(music->measures.size() + 1, measures.size()); // its first holds no music
        for (std::size_t i = 1; i < measures.size(); ++i) {
            const NotebookMeasure& measure = music->measures[i - 1];
            QCOMPARE(measure.index, static_cast<int>(i));
            json melody = json::array();
            for (json element : measures.at(i).at("melody")) {
                if (element.at("type") == "note")
                    melody.push_back({twelfthsOf(element.at("offset")),
                                      twelfthsOf(element.at("duration")),
                                      json::array({element.at("midi")})});
                else if (element.at("type") == "chord")
                    melody.push_back({twelfthsOf(element.at("offset")),
                                      twelfthsOf(element.at("duration")), element.at("midi")});
            }
            json chords = json::array();
            for (const json& chord : measures.at(i).at("chords"))
                chords.push_back({twelfthsOf(chord.at("offset")), twelfthsOf(chord.at("duration")),
                                  chord.at("midi"), chord.at("quality"), chord.at("root")});
            json ourMelody = json::array();
            for (const NotebookElement& element : music->elementsOf(measure))
                ourMelody.push_back({element.offset, element.duration, element.pitches});
            json ourChords = json::array();
            for (const NotebookElement& chord : music->chordsOf(measure))
                ourChords.push_back({chord.offset, chord.duration, chord.pitches,
                                     std::string(qualityName(chordQuality(chord.pitches))),
                                     notebookName(chordRoot(chord.pitches)).text()});
            QCOMPARE(ourMelody.dump(), melody.dump());
            QCOMPARE(ourChords.dump(), chords.dump());
            QCOMPARE(corpus.measures[i - 1].tokens, words(measures.at(i).at("grammar")));
        }
        const auto tokens = corpus.tokens();
        QCOMPARE(tokens, recording.at("corpus").get<std::vector<std::string>>());
        QCOMPARE(tokens.size(), std::size_t{193});
        const Vocabulary vocabulary(tokens);
        QCOMPARE(vocabulary.size(), std::size_t{78});
        QCOMPARE(std::vector<std::string>(vocabulary.values().begin(), vocabulary.values().end()),
                 recording.at("values_sorted").get<std::vector<std::string>>());
    }

    void chordsForGenerationAreThoseRecorded()
    {
        const json recording = load("generation.json");
        const auto file = notebookFile();
        if (recording.is_null() || !file)
            QSKIP("no generation.json or no ../corpora/original_metheny.mid");
        const auto music = readNotebook(file->file, notebookChoice());
        QVERIFY(music.has_value());
        for (const json& record : recording.at("cases")) {
            const auto number = record.at("chord_measure").get<std::size_t>();
            json ours = json::array();
            for (const PlacedChord& chord : measureChords(*music, music->measures.at(number - 1)))
                ours.push_back({chord.start.quarters(), chord.pitches});
            json recorded = json::array();
            for (const json& chord : record.at("chords"))
                recorded.push_back({chord.at("offset"), chord.at("midi")});
            QCOMPARE(ours.dump(), recorded.dump());
        }
    }

    void windowsOfTheRecordedTraining()
    {
        const json training = load("training-reference.json");
        const json recording = load("metheny.json");
        if (training.is_null() || recording.is_null())
            QSKIP("no training-reference.json or no metheny.json");
        const auto tokens = recording.at("corpus").get<std::vector<std::string>>();
        const auto starts = training.at("snippet_starts").get<std::vector<std::size_t>>();
        const auto dataset = makeDataset(tokens, 30, starts);
        QVERIFY2(dataset.has_value(), dataset ? "" : dataset.error().detail.c_str());
        QCOMPARE(dataset->vocabulary.size(), training.at("n_values").get<std::size_t>());
        const auto rows = oneHotInputs(*dataset);
        QCOMPARE(rows.size(), std::size_t{60 * 30 * 78});
        for (int example = 0; example < 60; ++example) {
            for (int step = 0; step < 30; ++step) {
                const std::int32_t value = dataset->input(example, step);
                const auto* row = &rows[static_cast<std::size_t>(example * 30 + step) * 78];
                QCOMPARE(std::count(row, row + 78, 1.0F), step == 0 ? 0 : 1);
                const auto place =
                    starts[static_cast<std::size_t>(example)] + static_cast<std::size_t>(step);
                if (step == 0) {
                    QCOMPARE(value, noValue);
                } else {
                    QCOMPARE(dataset->vocabulary[static_cast<std::size_t>(value)], tokens[place]);
                    QCOMPARE(dataset->label(step - 1, example), value);
                    QCOMPARE(row[value], 1.0F);
                }
            }
            QCOMPARE(dataset->label(29, example), noValue);
        }
    }
};

QTEST_GUILESS_MAIN(TestNotebookParity)
#include "tst_notebookparity.moc"
