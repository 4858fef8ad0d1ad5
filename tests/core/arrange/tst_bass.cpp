#include <QTest>

#include <algorithm>
#include <map>
#include <set>

#include "arrange/bassline.h"
#include "randomcharts.h"

using namespace woodshed;
using charts::Share;

namespace
{

std::vector<Note> lineFor(const charts::Case& c)
{
    Random random(c.seed);
    return bassLine(c.chart, c.feel, c.tempo, random);
}

std::vector<Note> lineOver(const LeadSheet& tune, Feel feel, std::uint64_t seed = 1,
                           int choruses = 1)
{
    LeadSheet whole = tune;
    whole.chords = repeated(tune.chords, choruses);
    Random random(seed);
    return bassLine(chartOf(whole, choruses), feel, charts::tempoOf(feel), random);
}

/// The note that sounds, or sounds next, at that time.
const Note* noteAt(const std::vector<Note>& notes, Ticks when)
{
    const auto at =
        std::find_if(notes.begin(), notes.end(), [&](const Note& n) { return n.start >= when; });
    return at == notes.end() ? nullptr : &*at;
}

bool isChange(const Chart& chart, std::size_t i)
{
    const ChartChord& chord = chart.chords[i];
    if (!chord.sounds)
        return false;
    if (i == 0)
        return true;
    const ChartChord& before = chart.chords[i - 1];
    return !before.sounds || before.root != chord.root || before.bass != chord.bass ||
           before.intervals != chord.intervals;
}

bool overPedal(const Chart& chart, Ticks from, Ticks to)
{
    return std::any_of(chart.chords.begin(), chart.chords.end(), [&](const ChartChord& chord) {
        return chord.start < to && chord.end() > from && chord.hasSlash();
    });
}

QByteArray where(const charts::Case& c, Ticks at)
{
    return QByteArray(feelName(c.feel).data()) + " seed " + QByteArray::number(c.seed) + " bar " +
           QByteArray::number(at.count / c.chart.bar.count + 1) + " tick " +
           QByteArray::number(at.count % c.chart.bar.count);
}

void print(const char* what, const std::map<Feel, Share>& shares)
{
    QByteArray line(what);
    for (const auto& [feel, share] : shares)
        line += ", " + QByteArray(feelName(feel).data()) + " " +
                QByteArray::number(100 * share.value(), 'f', 1) + " %";
    qInfo("%s", line.constData());
}

} // namespace

class TestBass : public QObject
{
    Q_OBJECT

private:
    std::vector<charts::Case> m_cases;
    std::vector<std::vector<Note>> m_lines;

private Q_SLOTS:
    void initTestCase()
    {
        m_cases = charts::randomCases();
        for (const auto& c : m_cases)
            m_lines.push_back(lineFor(c));
    }

    void oneNoteAtATimeInRange()
    {
        for (std::size_t i = 0; i < m_cases.size(); ++i) {
            Ticks free;
            for (const Note& note : m_lines[i]) {
                const QByteArray at = where(m_cases[i], note.start);
                QVERIFY2(note.pitch >= 28 && note.pitch <= 55, at);
                QVERIFY2(note.velocity >= 1 && note.velocity <= 127, at);
                QVERIFY2(note.duration > Ticks{}, at);
                QVERIFY2(note.start >= free, at);
                free = note.end();
            }
            QVERIFY2(free <= m_cases[i].chart.length, where(m_cases[i], free));
        }
    }

    void silentOverNoChord()
    {
        for (std::size_t i = 0; i < m_cases.size(); ++i) {
            for (const ChartChord& chord : m_cases[i].chart.chords) {
                if (chord.sounds)
                    continue;
                for (const Note& note : m_lines[i])
                    QVERIFY2(note.end() <= chord.start || note.start >= chord.end(),
                             where(m_cases[i], note.start));
            }
        }
    }

    void chordsAreMetOnTheirTones()
    {
        std::map<Feel, Share> tones;
        std::map<Feel, Share> roots;
        std::map<Feel, Share> slashes;
        for (std::size_t i = 0; i < m_cases.size(); ++i) {
            const Chart& chart = m_cases[i].chart;
            for (std::size_t c = 0; c < chart.chords.size(); ++c) {
                if (!isChange(chart, c))
                    continue;
                const ChartChord& chord = chart.chords[c];
                const Note* note = noteAt(m_lines[i], chord.start);
                const bool met =
                    note != nullptr && (note->start - chord.start).count * 5 <= chart.beat.count;
                const bool bass = met && note->pitch % 12 == chord.bass;
                tones[m_cases[i].feel].count(met && (chord.holds(note->pitch) || bass));
                (chord.hasSlash() ? slashes : roots)[m_cases[i].feel].count(bass);
            }
        }
        print("chord tones at changes", tones);
        print("roots at changes", roots);
        print("slash basses at changes", slashes);
        for (const auto& [feel, share] : tones)
            QVERIFY2(share.value() >= 0.95, feelName(feel).data());
        for (const auto& [feel, share] : roots) {
            QVERIFY2(share.value() >= 0.85, feelName(feel).data());
            QVERIFY2(share.value() < 1, feelName(feel).data());
        }
        for (const auto& [feel, share] : slashes)
            QVERIFY2(share.value() >= 0.98, feelName(feel).data());
    }

    void leadsIntoTheNextChord()
    {
        std::map<Feel, Share> near;
        std::map<Feel, Share> led;
        for (std::size_t i = 0; i < m_cases.size(); ++i) {
            const Chart& chart = m_cases[i].chart;
            for (std::size_t c = 1; c < chart.chords.size(); ++c) {
                if (!isChange(chart, c) || !chart.chords[c - 1].sounds ||
                    chart.chords[c - 1].duration < chart.beat * 2 || chart.chords[c - 1].hasSlash())
                    continue;
                const Note* note = noteAt(m_lines[i], chart.chords[c].start);
                QVERIFY(note != nullptr && note != m_lines[i].data());
                const int distance = std::abs(note->pitch - (note - 1)->pitch);
                near[m_cases[i].feel].count(distance <= 2);
                led[m_cases[i].feel].count(distance <= 2 || distance == 5 || distance == 7);
            }
        }
        print("steps into changes", near);
        print("steps, fourths and fifths into changes", led);
        for (const Feel feel : {Feel::Swing, Feel::UpTempo, Feel::Shuffle})
            QVERIFY2(near[feel].value() >= 0.75, feelName(feel).data());
        for (const auto& [feel, share] : near)
            QVERIFY2(share.value() >= 0.4, feelName(feel).data());
        for (const auto& [feel, share] : led)
            QVERIFY2(share.value() >= 0.85, feelName(feel).data());
    }

    void noBarRepeatsTheOneBefore()
    {
        Share kept;
        for (std::size_t i = 0; i < m_cases.size(); ++i) {
            const Chart& chart = m_cases[i].chart;
            std::vector<std::vector<int>> bars(static_cast<std::size_t>(chart.bars));
            for (const Note& note : m_lines[i])
                bars[static_cast<std::size_t>(note.start.count / chart.bar.count)].push_back(
                    note.pitch);
            for (std::size_t b = 1; b < bars.size(); ++b) {
                if (bars[b].empty())
                    continue;
                const Ticks from = chart.bar * static_cast<std::int64_t>(b - 1);
                if (bars[b].size() == 1 && overPedal(chart, from, from + chart.bar * 2))
                    continue;
                QVERIFY2(bars[b] != bars[b - 1], where(m_cases[i], from + chart.bar));
                kept.count(true);
            }
        }
        QVERIFY(kept.all > 10000);
    }

    void theLineMoves()
    {
        std::map<Feel, Share> changes;
        std::map<Feel, Share> recovered;
        for (std::size_t i = 0; i < m_cases.size(); ++i) {
            const charts::Case& c = m_cases[i];
            std::set<int> pitches;
            std::vector<const Note*> beats; // without ghosts and pickups
            for (const Note& note : m_lines[i]) {
                pitches.insert(note.pitch);
                const Ticks from{note.start.count / c.chart.bar.count * c.chart.bar.count};
                if (note.start.count % 480 == 0 && !overPedal(c.chart, from, from + c.chart.bar))
                    beats.push_back(&note);
            }
            QVERIFY2(pitches.size() >= 7, where(c, {}));
            QVERIFY2(*pitches.rbegin() - *pitches.begin() >= 10, where(c, {}));
            for (std::size_t n = 2; n < beats.size(); ++n) {
                const int leap = beats[n - 1]->pitch - beats[n - 2]->pitch;
                const int motion = beats[n]->pitch - beats[n - 1]->pitch;
                changes[c.feel].count(motion != 0);
                if (std::abs(leap) > 5)
                    recovered[c.feel].count(leap * motion <= 0 || std::abs(motion) <= 2);
            }
        }
        print("beats that change pitch", changes);
        print("leaps recovered", recovered);
        for (const auto& [feel, share] : changes)
            QVERIFY2(share.value() >= (feel == Feel::Bossa ? 0.8 : 0.95), feelName(feel).data());
        for (const auto& [feel, share] : recovered)
            QVERIFY2(share.value() >= 0.8, feelName(feel).data());
    }

    void walksInQuarters()
    {
        for (const Feel feel : {Feel::Swing, Feel::UpTempo, Feel::Shuffle}) {
            const auto notes = lineOver(charts::tuneOf("F7|Bb7|F7|Cm7 F7|Bb7|Bdim7|F7|Am7b5 D7b9|"
                                                       "Gm7|C7|F7 D7|Gm7 C7"),
                                        feel);
            std::set<std::int64_t> beats;
            for (const Note& note : notes)
                beats.insert(note.start.count / 480);
            QCOMPARE(beats.size(), std::size_t{48});
            if (feel == Feel::UpTempo)
                QCOMPARE(notes.size(), std::size_t{48});
            else
                QVERIFY(notes.size() > 50);
        }
    }

    void opensALongSwingPerformanceInTwo()
    {
        const auto notes = lineOver(charts::tuneOf("F7|Bb7|F7|Cm7 F7|Bb7|Bdim7|F7|Am7b5 D7b9|"
                                                   "Gm7|C7|F7 D7|Gm7 C7"),
                                    Feel::Swing, 3, 3);
        const auto inFirst = std::count_if(notes.begin(), notes.end(), [](const Note& n) {
            return n.start < Ticks::fromQuarters(48);
        });
        const auto inSecond = std::count_if(notes.begin(), notes.end(), [](const Note& n) {
            return n.start >= Ticks::fromQuarters(48) && n.start < Ticks::fromQuarters(96);
        });
        QVERIFY(inFirst < 42);
        QVERIFY(inSecond >= 48);
    }

    void staysOnTheBassOfSlashChords()
    {
        const LeadSheet tune = charts::tuneOf("Dm7/G|Ebmaj7/G|Fm7/G|Ebmaj7/G|Cmaj7|Cmaj7");
        for (const Feel feel : charts::allFeels()) {
            const LeadSheet inMetre = inFeel(tune, feel);
            const auto notes = lineOver(inMetre, feel);
            const Ticks pedalEnd = inMetre.barLength() * 4;
            for (std::size_t i = 0; i + 1 < notes.size() && notes[i].start < pedalEnd; ++i) {
                const bool leadsOn = notes[i + 1].start >= pedalEnd;
                QVERIFY2(notes[i].pitch % 12 == 7 || leadsOn, feelName(feel).data());
            }
        }
    }

    void playsBoogieOverLongChordsInAShuffle()
    {
        const auto notes = lineOver(charts::tuneOf("G7|G7|G7|G7|C7|C7|G7|G7"), Feel::Shuffle, 4);
        Share degrees;
        for (const Note& note : notes) {
            if (note.start >= Ticks::fromQuarters(15))
                break;
            constexpr std::array<int, 5> boogie{7, 11, 2, 4, 5}; // G B D E F
            degrees.count(std::find(boogie.begin(), boogie.end(), note.pitch % 12) != boogie.end());
        }
        QVERIFY(degrees.value() >= 0.9);
    }

    void bossaSitsOnRootAndFifth()
    {
        const auto notes =
            lineOver(charts::tuneOf("Dm7|G7|Cmaj7|A7|Dm7|G7|Cmaj7|Cmaj7"), Feel::Bossa);
        const Chart chart = chartOf(charts::tuneOf("Dm7|G7|Cmaj7|A7|Dm7|G7|Cmaj7|Cmaj7"), 1);
        Share rootOrFifth;
        for (const Note& note : notes) {
            const int interval = (note.pitch - chart.at(note.start)->root + 12) % 12;
            if (note.start.count % 960 == 0)
                rootOrFifth.count(interval == 0 || interval == 7);
        }
        QVERIFY(rootOrFifth.value() >= 0.9);
    }

    void sameSeedSameNotes()
    {
        for (std::size_t i = 0; i < m_cases.size(); i += 7)
            QVERIFY(lineFor(m_cases[i]) == m_lines[i]);
        const LeadSheet tune = charts::tuneOf("Dm7|G7|Cmaj7|A7");
        QVERIFY(lineOver(tune, Feel::Swing, 1) != lineOver(tune, Feel::Swing, 2));
    }

    void oddChartsDoNoHarm()
    {
        Random random(1);
        QVERIFY(bassLine({}, Feel::Swing, 120, random).empty());
        for (const int beats : {1, 2, 6, 7, 13}) {
            for (const Feel feel : charts::allFeels()) {
                const LeadSheet tune = charts::tuneOf("Dm7 G7|Cmaj7|Cmaj7|NC|A7 D7 G7 C7", beats);
                QVERIFY(!bassLine(chartOf(tune, 1), feel, 120, random).empty());
            }
        }
        LeadSheet eighths = charts::tuneOf("Dm7|G7");
        eighths.beatsPerBar = 7;
        eighths.beatUnit = 8;
        QVERIFY(!bassLine(chartOf(eighths, 1), Feel::Swing, 120, random).empty());
    }
};

QTEST_GUILESS_MAIN(TestBass)
#include "tst_bass.moc"
