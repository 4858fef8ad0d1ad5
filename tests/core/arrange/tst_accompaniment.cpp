#include <QTest>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "arrange/accompaniment.h"
#include "arrange/drumkit.h"
#include "arrange/ending.h"

using namespace woodshed;

namespace
{

constexpr Ticks bar{4 * Ticks::perQuarter};

/// One bar a symbol; "D7 G7" shares it.
LeadSheet tuneOf(const std::string& key, const std::vector<std::string>& bars, int choruses = 1)
{
    LeadSheet tune;
    tune.title = "Test";
    tune.key = key;
    tune.tempo = 160;
    ChordProgression chorus;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const Ticks start = bar * static_cast<std::int64_t>(i);
        const std::size_t space = bars[i].find(' ');
        const Ticks length = space == std::string::npos ? bar : Ticks{bar.count / 2};
        chorus.chords.push_back({start, length, bars[i].substr(0, space), {}});
        if (space != std::string::npos)
            chorus.chords.push_back({start + length, length, bars[i].substr(space + 1), {}});
    }
    chorus.length = bar * static_cast<std::int64_t>(bars.size());
    tune.chords = repeated(chorus, choruses);
    return tune;
}

LeadSheet blues(int choruses = 2)
{
    return tuneOf("F",
                  {"F7", "Bb7", "F7", "Cm7 F7", "Bb7", "Bdim7", "F7", "Am7b5 D7b9", "Gm7", "C7",
                   "F7 D7", "Gm7 C7"},
                  choruses);
}

LeadSheet homecoming()
{
    return tuneOf("Eb", {"Ebmaj7", "C7", "Fm7", "Bb7", "Gm7", "C7", "Fm7 Bb7", "Eb6"});
}

std::vector<Note> soloOver(const LeadSheet& tune)
{
    std::vector<Note> solo;
    for (Ticks at{}; at < tune.chords.length; at += Ticks{240}) {
        if (at.count / 480 % 8 < 6)
            solo.push_back({at, {240}, 65 + static_cast<int>(at.count / 240 % 7), 80});
    }
    return solo;
}

const Part& part(const Performance& performance, const std::string& name)
{
    return *std::find_if(performance.parts.begin(), performance.parts.end(),
                         [&](const Part& one) { return one.name == name; });
}

Performance play(const LeadSheet& tune, int choruses, const BandOptions& options)
{
    return accompanied(tune, choruses, soloOver(tune), options);
}

/// Onsets of a player within an eighth of a beat of that time.
int strikesAt(const Part& player, Ticks when)
{
    return static_cast<int>(
        std::count_if(player.notes.begin(), player.notes.end(), [&](const Note& note) {
            return note.start > when - Ticks{60} && note.start < when + Ticks{60};
        }));
}

} // namespace

class TestAccompaniment : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBandStandsInItsOrder()
    {
        const Performance performance = play(blues(), 2, {.seed = 1});
        const std::vector<std::string> names{"Solo", "Piano", "Bass", "Drums"};
        const std::vector<int> channels{0, 1, 2, 9};
        QCOMPARE(performance.parts.size(), names.size());
        for (std::size_t i = 0; i < names.size(); ++i) {
            const Part& player = performance.parts[i];
            QCOMPARE(player.name, names[i]);
            QCOMPARE(player.channel, channels[i]);
            QVERIFY(!player.notes.empty());
            QVERIFY(std::is_sorted(
                player.notes.begin(), player.notes.end(), [](const Note& a, const Note& b) {
                    return std::pair(a.start, a.pitch) < std::pair(b.start, b.pitch);
                }));
            for (const Note& note : player.notes) {
                QVERIFY(note.start >= Ticks{} && note.duration > Ticks{});
                // The band's last chord stands on the bar line behind the form.
                QVERIFY(note.start < performance.length + Ticks{60});
            }
        }
        QCOMPARE(part(performance, "Bass").pan, 64);
        QCOMPARE(performance.title, std::string("Test"));
    }

    void chorusesAreSections()
    {
        const Performance performance = play(blues(3), 3, {});
        QCOMPARE(performance.sections,
                 (std::vector<Section>{
                     {{}, "chorus 1"}, {bar * 12, "chorus 2"}, {bar * 24, "chorus 3"}}));
        QVERIFY(play(blues(1), 1, {}).sections.empty());
    }

    void aTurnaroundIsFollowedByTheTonic_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("bars");
        QTest::addColumn<QString>("symbol");
        QTest::newRow("blues") << "F"
                               << "F7|Bb7|F7 D7|Gm7 C7"
                               << "F13";
        QTest::newRow("major") << "Bb"
                               << "Bb6|G7|Cm7|F7"
                               << "Bb6";
        QTest::newRow("major seventh") << "Eb"
                                       << "Ebmaj7|C7|Fm7|Bb7"
                                       << "Ebmaj7";
        QTest::newRow("minor") << "Cm"
                               << "Cm7|Fm7|Dm7b5|G7b9"
                               << "Cm6";
        QTest::newRow("begins on the second") << "C"
                                              << "Dm7|G7|Cmaj7|A7"
                                              << "Cmaj7";
        QTest::newRow("key unknown") << "C"
                                     << "Abmaj7|Fm7|Bbm7|Eb7"
                                     << "Abmaj7";
        QTest::newRow("nonsense") << "x"
                                  << "Gm7b5|C7"
                                  << "G6";
        QTest::newRow("silence last") << "G"
                                      << "G6|D7|G6|NC"
                                      << "G6";
    }

    void aTurnaroundIsFollowedByTheTonic()
    {
        QFETCH(QString, key);
        QFETCH(QString, bars);
        QFETCH(QString, symbol);
        std::vector<std::string> symbols;
        for (const QString& one : bars.split(QLatin1Char('|')))
            symbols.push_back(one.toStdString());
        const LeadSheet tune = tuneOf(key.toStdString(), symbols);
        const auto ending = endingOf(tune);
        QVERIFY(ending.has_value());
        QCOMPARE(QString::fromStdString(ending->chord.text), symbol);
        QCOMPARE(ending->landing, tune.chords.length);
        QCOMPARE(ending->length, tune.chords.length + bar);
        QVERIFY(!ending->chord.pitches.empty());
        // It rings over the form, which stays what it is.
        const Performance performance = play(tune, 1, {.seed = 3});
        QCOMPARE(performance.length, tune.chords.length);
        QCOMPARE(performance.chords, tune.chords.chords);
    }

    void theBandLandsTogetherAndHolds()
    {
        struct Landing {
            LeadSheet tune;
            Ticks at;
            int root;
        };
        const std::vector<Landing> landings{
            {blues(), bar * 24, 5},
            {homecoming(), bar * 7, 3},
            {tuneOf("C", {"C6", "Am7", "Dm7 G7", "C6", "C6"}), bar * 4, 0},
            {tuneOf("C", {"C6", "Am7", "Dm7", "G7 C6"}), bar * 3 + Ticks{960}, 0},
        };
        for (const Landing& landing : landings) {
            for (std::uint64_t seed = 0; seed < 20; ++seed) {
                const Performance performance = play(landing.tune, 1, {.seed = seed});
                const Ticks end = bar * (landing.at.count / bar.count + 1);
                for (const char* name : {"Piano", "Bass", "Drums"}) {
                    const Part& player = part(performance, name);
                    QVERIFY2(strikesAt(player, landing.at) >= 1, name);
                    QVERIFY2(player.notes.back().start < landing.at + Ticks{60}, name);
                    QVERIFY2(std::any_of(
                                 player.notes.begin(), player.notes.end(),
                                 [&](const Note& note) { return note.end() >= end - Ticks{60}; }),
                             name);
                }
                const Note& bass = part(performance, "Bass").notes.back();
                QCOMPARE(bass.pitch % 12, landing.root);
                const Part& drums = part(performance, "Drums");
                QVERIFY(std::any_of(drums.notes.begin(), drums.notes.end(), [&](const Note& note) {
                    return note.pitch == drum::crash && note.start > landing.at - Ticks{60};
                }));
                // What led there does not ring into it.
                for (const Note& note : part(performance, "Piano").notes)
                    QVERIFY(note.start > landing.at - Ticks{60} ||
                            note.end() < landing.at + Ticks{60});
            }
        }
    }

    void withoutAnEndingTheFormStays()
    {
        const LeadSheet tune = blues();
        const Performance performance = play(tune, 2, {.ending = false});
        QCOMPARE(performance.length, tune.chords.length);
        QCOMPARE(performance.chords, tune.chords.chords);
        const Ticks lastBar = tune.chords.length - bar;
        for (const char* name : {"Bass", "Drums"})
            QVERIFY2(strikesAt(part(performance, name), lastBar + Ticks{480}) > 0, name);
    }

    void theSoloAloneIsTheSame()
    {
        for (const Feel feel : allFeels()) {
            const LeadSheet tune = inFeel(blues(), feel);
            const BandOptions options{.feel = feel, .swing = 1.3, .seed = 9};
            const auto solo = soloOver(tune);
            const Performance alone = unaccompanied(tune, 2, solo, options);
            QCOMPARE(alone.parts.size(), std::size_t{1});
            QCOMPARE(alone.parts[0].notes, accompanied(tune, 2, solo, options).parts[0].notes);
            QCOMPARE(alone.chords, tune.chords.chords);
            QCOMPARE(alone.length, tune.chords.length);
        }
    }

    void theBookIsPlayedAsWritten()
    {
        const LeadSheet tune = blues();
        const auto solo = soloOver(tune);
        const Performance alone =
            unaccompanied(tune, 2, solo, {.swing = 0, .humanise = 0, .ending = false});
        QCOMPARE(alone.parts[0].notes, solo);
    }

    void theSameSeedIsTheSameBand()
    {
        const LeadSheet tune = blues();
        const Performance first = play(tune, 2, {.seed = 4});
        const Performance again = play(tune, 2, {.seed = 4});
        const Performance other = play(tune, 2, {.seed = 5});
        for (std::size_t i = 0; i < first.parts.size(); ++i) {
            QCOMPARE(first.parts[i].notes, again.parts[i].notes);
            QVERIFY(first.parts[i].notes != other.parts[i].notes);
        }
        // The bass does not listen: another solo moves none of its notes.
        const Performance silent = accompanied(tune, 2, {}, {.seed = 4});
        QCOMPARE(silent.parts[2].notes, first.parts[2].notes);
    }

    void everyMetreAndFeelIsPlayed()
    {
        for (const Feel feel : allFeels()) {
            for (const auto& [beats, unit] :
                 {std::pair(4, 4), std::pair(3, 4), std::pair(5, 4), std::pair(7, 4),
                  std::pair(6, 8), std::pair(2, 2), std::pair(1, 4), std::pair(7, 8)}) {
                LeadSheet tune = blues(1);
                tune.beatsPerBar = beats;
                tune.beatUnit = unit;
                for (const double tempo : {40.0, 120.0, 320.0}) {
                    tune.tempo = tempo;
                    const Performance performance = play(tune, 1, {.feel = feel, .seed = 2});
                    for (const Part& player : performance.parts)
                        QVERIFY(!player.notes.empty());
                }
            }
        }
    }

    void tunesWithoutChordsHaveNoEnding()
    {
        const LeadSheet tune = tuneOf("C", {"NC", "NC"});
        const Performance performance = play(tune, 1, {});
        QCOMPARE(performance.length, tune.chords.length);
        QVERIFY(part(performance, "Bass").notes.empty());
        LeadSheet nothing;
        QCOMPARE(accompanied(nothing, 1, {}, {}).parts.size(), std::size_t{4});
    }
};

QTEST_GUILESS_MAIN(TestAccompaniment)
#include "tst_accompaniment.moc"
