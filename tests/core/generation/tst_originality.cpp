#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include <QTest>

#include "corpus/corpusloader.h"
#include "formats/abc.h"
#include "generation/originality.h"
#include "generation/repetitionguard.h"
#include "support/files.h"
#include "support/random.h"

using namespace woodshed;
namespace fs = std::filesystem;

namespace
{

/// Eighths, triplets and sixteenths among pitches up to `range`; now and then a rest.
Line randomLine(const std::string& name, Random& random, int notes, std::size_t range = 24,
                std::size_t oneRestIn = 15)
{
    constexpr std::array<int, 4> lengths{6, 6, 4, 3};
    Line line;
    line.name = name;
    int start = 0;
    for (int i = 0; i < notes; ++i) {
        LineNote note;
        note.start = start;
        note.length = lengths[random.index(lengths.size())];
        note.rest = random.index(oneRestIn) == 0 ? stepsPerQuarter : 0;
        note.pitch = 55 + static_cast<int>(random.index(range));
        start += note.length + note.rest;
        line.notes.push_back(note);
    }
    line.setting.length = start;
    return line;
}

Line transposed(Line line, int semitones)
{
    line.name = "copy";
    for (LineNote& note : line.notes)
        note.pitch += semitones;
    return line;
}

/// Eighths without a rest.
Line lineOfPitches(const std::string& name, const std::vector<int>& pitches)
{
    Line line;
    line.name = name;
    for (const int pitch : pitches)
        line.notes.push_back({static_cast<int>(line.notes.size()) * 6, 6, 0, pitch});
    return line;
}

/// `notes` of one line in place of as many of another, with their rhythm, in another key.
void plant(Line& into, std::size_t at, const Line& from, std::size_t first, std::size_t notes)
{
    int start = into.notes[at].start;
    std::vector<LineNote> tail(into.notes.begin() + static_cast<std::ptrdiff_t>(at + notes),
                               into.notes.end());
    into.notes.resize(at);
    for (std::size_t i = first; i < first + notes; ++i) {
        LineNote note = from.notes[i];
        note.start = start;
        note.pitch -= 7;
        start += note.length + note.rest;
        into.notes.push_back(note);
    }
    for (LineNote note : tail) {
        note.start = start;
        start += note.length + note.rest;
        into.notes.push_back(note);
    }
}

/// The same answer by trying every place of every line.
int longestEndingAt(const std::vector<Line>& corpus, const std::string& leftOut,
                    const std::vector<std::optional<LineToken>>& solo, std::size_t end)
{
    int longest = 0;
    for (const Line& line : corpus) {
        if (line.name == leftOut)
            continue;
        const auto tokens = tokensOf(line.notes);
        for (std::size_t last = 0; last < tokens.size(); ++last) {
            int same = 0;
            for (std::size_t back = 0; back <= last && back <= end; ++back, ++same)
                if (!solo[end - back] || solo[end - back] != tokens[last - back])
                    break;
            longest = std::max(longest, same);
        }
    }
    return longest + 1;
}

std::vector<Line> bookLines()
{
    std::vector<Line> lines;
    for (const auto& file : fs::directory_iterator(WOODSHED_BOOK)) {
        if (file.path().extension() != ".abc")
            continue;
        const auto bytes = readFile(file.path());
        const auto reading =
            bytes ? readAbc(std::string(bytes->begin(), bytes->end())) : forward(bytes);
        if (reading)
            lines.push_back(lineOf(reading->solo));
        else
            qWarning("%s: %s", file.path().c_str(), reading.error().detail.c_str());
    }
    return lines;
}

/// How often the guard finds a solo going round in circles, and the first time it says so.
std::pair<int, std::string> alarms(const Line& line)
{
    RepetitionGuard guard;
    std::string first;
    int count = 0;
    for (std::size_t i = 1; i < line.notes.size(); ++i) {
        const LineNote& before = line.notes[i - 1];
        guard.take(line.notes[i].pitch - before.pitch, line.notes[i].start - before.start);
        if (guard.isLooping() && count++ == 0)
            first = guard.reason();
    }
    return {count, first};
}

} // namespace

class TestOriginality : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rhythmClassesAreThoseOfTheirEdges()
    {
        const std::vector<std::pair<int, int>> classes{
            {1, 0},  {2, 0},  {3, 1},  {4, 2},  {5, 3},  {6, 3},  {8, 3},  {9, 4},
            {14, 4}, {15, 5}, {20, 5}, {21, 6}, {29, 6}, {30, 7}, {500, 7}};
        for (const auto& [steps, expected] : classes)
            QVERIFY2(rhythmClass(steps) == expected, std::to_string(steps).c_str());
    }

    void aCopyInAnotherKeyIsFoundWhole()
    {
        Random random(1);
        const Line source = randomLine("source", random, 200, 24, 100000);
        const LineIndex index(std::vector{randomLine("other", random, 200), source});
        const auto report = originality(index, transposed(source, 5));
        QCOMPARE(report.share6, 1.0);
        QCOMPARE(report.share8, 1.0);
        QCOMPARE(report.longest, 200);
        QCOMPARE(report.runs, (std::vector<SharedRun>{{0, 200, "source", 1}}));

        const auto without = originality(index, transposed(source, 5), "source");
        QVERIFY2(without.longest < 8, std::to_string(without.longest).c_str());
        QVERIFY(without.runs.empty());
    }

    void aPlantedRunIsFoundWithItsPlace()
    {
        Random random(2);
        std::vector<Line> corpus;
        for (int i = 0; i < 10; ++i)
            corpus.push_back(randomLine("tune " + std::to_string(i), random, 300, 24, 100000));
        Line solo = randomLine("solo", random, 200, 24, 100000);
        plant(solo, 50, corpus[6], 100, 12);
        const auto report = originality(LineIndex(corpus), solo);
        QCOMPARE(report.longest, 12);
        const int bar = corpus[6].notes[100].start / (4 * stepsPerQuarter) + 1;
        QCOMPARE(report.runs, (std::vector<SharedRun>{{50, 12, "tune 6", bar}}));
        // 12 notes are 11 steps: 6 of 194 6-grams, 4 of 192 8-grams.
        QCOMPARE(report.share6, 6.0 / 194);
        QCOMPARE(report.share8, 4.0 / 192);
    }

    void aPhraseBreakCutsARun()
    {
        Random random(3);
        Line source = randomLine("source", random, 40, 24, 100000);
        const LineIndex whole(std::vector{source});
        // A quarter of silence after the 20th note, in the solo alone and in both.
        Line parted = source;
        for (std::size_t i = 20; i < parted.notes.size(); ++i)
            parted.notes[i].start += stepsPerQuarter;
        parted.notes[19].rest = stepsPerQuarter;
        for (const LineIndex& index : {whole, LineIndex(std::vector{parted})}) {
            const auto report = originality(index, parted);
            QCOMPARE(report.longest, 20);
            QCOMPARE(report.runs.size(), std::size_t{2});
            QCOMPARE(report.runs[0].firstNote, 0);
            QCOMPARE(report.runs[1].firstNote, 20);
            QCOMPARE(report.share6, 1.0);
        }
        // Two lines of a corpus do not run into one another.
        std::vector<Line> halves{source, source};
        halves[0].notes.resize(20);
        halves[1].notes.erase(halves[1].notes.begin(), halves[1].notes.begin() + 20);
        QCOMPARE(originality(LineIndex(halves), source).longest, 20);
    }

    void threeQuartersBetweenOnsetsEndAPhrase()
    {
        const LineNote first{0, 35, 0, 60};
        QCOMPARE(tokenBetween(first, {35, 6, 0, 62}), (LineToken{2, 7}));
        QVERIFY(!tokenBetween({0, 36, 0, 60}, {36, 6, 0, 62}));
        QCOMPARE(tokenBetween({0, 3, 11, 60}, {14, 6, 0, 58}), (LineToken{-2, 4}));
        QVERIFY(!tokenBetween({0, 3, 12, 60}, {15, 6, 0, 58}));
    }

    void theWatchAgreesWithTryingEveryPlace()
    {
        Random random(4);
        for (int round = 0; round < 20; ++round) {
            // Few pitches, so that there are many matches of many lengths.
            const std::size_t range = 2 + random.index(4);
            std::vector<Line> corpus;
            for (int i = 0; i < 5; ++i)
                corpus.push_back(
                    randomLine("tune " + std::to_string(i % 4), random, 60, range, 12));
            const LineIndex index(corpus);
            const auto solo = tokensOf(randomLine("solo", random, 120, range, 12).notes);
            for (const std::string leftOut : {"", "tune 0", "tune 2", "unknown"}) {
                RunWatch watch = leftOut.empty() ? RunWatch(index) : RunWatch(index, leftOut);
                for (std::size_t i = 0; i < solo.size(); ++i) {
                    if (!solo[i]) {
                        watch.breakPhrase();
                        QCOMPARE(watch.length(), 1);
                        continue;
                    }
                    const RunWatch copy = watch;
                    watch.take(solo[i]->interval, solo[i]->rhythm);
                    const int expected = longestEndingAt(corpus, leftOut, solo, i);
                    QCOMPARE(watch.length(), expected);
                    QCOMPARE(copy.lengthWith(solo[i]->interval, solo[i]->rhythm), expected);
                    QCOMPARE(watch.place().has_value(), expected > 1);
                    QVERIFY(expected == 1 || watch.place()->source != leftOut);
                }
            }
        }
    }

    void runsAreTheLongestFirstAndSayNothingTwice()
    {
        Random random(5);
        const Line source = randomLine("long", random, 300, 24, 100000);
        Line solo = randomLine("solo", random, 900, 24, 100000);
        for (std::size_t i = 0; i < 25; ++i)
            plant(solo, 20 + 30 * i, source, 10 * i, 9 + i % 10);
        // Mostly inside the longest run of all, so not told again.
        Line inside = lineOfPitches("inside", {});
        for (std::size_t i = 0; i < 12; ++i)
            inside.notes.push_back(solo.notes[20 + 30 * 9 + 8 + i]);
        const auto report = originality(LineIndex(std::vector{source, inside}), solo);
        QCOMPARE(report.runs.size(), std::size_t{20});
        QVERIFY(report.runs.front().notes >= 18);
        QCOMPARE(report.runs.front().notes, report.longest);
        for (std::size_t i = 0; i < report.runs.size(); ++i) {
            QCOMPARE(report.runs[i].source, std::string("long"));
            QVERIFY(i == 0 || report.runs[i - 1].notes >= report.runs[i].notes);
        }
    }

    void emptyMusicSharesNothing()
    {
        const LineIndex nothing(std::span<const Line>{});
        Random random(6);
        const Line solo = randomLine("solo", random, 30);
        QCOMPARE(originality(nothing, solo).longest, 0);
        QCOMPARE(originality(LineIndex(std::vector{solo}), Line()).longest, 0);
        QCOMPARE(originality(LineIndex(std::vector{Line(), solo}), solo).share6, 1.0);
        QCOMPARE(sharedBetween({}), 0.0);
        QCOMPARE(sharedBetween(std::vector{solo}), 0.0);
    }

    void solosOfASetAreCompared()
    {
        Random random(7);
        const Line one = randomLine("solo", random, 46, 24, 100000); // 40 6-grams
        Line half = randomLine("solo", random, 46, 24, 100000);
        plant(half, 0, one, 0, 26); // 20 of them
        const Line other = randomLine("solo", random, 46, 24, 100000);
        QCOMPARE(sharedBetween(std::vector{one, half, other}), (0.5 + 0.5 + 0) / 3);
        // A figure that only returns in its own solo is not shared.
        const Line riff = lineOfPitches("riff", std::vector<int>(40, 60));
        QCOMPARE(sharedBetween(std::vector{one, riff}), 0.0);
    }

    void theGuardNoticesLoops()
    {
        for (int figure = 1; figure <= 12; ++figure) {
            RepetitionGuard guard;
            int notes = 0;
            const int expected = std::max(16, 3 * figure);
            for (; !guard.isLooping() && notes < 100; ++notes) {
                QVERIFY(guard.reason().empty());
                const int place = notes % figure;
                guard.take(place * place % 5 - 1, place == 0 ? 12 : 6);
            }
            QVERIFY2(
                notes == expected,
                ("figure of " + std::to_string(figure) + ": " + std::to_string(notes)).c_str());
            const std::string said = guard.reason();
            QVERIFY2(said.find("last " + std::to_string(expected)) != std::string::npos,
                     said.c_str());
            const RepetitionGuard copy = guard;
            guard.take(11, 6);
            QVERIFY(!guard.isLooping());
            QVERIFY(copy.isLooping());
        }
    }

    void theGuardLeavesSequencesAndLongFiguresAlone()
    {
        RepetitionGuard guard;
        for (int i = 0; i < 200; ++i) {
            guard.take(i % 13 == 0 ? 5 : -1, 6); // 13 notes are a theme
            QVERIFY2(!guard.isLooping(), guard.reason().c_str());
        }
        // The same steps in another rhythm each time round.
        RepetitionGuard other;
        for (int i = 0; i < 60; ++i) {
            other.take(i % 4 == 0 ? 3 : -1, i / 4 % 2 == 0 ? 6 : 4 + i % 3);
            QVERIFY2(!other.isLooping(), other.reason().c_str());
        }
    }

    void realMusicDoesNotLoop()
    {
        const auto lines = bookLines();
        QVERIFY(!lines.empty());
        for (const Line& line : lines) {
            const auto [count, reason] = alarms(line);
            QVERIFY2(count == 0, (line.name + ": " + reason).c_str());
            QVERIFY(line.notes.size() > 50);
        }
    }

    /// Figures of an independent program over the same files; it quantises to other grids.
    void realSolosShareWhatTheyShould()
    {
        const std::string folder = qEnvironmentVariable("WOODSHED_CORPORA_DIR").toStdString();
        if (folder.empty())
            QSKIP("WOODSHED_CORPORA_DIR is not set");
        std::vector<Line> corpus;
        for (const auto& file : fs::directory_iterator(folder + "/solos")) {
            const auto bytes = readFile(file.path());
            const auto solo = bytes ? loadSolo(*bytes) : forward(bytes);
            QVERIFY2(solo, file.path().c_str());
            corpus.push_back(lineOf(*solo));
            corpus.back().name = file.path().stem().string();
        }
        std::sort(corpus.begin(), corpus.end(),
                  [](const Line& a, const Line& b) { return a.name < b.name; });
        const LineIndex index(corpus);
        struct Expected {
            std::string name;
            double share6 = 0;
            double share8 = 0;
            int longest = 0;
        };
        const std::vector<Expected> expected{{"CharlieParker_KoKo", 0.1927, 0.0435, 10},
                                             {"LeeMorgan_JustOneOfThoseThings", 0.2151, 0.0719, 15},
                                             {"SonnyRollins_StThomas-2", 0.2366, 0.1047, 17}};
        std::size_t found = 0;
        std::size_t looping = 0;
        double sum6 = 0;
        double sum8 = 0;
        for (const Line& line : corpus) {
            const auto report = originality(index, line, line.name);
            sum6 += report.share6;
            sum8 += report.share8;
            looping += alarms(line).first > 0 ? 1 : 0;
            for (const Expected& each : expected) {
                if (each.name != line.name)
                    continue;
                ++found;
                const std::string said = each.name + ": " + std::to_string(report.share6) + ", " +
                                         std::to_string(report.share8) + ", " +
                                         std::to_string(report.longest);
                QVERIFY2(std::abs(report.share6 - each.share6) < 0.01, said.c_str());
                QVERIFY2(std::abs(report.share8 - each.share8) < 0.015, said.c_str());
                QVERIFY2(std::abs(report.longest - each.longest) <= 2, said.c_str());
            }
        }
        QCOMPARE(found, expected.size());
        const double count = static_cast<double>(corpus.size());
        const double between = sharedBetween(corpus);
        qInfo("of the others' music: %.4f of 6-grams, %.4f of 8-grams; between solos %.4f; "
              "%zu of %zu solos go round in circles once",
              sum6 / count, sum8 / count, between, looping, corpus.size());
        QVERIFY(std::abs(sum6 / count - 0.0932) < 0.003);
        QVERIFY(std::abs(sum8 / count - 0.0205) < 0.002);
        QVERIFY(std::abs(between - 0.0801) < 0.003);
        // Riffs that a player hammers in on purpose; few do.
        QVERIFY(looping <= corpus.size() / 10);
    }
};

QTEST_GUILESS_MAIN(TestOriginality)
#include "tst_originality.moc"
