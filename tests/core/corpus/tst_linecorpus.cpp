#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include <QTest>

#include "core/formats/bookfiles.h"
#include "corpus/corpusloader.h"
#include "corpus/linecorpus.h"
#include "corpus/linestate.h"
#include "formats/abc.h"
#include "support/random.h"

using namespace woodshed;

namespace
{

/// Over four chords a bar each, with rests and long notes; within two octaves.
Line randomLine(std::uint64_t seed, int notes = 80)
{
    constexpr std::array<int, 6> lengths{3, 4, 6, 6, 12, 24};
    constexpr std::array<int, 4> rests{6, 12, 24, 48};
    constexpr std::array<const char*, 5> symbols{"Dm7", "G7b9", "Cmaj7", "NC", "A7alt"};
    Random random(seed);
    Line line;
    line.name = "line " + std::to_string(seed);
    int start = 0;
    for (int i = 0; i < notes; ++i) {
        LineNote note{.start = start,
                      .length = lengths[random.index(lengths.size())],
                      .rest = random.index(6) == 0 ? rests[random.index(rests.size())] : 0,
                      .pitch = 55 + static_cast<int>(random.index(24))};
        start += note.length + note.rest;
        line.notes.push_back(note);
    }
    line.setting.length = start;
    for (int bar = 0; bar * 48 < start; ++bar)
        line.setting.chords.push_back(
            {bar * 48, chordShape(std::string_view(
                           symbols[static_cast<std::size_t>(bar) % symbols.size()]))});
    return line;
}

Line transposed(Line line, int semitones)
{
    for (LineNote& note : line.notes)
        note.pitch += semitones;
    for (LineChord& chord : line.setting.chords)
        if (chord.shape.isChord())
            chord.shape.root = (chord.shape.root + semitones + 120) % 12;
    return line;
}

std::vector<Line> randomLines(std::uint64_t count)
{
    std::vector<Line> lines;
    for (std::uint64_t seed = 1; seed <= count; ++seed)
        lines.push_back(randomLine(seed));
    return lines;
}

std::vector<std::int32_t> inputsAt(const LineSequence& sequence, std::size_t step)
{
    return {sequence.inputs.begin() + sequence.offsets[step],
            sequence.inputs.begin() + sequence.offsets[step + 1]};
}

/// The notes that the labels tell, but for the last one's length.
std::vector<LineNote> readBack(const LineSequence& sequence, const LineVocabulary& vocabulary,
                               const LineNote& first)
{
    std::vector<LineNote> notes{
        {.start = first.start, .length = 0, .rest = 0, .pitch = first.pitch}};
    for (const std::int32_t label : sequence.labels) {
        const LineValue& value = vocabulary[label];
        LineNote& note = notes.back();
        switch (value.stage) {
        case LineStage::Time:
            note.length = value.amount;
            break;
        case LineStage::Rest:
            note.rest = value.amount;
            break;
        case LineStage::Pitch:
            notes.push_back({.start = note.start + note.length + note.rest,
                             .length = 0,
                             .rest = 0,
                             .pitch = note.pitch + value.amount});
            break;
        }
    }
    return notes;
}

QByteArray faultOf(const LineSequence& sequence, const LineDataset& dataset)
{
    if (sequence.offsets.size() != sequence.steps() + 1 ||
        sequence.stages.size() != sequence.steps() ||
        sequence.offsets.back() != sequence.inputs.size())
        return "its parts are of different lengths";
    for (std::size_t step = 0; step < sequence.steps(); ++step) {
        const auto inputs = inputsAt(sequence, step);
        const QByteArray place = "step " + QByteArray::number(static_cast<int>(step));
        const std::set<std::int32_t> unique(inputs.begin(), inputs.end());
        if (unique.size() != inputs.size())
            return place + " has an input twice";
        if (inputs.empty() || inputs.size() > mostLineInputs)
            return place + " has " + QByteArray::number(static_cast<int>(inputs.size())) +
                   " inputs";
        if (*unique.begin() < 0 || *unique.rbegin() >= dataset.inputs)
            return place + " has an input outside";
        const auto stage = static_cast<std::size_t>(sequence.stages[step]);
        if (!dataset.ranges.at(stage).contains(sequence.labels[step]))
            return place + " has a label of another stage";
    }
    return {};
}

} // namespace

class TestLineCorpus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void labelsTellTheLine()
    {
        const auto lines = randomLines(20);
        const auto corpus = makeLineCorpus(lines, {.heldOut = 0});
        QVERIFY(corpus);
        const LineVocabulary vocabulary(lines);
        QVERIFY(vocabulary.values().size() == corpus->dataset.vocabulary.size());
        QCOMPARE(corpus->dataset.training.size(), std::size_t{20});
        for (std::size_t i = 0; i < lines.size(); ++i) {
            std::vector<LineNote> expected = lines[i].notes;
            expected.back().length = 0;
            expected.back().rest = 0;
            QVERIFY(readBack(corpus->dataset.training[i], vocabulary, lines[i].notes.front()) ==
                    expected);
        }
    }

    void inputsAreInPlace()
    {
        auto lines = randomLines(10);
        // Every extreme at once.
        Line& wild = lines[0];
        wild.setting.tempo = 6e7;
        wild.setting.barSteps = 200;
        wild.notes[5].pitch = 0;
        wild.notes[6].pitch = 127;
        wild.notes[0].start = -700;
        wild.notes[0].length = 700;
        lines[1].setting.chords.clear();
        lines[2].setting.tempo = 1;
        lines[2].setting.barSteps = 1;
        const auto corpus = makeLineCorpus(lines, {.heldOut = 0.3});
        QVERIFY(corpus);
        const LineDataset& dataset = corpus->dataset;
        QCOMPARE(dataset.inputs, lineInputs(dataset.vocabulary.size()));
        QVERIFY(dataset.character.first > 0 && dataset.character.last < dataset.inputs);
        QCOMPARE(dataset.training.size(), std::size_t{7});
        QCOMPARE(dataset.validation.size(), std::size_t{3});
        QCOMPARE(dataset.notes, std::size_t{800});
        for (const auto& set : {dataset.training, dataset.validation})
            for (const LineSequence& sequence : set)
                QVERIFY2(faultOf(sequence, dataset).isEmpty(), faultOf(sequence, dataset));
    }

    void nothingDependsOnTheKey()
    {
        const auto lines = randomLines(4);
        const LineVocabulary vocabulary(lines);
        const SoloCharacter character = charactersOf(lines).front();
        for (const Line& line : lines) {
            const LineSequence here = lineSequence(line, vocabulary, character);
            for (const int semitones : {-7, -1, 1, 5, 10}) {
                const LineSequence there =
                    lineSequence(transposed(line, semitones), vocabulary, character);
                QVERIFY(here.labels == there.labels);
                std::set<std::int32_t> registerRows;
                for (std::size_t step = 0; step < here.steps(); ++step) {
                    const auto inputs = inputsAt(here, step);
                    const std::set<std::int32_t> a(inputs.begin(), inputs.end());
                    const auto others = inputsAt(there, step);
                    const std::set<std::int32_t> b(others.begin(), others.end());
                    std::vector<std::int32_t> onlyHere;
                    std::vector<std::int32_t> onlyThere;
                    std::set_difference(a.begin(), a.end(), b.begin(), b.end(),
                                        std::back_inserter(onlyHere));
                    std::set_difference(b.begin(), b.end(), a.begin(), a.end(),
                                        std::back_inserter(onlyThere));
                    QCOMPARE(onlyHere.size(), std::size_t{1});
                    QCOMPARE(onlyThere.size(), std::size_t{1});
                    QCOMPARE(onlyThere[0] - onlyHere[0], semitones);
                    registerRows.insert({onlyHere[0], onlyThere[0]});
                }
                QVERIFY(*registerRows.rbegin() - *registerRows.begin() < 50);
            }
        }
    }

    void theHarmonyIsSeen()
    {
        Line line = randomLine(1);
        const LineVocabulary vocabulary(std::vector{line});
        const SoloCharacter character = charactersOf(std::vector{line}).front();
        const LineSequence here = lineSequence(line, vocabulary, character);
        line.setting.chords[0].shape = chordShape(std::string_view("Ab7"));
        const LineSequence there = lineSequence(line, vocabulary, character);
        QVERIFY(inputsAt(here, 0) != inputsAt(there, 0));
        QVERIFY(here.labels == there.labels);
        const std::size_t last = here.steps() - 1;
        QVERIFY(inputsAt(here, last) == inputsAt(there, last));
    }

    void solosAreHeldOutByName()
    {
        auto lines = randomLines(20);
        // Two files of one solo, four times.
        for (std::size_t i = 0; i < 4; ++i)
            lines.push_back(lines[i]);
        std::set<std::size_t> sizes;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const auto corpus = makeLineCorpus(lines, {.heldOut = 0.2, .seed = seed});
            QVERIFY(corpus);
            const LineDataset& dataset = corpus->dataset;
            QCOMPARE(dataset.training.size() + dataset.validation.size(), lines.size());
            QVERIFY(dataset.validation.size() >= 4 && dataset.validation.size() <= 8);
            sizes.insert(dataset.validation.size());
            for (const LineSequence& held : dataset.validation)
                for (const LineSequence& trained : dataset.training)
                    QVERIFY(held.labels != trained.labels);
        }
        QVERIFY2(sizes.size() > 1, "the seed does not matter");

        QVERIFY(makeLineCorpus(randomLines(20), {.heldOut = 0})->dataset.validation.empty());
        QVERIFY(makeLineCorpus(randomLines(4), {.heldOut = 0.5})->dataset.validation.empty());
        QCOMPARE(makeLineCorpus(randomLines(5), {.heldOut = 0.01})->dataset.validation.size(),
                 std::size_t{1});
        for (const double share : {1.0, 7.0, 1e300})
            QCOMPARE(makeLineCorpus(randomLines(6), {.heldOut = share})->dataset.training.size(),
                     std::size_t{1});
    }

    void tooLittleMusicIsRefused()
    {
        for (const std::vector<Line>& lines :
             {std::vector<Line>(), std::vector{Line()}, std::vector(9, randomLine(1, 7))}) {
            const auto corpus = makeLineCorpus(lines, {});
            QVERIFY(!corpus);
            QCOMPARE(static_cast<int>(corpus.error().code), static_cast<int>(ErrorCode::NoMelody));
            QVERIFY(corpus.error().detail.find("eight notes") != std::string::npos);
        }
        const auto corpus = makeLineCorpus(std::vector{randomLine(1, 8), randomLine(2, 7)}, {});
        QVERIFY(corpus);
        QCOMPARE(corpus->dataset.training.size(), std::size_t{1});
        QCOMPARE(corpus->characters.size(), std::size_t{1});
        QCOMPARE(corpus->dataset.training[0].steps(), corpus->dataset.training[0].labels.size());
    }

    void measuresAreWordsBarByBar()
    {
        Line line;
        line.setting.barSteps = 36;
        line.notes = {{.start = 6, .length = 6, .rest = 0, .pitch = 60},
                      {.start = 12, .length = 6, .rest = 24, .pitch = 58},
                      {.start = 42, .length = 500, .rest = 0, .pitch = 100}};
        const auto measures = lineMeasures(line);
        QCOMPARE(measures.size(), std::size_t{2});
        QCOMPARE(measures[0].index, 1);
        QVERIFY((measures[0].tokens == std::vector<std::string>{"h6", "i-2", "e6", "r24"}));
        QCOMPARE(measures[1].index, 2);
        QVERIFY((measures[1].tokens == std::vector<std::string>{"i18", "h48"}));
        QVERIFY(lineMeasures(Line()).empty());
    }

    void everyKindOfFileGivesItsLine()
    {
        const auto books = bookTexts();
        QVERIFY(books.size() > 10);
        const auto& [path, words] = books.front();
        const auto reading = readAbc(words);
        QVERIFY(reading);
        const std::vector<std::uint8_t> bytes(words.begin(), words.end());
        const auto corpus = loadCorpus(bytes, "first.abc", {});
        QVERIFY(corpus);
        QCOMPARE(corpus->lines.size(), corpus->solos.size());
        QVERIFY(corpus->lines[0].notes == lineOf(reading->solo).notes);
        QCOMPARE(corpus->lines[0].name, reading->solo.tune.title);
        QCOMPARE(corpus->lines[0].voice, reading->solo.voice);

        // Where a tune has no title, its file has a name.
        const std::string untitled = "X:1\nM:4/4\nL:1/8\nQ:1/4=120\nK:C\n"
                                     "\"C\"CDEF GABc|\"F\"cBAG FEDC|\n";
        const auto nameless = loadCorpus(
            std::vector<std::uint8_t>(untitled.begin(), untitled.end()), "sketch.abc", {});
        QVERIFY2(nameless, nameless ? "" : nameless.error().detail.c_str());
        QCOMPARE(nameless->lines.at(0).name, std::string("sketch.abc"));
    }
};

QTEST_APPLESS_MAIN(TestLineCorpus)
#include "tst_linecorpus.moc"
