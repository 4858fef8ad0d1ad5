#include <QTest>

#include <algorithm>
#include <map>
#include <set>

#include "arrange/comping.h"
#include "arrange/comprhythm.h"
#include "arrange/voicing.h"
#include "randomcharts.h"

using namespace woodshed;
using charts::Share;

namespace
{

/// A solo that rests, plays and runs for a few beats at a time.
std::vector<Note> soloOver(const Chart& chart, std::uint64_t seed)
{
    Random random(seed + 1000);
    std::vector<Note> solo;
    Ticks at;
    while (at < chart.length) {
        const auto beats = static_cast<std::int64_t>(2 + random.index(9));
        constexpr std::array<std::int64_t, 5> notesInBeat{0, 0, 1, 2, 4};
        const std::int64_t notes = notesInBeat.at(random.index(notesInBeat.size()));
        for (std::int64_t n = 0; n < beats * notes; ++n) {
            const Ticks place{480 / notes};
            solo.push_back({.start = at + place * n, .duration = place, .pitch = 72});
        }
        at += Ticks::fromQuarters(beats);
    }
    std::erase_if(solo, [&](const Note& note) { return note.start >= chart.length; });
    return solo;
}

struct Played {
    charts::Case c;
    std::vector<Note> solo;
    std::vector<Note> notes;
};

/// The notes that begin together.
std::vector<std::vector<Note>> strikes(const std::vector<Note>& notes)
{
    std::vector<std::vector<Note>> struck;
    for (const Note& note : notes) {
        if (struck.empty() || struck.back().front().start != note.start)
            struck.emplace_back();
        struck.back().push_back(note);
    }
    return struck;
}

std::vector<int> pitchesOf(const std::vector<Note>& strike)
{
    std::vector<int> pitches;
    for (const Note& note : strike)
        pitches.push_back(note.pitch);
    return pitches;
}

/// The chord that a strike plays: the coming one where that begins within an eighth.
const ChartChord* chordOf(const Chart& chart, Ticks start)
{
    const ChartChord* coming = chart.at(start + Ticks{240});
    if (coming != nullptr && coming->start > start && coming->sounds)
        return coming;
    return chart.at(start);
}

QByteArray where(const Played& played, Ticks at)
{
    return QByteArray(feelName(played.c.feel).data()) + " seed " +
           QByteArray::number(played.c.seed) + " bar " +
           QByteArray::number(at.count / played.c.chart.bar.count + 1) + " tick " +
           QByteArray::number(at.count % played.c.chart.bar.count);
}

void print(const char* what, const std::map<Feel, Share>& shares)
{
    QByteArray line(what);
    for (const auto& [feel, share] : shares)
        line += ", " + QByteArray(feelName(feel).data()) + " " +
                QByteArray::number(100 * share.value(), 'f', 1) + " %";
    qInfo("%s", line.constData());
}

Played playedOver(const LeadSheet& tune, Feel feel, std::uint64_t seed = 1)
{
    Played played{{chartOf(tune, 1), feel, charts::tempoOf(feel), seed}, {}, {}};
    Random random(seed);
    played.notes = comping(played.c.chart, feel, played.c.tempo, {}, random);
    return played;
}

} // namespace

class TestComping : public QObject
{
    Q_OBJECT

private:
    std::vector<Played> m_played;

private Q_SLOTS:
    void initTestCase()
    {
        for (charts::Case& c : charts::randomCases()) {
            Played played{std::move(c), {}, {}};
            played.solo = soloOver(played.c.chart, played.c.seed);
            Random random(played.c.seed);
            played.notes =
                comping(played.c.chart, played.c.feel, played.c.tempo, played.solo, random);
            m_played.push_back(std::move(played));
        }
    }

    void notesAreInOrderAndInRange()
    {
        for (const Played& played : m_played) {
            std::map<int, Ticks> free;
            const Note* before = nullptr;
            for (const Note& note : played.notes) {
                const QByteArray at = where(played, note.start);
                QVERIFY2(note.pitch >= 48 && note.pitch <= 76, at);
                QVERIFY2(note.velocity >= 1 && note.velocity <= 80, at);
                QVERIFY2(note.duration > Ticks{}, at);
                QVERIFY2(note.start >= free[note.pitch], at);
                QVERIFY2(note.end() <= played.c.chart.length, at);
                if (before != nullptr)
                    QVERIFY2(std::pair(before->start, before->pitch) <
                                 std::pair(note.start, note.pitch),
                             at);
                free[note.pitch] = note.end();
                before = &note;
            }
        }
    }

    void silentOverNoChordAndNeverIntoTheNext()
    {
        for (const Played& played : m_played) {
            for (const Note& note : played.notes) {
                const QByteArray at = where(played, note.start);
                const ChartChord* under = played.c.chart.at(note.start);
                QVERIFY2(under != nullptr && under->sounds, at);
                QVERIFY2(note.end() <= chordOf(played.c.chart, note.start)->end(), at);
            }
        }
    }

    void everyLongChordIsHeard()
    {
        std::map<Feel, Share> heard;
        for (const Played& played : m_played) {
            std::set<std::int64_t> chords;
            for (const Note& note : played.notes)
                chords.insert(chordOf(played.c.chart, note.start)->start.count);
            for (const ChartChord& chord : played.c.chart.chords) {
                if (chord.sounds && chord.duration >= played.c.chart.beat * 2)
                    heard[played.c.feel].count(chords.count(chord.start.count) > 0);
            }
        }
        print("chords heard", heard);
        for (const auto& [feel, share] : heard)
            QVERIFY2(share.held == share.all, feelName(feel).data());
    }

    void guideToneAndClashRules()
    {
        Share voices;
        for (const Played& played : m_played) {
            for (const auto& strike : strikes(played.notes)) {
                const QByteArray at = where(played, strike.front().start);
                const ChartChord& chord = *chordOf(played.c.chart, strike.front().start);
                const ChordAnatomy anatomy = anatomyOf(chord);
                const auto holds = [&](int interval) {
                    return std::any_of(strike.begin(), strike.end(), [&](const Note& note) {
                        return (note.pitch - chord.root + 24) % 12 == interval;
                    });
                };
                QVERIFY2(anatomy.third < 0 || holds(anatomy.third), at);
                QVERIFY2(anatomy.seventh < 0 || holds(anatomy.seventh), at);
                for (const Note& note : strike)
                    QVERIFY2(chord.holds(note.pitch) || !chord.holds(note.pitch - 1), at);
                voices.count(strike.size() == 3 || strike.size() == 4);
            }
        }
        qInfo("strikes of three or four notes: %.1f %%", 100 * voices.value());
        QVERIFY(voices.value() >= 0.97);
    }

    void voicesMoveLittle()
    {
        std::map<Feel, Share> small;
        std::map<Feel, Share> smallAtChanges;
        for (const Played& played : m_played) {
            std::vector<int> before;
            const ChartChord* last = nullptr;
            for (const auto& strike : strikes(played.notes)) {
                const auto now = pitchesOf(strike);
                const ChartChord* chord = chordOf(played.c.chart, strike.front().start);
                if (!before.empty()) {
                    for (const int moved : voiceMotion(before, now)) {
                        small[played.c.feel].count(moved <= 4);
                        if (chord != last)
                            smallAtChanges[played.c.feel].count(moved <= 4);
                    }
                }
                before = now;
                last = chord;
            }
        }
        print("voices that move at most four semitones", small);
        print("and where the chord changes", smallAtChanges);
        for (const auto& [feel, share] : small)
            QVERIFY2(share.value() >= 0.95, feelName(feel).data());
        for (const auto& [feel, share] : smallAtChanges)
            QVERIFY2(share.value() >= 0.95, feelName(feel).data());
    }

    void rhythmsVary()
    {
        std::map<Feel, std::size_t> fewest;
        Share anticipations;
        for (const Played& played : m_played) {
            const Chart& chart = played.c.chart;
            std::vector<std::set<std::int64_t>> bars(static_cast<std::size_t>(chart.bars));
            for (const auto& strike : strikes(played.notes)) {
                const Ticks start = strike.front().start;
                bars[static_cast<std::size_t>(start.count / chart.bar.count)].insert(
                    start.count % chart.bar.count);
                const Ticks barEnd{(start.count / chart.bar.count + 1) * chart.bar.count};
                anticipations.count(barEnd - start == Ticks{240} && barEnd < chart.length &&
                                    strike.front().end() > barEnd);
            }
            for (std::size_t from = 0; from + 32 <= bars.size(); ++from) {
                const std::set<std::set<std::int64_t>> distinct(
                    bars.begin() + static_cast<std::ptrdiff_t>(from),
                    bars.begin() + static_cast<std::ptrdiff_t>(from + 32));
                const auto known = fewest.find(played.c.feel);
                if (known == fewest.end() || distinct.size() < known->second)
                    fewest[played.c.feel] = distinct.size();
            }
        }
        QByteArray line("fewest rhythms in 32 bars");
        for (const auto& [feel, count] : fewest)
            line += ", " + QByteArray(feelName(feel).data()) + " " +
                    QByteArray::number(static_cast<int>(count));
        qInfo("%s", line.constData());
        qInfo("strikes tied over a bar line: %.1f %%", 100 * anticipations.value());
        QCOMPARE(fewest.size(), charts::allFeels().size());
        for (const auto& [feel, count] : fewest)
            QVERIFY2(count >= 8, feelName(feel).data());
        QVERIFY(anticipations.value() >= 0.03);
    }

    void rhythmsVaryUnderAnySolo()
    {
        const LeadSheet tunes[]{
            charts::tuneOf("F7|Bb7|F7|Cm7 F7|Bb7|Bdim7|F7|Am7b5 D7b9|Gm7|C7|F7 D7|Gm7 C7"),
            charts::tuneOf("Dm7 G7|Em7 A7|Dm7 G7|C6 A7"),
            charts::tuneOf("Dm7|Dm7|Dm7|Dm7|Ebm7|Ebm7|Ebm7|Ebm7"),
        };
        for (const Feel feel : charts::allFeels()) {
            for (const LeadSheet& written : tunes) {
                for (const std::int64_t notesInBeat : {0, 1, 4}) {
                    LeadSheet tune = inFeel(written, feel);
                    tune.chords = repeated(tune.chords, 36 / tune.bars());
                    const Chart chart = chartOf(tune, 1);
                    std::vector<Note> solo;
                    for (std::int64_t n = 0; n < chart.length.count * notesInBeat / 480; ++n)
                        solo.push_back({.start = Ticks{480 / notesInBeat * n}, .duration = {100}});
                    Random random(7);
                    std::map<std::int64_t, std::set<std::int64_t>> bars;
                    for (const CompHit& hit :
                         compRhythm(chart, feel, charts::tempoOf(feel), solo, random))
                        bars[hit.start.count / chart.bar.count].insert(hit.start.count %
                                                                       chart.bar.count);
                    std::set<std::set<std::int64_t>> distinct;
                    for (std::int64_t bar = 0; bar < 32; ++bar)
                        distinct.insert(bars[bar]);
                    QVERIFY2(distinct.size() >= 8, feelName(feel).data());
                }
            }
        }
    }

    void leavesRoomForTheSolo()
    {
        struct Density {
            double hits = 0;
            double beats = 0;
            double value() const { return hits / beats; }
        };
        std::map<Feel, std::array<Density, 2>> beats; // busy, resting
        std::map<Feel, std::array<Density, 2>> wholeBars;
        for (const Played& played : m_played) {
            const Chart& chart = played.c.chart;
            std::map<std::int64_t, int> solo;
            std::map<std::int64_t, int> hits;
            for (const Note& note : played.solo)
                ++solo[note.start.count / 480];
            for (const auto& strike : strikes(played.notes))
                ++hits[strike.front().start.count / 480];
            for (std::int64_t bar = 0; bar < chart.bars; ++bar) {
                int busy = 0;
                int resting = 0;
                double hitsInBar = 0;
                bool sounds = true;
                for (std::int64_t beat = bar * chart.beatsPerBar;
                     beat < (bar + 1) * chart.beatsPerBar; ++beat) {
                    const ChartChord* chord = chart.at(Ticks::fromQuarters(beat));
                    sounds = sounds && chord != nullptr && chord->sounds;
                    const int notes = solo[beat];
                    busy += notes >= 3 ? 1 : 0;
                    resting += notes == 0 ? 1 : 0;
                    hitsInBar += hits[beat];
                    if (notes >= 3 || notes == 0) {
                        Density& density = beats[played.c.feel].at(notes == 0 ? 1 : 0);
                        density.hits += hits[beat];
                        density.beats += 1;
                    }
                }
                if (sounds && (busy == chart.beatsPerBar || resting == chart.beatsPerBar)) {
                    Density& density = wholeBars[played.c.feel].at(busy > 0 ? 0 : 1);
                    density.hits += hitsInBar;
                    density.beats += chart.beatsPerBar;
                }
            }
        }
        for (const auto& [feel, density] : beats) {
            const auto& bars = wholeBars[feel];
            qInfo("%s: strikes a beat busy %.2f resting %.2f, in whole bars %.2f and %.2f",
                  feelName(feel).data(), density[0].value(), density[1].value(), bars[0].value(),
                  bars[1].value());
            QVERIFY2(density[0].value() <= 0.7 * density[1].value(), feelName(feel).data());
            QVERIFY2(bars[0].value() <= 0.7 * bars[1].value(), feelName(feel).data());
        }
    }

    void lengthsVary()
    {
        for (const Feel feel : charts::allFeels()) {
            Share shorts;
            for (const Played& played : m_played) {
                if (played.c.feel != feel)
                    continue;
                for (const auto& strike : strikes(played.notes))
                    shorts.count(strike.front().duration < Ticks{240});
            }
            qInfo("%s: %.0f %% short", feelName(feel).data(), 100 * shorts.value());
            QVERIFY2(shorts.value() > 0.02 && shorts.value() < 0.9, feelName(feel).data());
        }
    }

    void aBalladIsSparserAndLonger()
    {
        const LeadSheet tune =
            charts::tuneOf("Cm7|F7|Bbmaj7|Ebmaj7|Am7b5|D7b9|Gm6|Gm6|Cm7|F7|Bbmaj7|Ebmaj7");
        const auto swing = strikes(playedOver(tune, Feel::Swing).notes);
        const auto ballad = strikes(playedOver(tune, Feel::Ballad).notes);
        QVERIFY(ballad.size() < swing.size());
        const auto mean = [](const auto& struck) {
            double sum = 0;
            for (const auto& strike : struck)
                sum += strike.front().duration.quarters();
            return sum / static_cast<double>(struck.size());
        };
        QVERIFY(mean(ballad) > mean(swing));
    }

    void anticipatesTheNextBar()
    {
        int early = 0;
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            const Played played =
                playedOver(charts::tuneOf("Dm7|Ebmaj7|Dm7|Ebmaj7|Dm7|Ebmaj7"), Feel::Swing, seed);
            for (const auto& strike : strikes(played.notes)) {
                const Ticks start = strike.front().start;
                if (start.count % 1920 != 1680 || start.count > 5 * 1920)
                    continue;
                ++early;
                const ChartChord& next = *played.c.chart.at(start + Ticks{240});
                const ChordAnatomy anatomy = anatomyOf(next);
                const auto pitches = pitchesOf(strike);
                QVERIFY(std::any_of(pitches.begin(), pitches.end(), [&](int pitch) {
                    return (pitch - next.root - anatomy.third) % 12 == 0;
                }));
            }
        }
        QVERIFY(early >= 5);
    }

    void sameSeedSameNotes()
    {
        for (std::size_t i = 0; i < m_played.size(); i += 7) {
            const Played& played = m_played[i];
            Random random(played.c.seed);
            QVERIFY(comping(played.c.chart, played.c.feel, played.c.tempo, played.solo, random) ==
                    played.notes);
        }
        const LeadSheet tune = charts::tuneOf("Dm7|G7|Cmaj7|A7");
        QVERIFY(playedOver(tune, Feel::Swing, 1).notes != playedOver(tune, Feel::Swing, 2).notes);
    }

    void nothingOutlivesAChartCutShort()
    {
        LeadSheet tune;
        tune.chords.chords = {{{}, Ticks{1700}, "Dm7", {}}, {Ticks{1700}, Ticks{1920}, "G7", {}}};
        tune.chords.length = Ticks{1800};
        for (std::uint64_t seed = 1; seed <= 50; ++seed) {
            for (const Note& note : playedOver(tune, Feel::Swing, seed).notes)
                QVERIFY(note.end() <= tune.chords.length);
        }
    }

    void oddChartsDoNoHarm()
    {
        Random random(1);
        QVERIFY(comping({}, Feel::Swing, 120, {}, random).empty());
        QVERIFY(playedOver(charts::tuneOf("NC|NC"), Feel::Swing).notes.empty());
        for (const int beats : {1, 2, 6, 7, 13}) {
            for (const Feel feel : charts::allFeels())
                QVERIFY(
                    !playedOver(charts::tuneOf("Dm7 G7|Cmaj7|Cmaj7|NC|A7 D7 G7 C7", beats), feel)
                         .notes.empty());
        }
        LeadSheet eighths = charts::tuneOf("Dm7|G7");
        eighths.beatsPerBar = 7;
        eighths.beatUnit = 8;
        QVERIFY(!playedOver(eighths, Feel::Swing).notes.empty());
    }
};

QTEST_GUILESS_MAIN(TestComping)
#include "tst_comping.moc"
