#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <QTest>

#include "arrange/accompaniment.h"
#include "core/formats/bookfiles.h"
#include "corpus/line.h"
#include "corpus/linequantiser.h"
#include "formats/abc.h"
#include "support/random.h"

using namespace woodshed;

namespace
{

constexpr std::int64_t ticksPerStep = Ticks::perQuarter / stepsPerQuarter;

/// Notes given in steps.
Note note(int start, int length, int pitch)
{
    return {.start = {start * ticksPerStep}, .duration = {length * ticksPerStep}, .pitch = pitch};
}

Solo soloOf(std::vector<Note> melody, int bars = 4)
{
    Solo solo;
    solo.tune.title = "test";
    solo.tune.chords.length = solo.tune.barLength() * bars;
    solo.melody = std::move(melody);
    return solo;
}

std::vector<int> onsetsOf(const Line& line)
{
    std::vector<int> onsets;
    for (const LineNote& each : line.notes)
        onsets.push_back(each.start);
    return onsets;
}

QByteArray listed(const std::vector<int>& numbers)
{
    QByteArray text;
    for (const int number : numbers)
        text += QByteArray::number(number) + ' ';
    return text;
}

/// Rising, and every note followed by its rest and the next one.
QByteArray faultOf(const Line& line)
{
    for (std::size_t i = 0; i < line.notes.size(); ++i) {
        const LineNote& here = line.notes[i];
        const QByteArray place = "note " + QByteArray::number(static_cast<int>(i));
        if (here.length < 1 || here.rest < 0)
            return place + " has no length";
        if (i + 1 < line.notes.size() &&
            here.start + here.length + here.rest != line.notes[i + 1].start)
            return place + " does not lead to the next";
    }
    return {};
}

/// Onsets in steps as somebody plays them: `share` is where the second eighth of a beat begins,
/// `delay` how late all is, in quarters, and `jitter` the deviation in quarters.
struct Player {
    double share = 0.5;
    double delay = 0;
    double jitter = 0;
};

std::vector<double> played(const std::vector<int>& steps, const Player& player, Random& random)
{
    std::vector<double> onsets;
    for (const int step : steps) {
        const int beat = step / stepsPerQuarter;
        const int within = step % stepsPerQuarter;
        const double place = within == stepsPerQuarter / 2
                                 ? player.share
                                 : static_cast<double>(within) / stepsPerQuarter;
        const double late = player.delay + player.jitter * std::clamp(random.normal(), -2.0, 2.0);
        onsets.push_back(beat + place + late);
    }
    std::sort(onsets.begin(), onsets.end());
    return onsets;
}

/// Beats of quarters and pairs of eighths, now and then of silence.
std::vector<int> eighthLine(Random& random, int beats)
{
    std::vector<int> steps;
    for (int beat = 0; beat < beats; ++beat) {
        const std::size_t kind = random.index(8);
        if (kind > 0)
            steps.push_back(beat * stepsPerQuarter);
        if (kind > 1)
            steps.push_back(beat * stepsPerQuarter + stepsPerQuarter / 2);
    }
    return steps;
}

double shareFound(const std::vector<int>& expected, const std::vector<int>& found)
{
    std::vector<int> same;
    std::set_intersection(expected.begin(), expected.end(), found.begin(), found.end(),
                          std::back_inserter(same));
    return static_cast<double>(same.size()) / static_cast<double>(expected.size());
}

/// Written eighths of a rising scale.
std::vector<Note> eighths(int count)
{
    std::vector<Note> notes;
    for (int i = 0; i < count; ++i)
        notes.push_back(note(6 * i, 6, 60 + i % 12));
    return notes;
}

} // namespace

class TestLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writtenNotesAndRestsStay()
    {
        // Eighth, quarter tied over the bar line, triplet, sixteenths, an eighth and a long rest.
        const Line line = lineOf(soloOf({note(6, 6, 60), note(42, 12, 62), note(54, 4, 64),
                                         note(58, 4, 65), note(62, 4, 67), note(66, 3, 69),
                                         note(69, 3, 71), note(78, 6, 72), note(132, 24, 60)}));
        const std::vector<LineNote> expected{{6, 6, 30, 60}, {42, 12, 0, 62}, {54, 4, 0, 64},
                                             {58, 4, 0, 65}, {62, 4, 0, 67},  {66, 3, 0, 69},
                                             {69, 3, 6, 71}, {78, 6, 48, 72}, {132, 24, 0, 60}};
        QCOMPARE(line.notes, expected);
        QCOMPARE(line.name, std::string("test"));
        QCOMPARE(line.setting.length, 192);
    }

    void shorterGapsThanAnEighthAreNoRests()
    {
        const Line line = lineOf(soloOf({note(0, 7, 60), note(12, 6, 62), note(18, 6, 64)}));
        QCOMPARE(line.notes[0], (LineNote{0, 12, 0, 60}));
        QCOMPARE(lineOf(soloOf({note(0, 6, 60), note(12, 6, 62)})).notes[0],
                 (LineNote{0, 6, 6, 60}));
    }

    void theTopOfSimultaneousNotesIsTheLine()
    {
        const Line line = lineOf(soloOf(
            {note(0, 12, 60), note(0, 12, 67), note(0, 24, 64), note(12, 6, 72), note(12, 6, 55)}));
        QCOMPARE(line.notes, (std::vector<LineNote>{{0, 12, 0, 67}, {12, 6, 0, 72}}));
    }

    void notesAreCutWhereTheNextBegins()
    {
        const Line line =
            lineOf(soloOf({note(0, 40, 60), note(6, 30, 62), note(12, 3, 64), note(30, 500, 65)}));
        const std::vector<LineNote> expected{
            {0, 6, 0, 60}, {6, 6, 0, 62}, {12, 3, 15, 64}, {30, 500, 0, 65}};
        QCOMPARE(line.notes, expected);
    }

    void aFewNotesOffTheGridMakeNoPerformance()
    {
        // Eighths with eighth rests between them, and a turn in thirty-seconds.
        std::vector<Note> melody;
        for (int i = 0; i < 40; ++i)
            melody.push_back(note(12 * i, 6, 60 + i % 5));
        melody.push_back({.start = {480 * 40}, .duration = {60}, .pitch = 64});
        melody.push_back({.start = {480 * 40 + 60}, .duration = {60}, .pitch = 65});
        melody.push_back({.start = {480 * 40 + 120}, .duration = {360}, .pitch = 64});
        const Line line = lineOf(soloOf(melody, 16));
        QCOMPARE(line.notes[3], (LineNote{36, 6, 6, 63}));
        QCOMPARE(line.notes[41].start, 482);
        QCOMPARE(faultOf(line), QByteArray());
    }

    void theSettingIsThatOfTheTune()
    {
        Solo solo = soloOf({});
        solo.voice = "bebop";
        solo.tune.tempo = 200;
        solo.tune.beatsPerBar = 3;
        const Ticks bar = solo.tune.barLength();
        solo.tune.chords.length = bar * 4;
        solo.tune.chords.chords = {
            {.start = bar, .duration = bar, .text = "Cmaj7", .pitches = {}},
            {.start = bar * 2, .duration = bar, .text = "C^7", .pitches = {}},
            {.start = bar * 3, .duration = bar, .text = "NC", .pitches = {}}};
        const Line line = lineOf(solo);
        QCOMPARE(line.voice, std::string("bebop"));
        QCOMPARE(line.setting.tempo, 200.0);
        QCOMPARE(line.setting.barSteps, 36);
        QCOMPARE(line.setting.length, 144);
        // Two spellings of one chord are one chord.
        QCOMPARE(line.setting.chords.size(), std::size_t{2});
        QCOMPARE(line.setting.chordAt(-1), -1);
        QCOMPARE(line.setting.chordAt(35), -1);
        QVERIFY(!line.setting.shapeAt(0).isChord());
        QCOMPARE(line.setting.chordAt(36), 0);
        QCOMPARE(line.setting.chordAt(107), 0);
        QCOMPARE(line.setting.chordAt(108), 1);
        QVERIFY(!line.setting.shapeAt(500).isChord());
    }

    void swungEighthsAreEighths_data()
    {
        QTest::addColumn<double>("ratio");
        QTest::addColumn<double>("delay");
        for (const double ratio : {1.0, 1.15, 1.3, 1.6, 2.0})
            for (const double delay : {0.0, 0.06, 0.12})
                QTest::addRow("%.2f to 1, %.2f late", ratio, delay) << ratio << delay;
    }
    void swungEighthsAreEighths()
    {
        QFETCH(double, ratio);
        QFETCH(double, delay);
        double sum = 0;
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            Random random(seed);
            const std::vector<int> steps = eighthLine(random, 128);
            const Player player{.share = ratio / (1 + ratio), .delay = delay, .jitter = 0.015};
            const auto found = quantisedOnsets(played(steps, player, random));
            QCOMPARE(found.size(), steps.size());
            sum += shareFound(steps, found) / 10;
        }
        QVERIFY2(sum >= 0.97, std::to_string(sum).c_str());
    }

    void tripletsAndSixteenthsAreTold()
    {
        Random random(3);
        std::vector<int> steps;
        for (int beat = 0; beat < 160; ++beat) {
            const std::size_t kind = random.index(5);
            const std::vector<int> places = kind == 0   ? std::vector<int>{0, 4, 8}
                                            : kind == 1 ? std::vector<int>{0, 3, 6, 9}
                                            : kind == 2 ? std::vector<int>{0}
                                                        : std::vector<int>{0, 6};
            for (const int place : places)
                steps.push_back(beat * stepsPerQuarter + place);
        }
        for (const double delay : {0.0, 0.08}) {
            const Player player{.share = 0.56, .delay = delay, .jitter = 0.012};
            const auto found = quantisedOnsets(played(steps, player, random));
            const double share = shareFound(steps, found);
            QVERIFY2(share >= 0.97, std::to_string(share).c_str());
        }
    }

    void aLongRunOfTripletsIsNotCutInside()
    {
        // Twenty-four onsets are a phrase; with a pick-up they end inside a beat.
        std::vector<double> onsets{-0.5};
        std::vector<int> expected{-6};
        for (int i = 0; i < 60; ++i) {
            onsets.push_back(i / 3.0 + 0.001 * (i % 2));
            expected.push_back(4 * i);
        }
        QCOMPARE(listed(quantisedOnsets(onsets)), listed(expected));
    }

    void theBookComesBackFromItsPerformance()
    {
        std::size_t all = 0;
        double found = 0;
        double worst = 1;
        std::string worstName;
        for (const auto& [name, text] : bookTexts()) {
            const auto reading = readAbc(text);
            QVERIFY2(reading, name.c_str());
            const Solo& solo = reading->solo;
            const Line written = lineOf(solo);
            QCOMPARE(faultOf(written), QByteArray());
            BandOptions options;
            options.feel = feelOf(solo.tune);
            options.seed = 7;
            const Performance performance =
                unaccompanied(solo.tune, solo.choruses, solo.melody, options);
            Solo performed = solo;
            performed.melody = performance.parts.front().notes;
            const Line line = lineOf(performed);
            QVERIFY2(faultOf(line).isEmpty(), (name + ": " + faultOf(line).toStdString()).c_str());
            const double share = shareFound(onsetsOf(written), onsetsOf(line));
            all += written.notes.size();
            found += share * static_cast<double>(written.notes.size());
            if (share < worst) {
                worst = share;
                worstName = name;
            }
        }
        QVERIFY(all > 1000);
        const double share = found / static_cast<double>(all);
        qInfo("%.2f %% of %zu onsets; worst %.1f %%: %s", 100 * share, all, 100 * worst,
              worstName.c_str());
        QVERIFY(share >= 0.97);
    }

    void articulationIsNoRest()
    {
        std::vector<Note> melody;
        for (int i = 0; i < 16; ++i)
            melody.push_back({.start = {240 * i + 7 + i % 3}, .duration = {150}, .pitch = 60 + i});
        melody.push_back({.start = {240 * 20 + 7}, .duration = {400}, .pitch = 70});
        const Line line = lineOf(soloOf(melody));
        for (std::size_t i = 0; i < 15; ++i)
            QCOMPARE(line.notes[i],
                     (LineNote{6 * static_cast<int>(i), 6, 0, 60 + static_cast<int>(i)}));
        QVERIFY(line.notes[15].rest > 0);
        QCOMPARE(faultOf(line), QByteArray());
    }

    void noNotesAreNoLine()
    {
        const Line line = lineOf(soloOf({}));
        QVERIFY(line.notes.empty());
        QVERIFY(quantisedOnsets({}).empty());
        QVERIFY(lineOf(Solo{}).notes.empty());
        QCOMPARE(lineOf(Solo{}).setting.length, 0);
    }

    void notesBeforeTheFormAreRoundedTheSameWay()
    {
        const Line line = lineOf(soloOf({note(-18, 6, 60), note(-12, 6, 62), note(-6, 6, 64)}));
        QCOMPARE(listed(onsetsOf(line)), listed({-18, -12, -6}));
        Solo late = soloOf(eighths(40), 8);
        late.melody.insert(late.melody.begin(),
                           {{.start = {-250}, .duration = {240}, .pitch = 60}});
        QCOMPARE(lineOf(late).notes.front().start, -6);
        QCOMPARE(faultOf(lineOf(late)), QByteArray());
    }

    void thousandsOfNotesAtOnePlace()
    {
        std::vector<Note> heap(5000, note(24, 6, 60));
        heap.push_back(note(24, 6, 61));
        QCOMPARE(lineOf(soloOf(heap)).notes, (std::vector<LineNote>{{24, 6, 0, 61}}));
        const std::vector<double> onsets(5000, 1.01);
        const auto steps = quantisedOnsets(onsets);
        QCOMPARE(steps.size(), std::size_t{5000});
        for (std::size_t i = 1; i < steps.size(); ++i)
            QVERIFY(steps[i] > steps[i - 1]);
        // A tick apart, so that they are a line, if a mad one.
        std::vector<Note> cluster;
        for (int i = 0; i < 5000; ++i)
            cluster.push_back({.start = {17 * i + 1}, .duration = {9999}, .pitch = 30 + i % 90});
        QCOMPARE(faultOf(lineOf(soloOf(cluster))), QByteArray());
    }

    void impossibleTimesDoNoHarm()
    {
        constexpr auto most = std::numeric_limits<std::int64_t>::max();
        constexpr auto least = std::numeric_limits<std::int64_t>::min();
        for (const bool written : {true, false}) {
            const std::int64_t off = written ? 0 : 13;
            const Line line = lineOf(soloOf({{.start = {least}, .duration = {1}},
                                             {.start = {off}, .duration = {most}},
                                             {.start = {480 + off}, .duration = {least}},
                                             {.start = {520 + off}, .duration = {-480}},
                                             {.start = {560 + off}, .duration = {most}},
                                             {.start = {most - 1000}, .duration = {most}}}));
            QVERIFY2(faultOf(line).isEmpty(), faultOf(line).constData());
            QVERIFY(line.notes.size() >= 2 && line.notes.size() <= 4);
            QVERIFY(line.notes.back().start < 100);
        }
        Solo solo = soloOf({note(0, 6, 60)});
        solo.tune.chords.length = {most};
        solo.tune.chords.chords = {
            {.start = {most}, .duration = {most}, .text = "C", .pitches = {}}};
        solo.tune.tempo = std::numeric_limits<double>::quiet_NaN();
        const Line line = lineOf(solo);
        QVERIFY(line.setting.length > 0);
        QCOMPARE(line.setting.chordAt(0), -1);
        QCOMPARE(line.setting.tempo, 130.0);
    }
};

QTEST_APPLESS_MAIN(TestLine)
#include "tst_line.moc"
