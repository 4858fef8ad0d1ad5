#include <QTest>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "arrange/chart.h"
#include "arrange/drumkit.h"
#include "arrange/drums.h"

using namespace woodshed;

namespace
{

constexpr Ticks quarter{Ticks::perQuarter};

struct Form {
    const char* name;
    Feel feel;
    double tempo;
    int bars;
    int beats;
    int unit = 4;
};

constexpr Form forms[] = {
    {"blues", Feel::Swing, 138, 12, 4},       {"standard", Feel::Swing, 180, 32, 4},
    {"up", Feel::UpTempo, 260, 32, 4},        {"ballad", Feel::Ballad, 66, 16, 4},
    {"waltz", Feel::Waltz, 160, 16, 3},       {"bossa", Feel::Bossa, 132, 16, 4},
    {"shuffle", Feel::Shuffle, 120, 12, 4},   {"five", Feel::Swing, 170, 24, 5},
    {"seven", Feel::Swing, 170, 14, 7},       {"six-eight", Feel::Swing, 100, 16, 6, 8},
    {"cut time", Feel::Swing, 200, 16, 2, 2}, {"two-four", Feel::Swing, 150, 16, 2},
};

LeadSheet tuneOf(const Form& form, int choruses)
{
    LeadSheet tune;
    tune.tempo = form.tempo;
    tune.beatsPerBar = form.beats;
    tune.beatUnit = form.unit;
    ChordProgression chorus;
    const Ticks bar = tune.barLength();
    const char* symbols[] = {"F7", "Bb7", "Gm7", "C7"};
    for (int i = 0; i < form.bars; ++i)
        chorus.chords.push_back({bar * i, bar, symbols[i % 4], {}});
    chorus.length = bar * form.bars;
    tune.chords = repeated(chorus, choruses);
    return tune;
}

/// Eighths through every odd pair of bars, silence through every even one.
std::vector<Note> talkingAndListening(const Chart& chart)
{
    std::vector<Note> solo;
    for (Ticks at{}; at < chart.length; at += Ticks{240}) {
        if (at.count / chart.bar.count % 4 < 2)
            solo.push_back({.start = at, .duration = {220}, .pitch = 70});
    }
    return solo;
}

using Content = std::set<std::pair<std::int64_t, int>>;

std::vector<Content> barsOf(const std::vector<Note>& notes, const Chart& chart)
{
    std::vector<Content> bars(static_cast<std::size_t>(chart.bars));
    for (const Note& note : notes)
        bars.at(static_cast<std::size_t>(note.start.count / chart.bar.count))
            .insert({note.start.count % chart.bar.count, note.pitch});
    return bars;
}

std::vector<Note> drumsOf(const Form& form, const Chart& chart, std::uint64_t seed,
                          std::optional<Ticks> landing = {})
{
    Random random(seed);
    return drumPart(chart, form.feel, form.tempo, talkingAndListening(chart), random, landing);
}

} // namespace

class TestDrums : public QObject
{
    Q_OBJECT

private:
    static void addForms()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < std::size(forms); ++i)
            QTest::newRow(forms[i].name) << static_cast<int>(i);
    }

    static const Form& form()
    {
        QFETCH(int, index);
        return forms[index];
    }

private Q_SLOTS:
    void barsVary_data() { addForms(); }

    void barsVary()
    {
        const int choruses = 64 / form().bars + 1;
        const Chart chart = chartOf(tuneOf(form(), choruses), choruses);
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const auto bars = barsOf(drumsOf(form(), chart, seed), chart);
            for (std::size_t i = 2; i < bars.size(); ++i)
                QVERIFY2(
                    bars[i] != bars[i - 1] || bars[i] != bars[i - 2],
                    qPrintable(QStringLiteral("seed %1: bars up to %2 are one").arg(seed).arg(i)));
            for (std::size_t i = 0; i + 32 <= bars.size(); ++i) {
                const std::set<Content> distinct(bars.begin() + static_cast<std::ptrdiff_t>(i),
                                                 bars.begin() + static_cast<std::ptrdiff_t>(i) +
                                                     32);
                QVERIFY2(distinct.size() >= 6, qPrintable(QStringLiteral("seed %1: %2 bars from %3")
                                                              .arg(seed)
                                                              .arg(distinct.size())
                                                              .arg(i)));
            }
        }
    }

    void strokesArePlayable_data() { addForms(); }

    void strokesArePlayable()
    {
        const Chart chart = chartOf(tuneOf(form(), 3), 3);
        const std::set<int> kit{36, 37, 38, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51};
        for (std::uint64_t seed = 0; seed < 30; ++seed) {
            std::map<int, Ticks> ringing;
            Ticks before;
            for (const Note& note : drumsOf(form(), chart, seed)) {
                QVERIFY(note.start >= before);
                QVERIFY(note.start < chart.length);
                QVERIFY(note.duration > Ticks{});
                QVERIFY(note.velocity >= 18 && note.velocity <= 112);
                QVERIFY2(kit.count(note.pitch) == 1, qPrintable(QString::number(note.pitch)));
                QVERIFY(ringing[note.pitch] <= note.start);
                ringing[note.pitch] = note.end();
                before = note.start;
            }
        }
    }

    void theSameSeedPlaysTheSame_data() { addForms(); }

    void theSameSeedPlaysTheSame()
    {
        const Chart chart = chartOf(tuneOf(form(), 2), 2);
        QCOMPARE(drumsOf(form(), chart, 5), drumsOf(form(), chart, 5));
        QVERIFY(drumsOf(form(), chart, 5) != drumsOf(form(), chart, 6));
    }

    void theFootKeepsTwoAndFour()
    {
        for (const Form& swinging : {forms[0], forms[1], forms[2], forms[3], forms[6]}) {
            const Chart chart = chartOf(tuneOf(swinging, 2), 2);
            const auto bars = barsOf(drumsOf(swinging, chart, 3), chart);
            for (const Content& bar : bars) {
                QVERIFY(bar.count({480, drum::pedalHat}) == 1);
                QVERIFY(bar.count({1440, drum::pedalHat}) == 1);
                QVERIFY(bar.count({0, drum::pedalHat}) == 0);
            }
        }
        const Chart waltz = chartOf(tuneOf(forms[4], 2), 2);
        for (const Content& bar : barsOf(drumsOf(forms[4], waltz, 3), waltz))
            QVERIFY(bar.count({480, drum::pedalHat}) == 1);
    }

    void theKickIsFeathered()
    {
        const Chart chart = chartOf(tuneOf(forms[1], 2), 2);
        int soft = 0;
        for (const Note& note : drumsOf(forms[1], chart, 3)) {
            if (note.pitch == drum::kick && note.start.count % 480 == 0 && note.velocity <= 42)
                ++soft;
        }
        QVERIFY2(soft > chart.bars * 4 * 7 / 10, qPrintable(QString::number(soft)));
    }

    void theRideSwings()
    {
        // Quarters nearly everywhere, skip notes mostly after two and four.
        const Chart chart = chartOf(tuneOf(forms[1], 3), 3);
        std::map<std::int64_t, int> count;
        for (const Note& note : drumsOf(forms[1], chart, 3)) {
            if (note.pitch == drum::ride)
                ++count[note.start.count % chart.bar.count];
        }
        QVERIFY(count[480] > chart.bars * 8 / 10);
        QVERIFY(count[720] > 2 * count[240]);
        QVERIFY(count[1680] > 2 * count[1200]);
        QVERIFY(count[720] < chart.bars); // but not the same bar always
    }

    void theShuffleHasABackbeat()
    {
        const Chart chart = chartOf(tuneOf(forms[6], 2), 2);
        int strong = 0;
        for (const Note& note : drumsOf(forms[6], chart, 3))
            strong +=
                note.pitch == drum::snare && note.velocity > 85 && note.start.count % 960 == 480;
        QVERIFY2(strong >= chart.bars * 3 / 2, qPrintable(QString::number(strong)));
    }

    void theBossaHasItsClave()
    {
        const Chart chart = chartOf(tuneOf(forms[5], 4), 4);
        std::map<std::int64_t, int> sticks;
        for (const Note& note : drumsOf(forms[5], chart, 3)) {
            QVERIFY(note.pitch != drum::ride || note.start.count % 240 == 0);
            if (note.pitch == drum::sideStick)
                ++sticks[note.start.count % (2 * chart.bar.count) / 240];
        }
        const int pairs = chart.bars / 2;
        for (const std::int64_t eighth : {0, 3, 10})
            QVERIFY2(sticks[eighth] > pairs * 6 / 10, qPrintable(QString::number(sticks[eighth])));
        QCOMPARE(sticks[1], 0);
        QCOMPARE(sticks[9], 0);
    }

    void theSnareAnswersTheSolo()
    {
        int talking = 0;
        int listening = 0;
        const Chart chart = chartOf(tuneOf(forms[1], 2), 2);
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            for (const Note& note : drumsOf(forms[1], chart, seed)) {
                if (note.pitch != drum::snare || note.velocity < 45)
                    continue;
                const std::int64_t bar = note.start.count / chart.bar.count;
                const bool isFill = bar % 4 == 3;
                if (!isFill)
                    (bar % 4 < 2 ? talking : listening) += 1;
            }
        }
        // Two bars of talk in four, one of listening, and one with a fill.
        QVERIFY2(listening > 2 * talking,
                 qPrintable(QStringLiteral("%1 against %2").arg(listening).arg(talking)));
    }

    void chorusesBeginWithACrash_data() { addForms(); }

    void chorusesBeginWithACrash()
    {
        const Chart chart = chartOf(tuneOf(form(), 3), 3);
        for (std::uint64_t seed = 0; seed < 10; ++seed) {
            std::vector<std::int64_t> crashes;
            for (const Note& note : drumsOf(form(), chart, seed)) {
                if (note.pitch == drum::crash)
                    crashes.push_back(note.start.count / chart.bar.count);
            }
            QCOMPARE(crashes, (std::vector<std::int64_t>{form().bars, 2 * form().bars}));
        }
    }

    void fillsGrowWithTheForm()
    {
        // Strokes on snare and toms in the last bar of the chorus, and in the second.
        const Chart chart = chartOf(tuneOf(forms[1], 2), 2);
        int plain = 0;
        int end = 0;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const auto bars = barsOf(drumsOf(forms[1], chart, seed), chart);
            const auto strokes = [&](std::size_t bar) {
                return static_cast<int>(
                    std::count_if(bars[bar].begin(), bars[bar].end(), [](const auto& stroke) {
                        return stroke.second == drum::snare ||
                               (stroke.second >= 41 && stroke.second <= 50 &&
                                stroke.second != drum::pedalHat && stroke.second != drum::crash);
                    }));
            };
            plain += strokes(1);
            end += strokes(31);
            QVERIFY(strokes(31) >= 2);
        }
        QVERIFY2(end > 2 * plain, qPrintable(QStringLiteral("%1, %2").arg(end).arg(plain)));
    }

    void theBandLandsTogether_data() { addForms(); }

    void theBandLandsTogether()
    {
        const Chart chart = chartOf(tuneOf(form(), 2), 2);
        for (const Ticks landing : {chart.length - chart.bar, chart.length - quarter}) {
            const auto notes = drumsOf(form(), chart, 7, landing);
            QCOMPARE(notes.back().pitch, drum::crash);
            QCOMPARE(notes.back().start, landing);
            QCOMPARE(std::prev(notes.end(), 2)->pitch, drum::kick);
            QCOMPARE(std::prev(notes.end(), 2)->start, landing);
            QVERIFY(std::prev(notes.end(), 3)->start < landing);
            QVERIFY(notes.back().end() >= chart.length);
        }
    }

    void silenceIsKept()
    {
        LeadSheet tune = tuneOf(forms[0], 1);
        tune.chords.chords[5].text = "NC";
        const Chart chart = chartOf(tune, 1);
        for (const Note& note : drumsOf(forms[0], chart, 1))
            QVERIFY(note.start.count / chart.bar.count != 5);
    }

    void aBarCutShortEndsTheMusic()
    {
        LeadSheet tune = tuneOf(forms[0], 1);
        tune.chords.length = tune.chords.length - Ticks{480 * 2 + 100};
        const Chart chart = chartOf(tune, 1);
        for (const Note& note : drumsOf(forms[0], chart, 1))
            QVERIFY(note.start < chart.length);
    }
};

QTEST_GUILESS_MAIN(TestDrums)
#include "tst_drums.moc"
