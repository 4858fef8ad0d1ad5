#include <QTest>

#include <algorithm>
#include <set>

#include "arrange/voiceleading.h"
#include "arrange/voicing.h"
#include "randomcharts.h"

using namespace woodshed;

namespace
{

std::set<int> pitchClasses(const std::vector<int>& pitches)
{
    std::set<int> classes;
    for (const int pitch : pitches)
        classes.insert(pitch % 12);
    return classes;
}

std::vector<Voicing> voicingsFor(const std::string& symbol)
{
    const Chart chart = chartOf(charts::tuneOf(symbol), 1);
    return voicingsOf(chart.chords[0], scaleOf(chart, 0));
}

std::set<int> bestFor(const std::string& symbol)
{
    return pitchClasses(voicingsFor(symbol).front().pitches);
}

bool has(const std::set<int>& classes, int pitchClass)
{
    return classes.count((pitchClass % 12 + 12) % 12) > 0;
}

constexpr int C = 0, Db = 1, D = 2, Eb = 3, E = 4, F = 5, Gb = 6, G = 7, Ab = 8, A = 9, Bb = 10,
              B = 11;

} // namespace

class TestVoicing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoFiveOneIsRootless()
    {
        QCOMPARE(bestFor("Dm7"), (std::set{F, A, C, E}));
        QCOMPARE(bestFor("G7"), (std::set{F, A, B, E}));
        QCOMPARE(bestFor("Cmaj7"), (std::set{E, G, B, D}));
    }

    void twoFiveOneIsLedByStep()
    {
        const Chart chart = chartOf(charts::tuneOf("Dm7|G7|Cmaj7|Cmaj7"), 1);
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            Random random(seed);
            const std::vector<VoicedMoment> moments{
                {Ticks{}, 0}, {chart.bar, 1}, {chart.bar * 2, 2}};
            const auto led = ledVoicings(chart, moments, {}, random);
            for (std::size_t i = 1; i < led.size(); ++i) {
                for (const int moved : voiceMotion(led[i - 1], led[i]))
                    QVERIFY(moved <= 3);
            }
        }
    }

    void minorTwoFiveOneKeepsItsAlterations()
    {
        QCOMPARE(bestFor("Dm7b5"), (std::set{F, Ab, C, D}));
        QCOMPARE(bestFor("G7b9"), (std::set{B, D, F, Ab}));
        QCOMPARE(bestFor("Cm6"), (std::set{Eb, G, A, D}));
    }

    void qualitiesSoundAsWritten_data()
    {
        QTest::addColumn<QString>("symbol");
        QTest::addColumn<QList<int>>("holds");
        QTest::addColumn<QList<int>>("lacks");
        const auto row = [](const char* symbol, QList<int> holds, QList<int> lacks) {
            QTest::newRow(symbol) << QString::fromLatin1(symbol) << holds << lacks;
        };
        row("C", {C, E, G}, {D, F, A, B, Bb});
        row("Cm", {C, Eb, G}, {E, F, Ab});
        row("C5", {C, G}, {E, Eb});
        row("Csus4", {C, F, G}, {E});
        row("Csus2", {C, D, G}, {E, F});
        row("C7sus4", {F, Bb}, {E});
        row("C11", {F, Bb}, {E});
        row("C7alt", {E, Bb, Ab}, {D, A, G});
        row("C7b9", {E, Bb, Db}, {D});
        row("C7#9", {E, Bb, Eb}, {D, Db});
        row("C7b13", {E, Bb, Ab}, {A});
        row("C7#11", {E, Bb, Gb}, {F});
        row("C7b5", {E, Bb, Gb}, {G});
        row("C7#5", {E, Bb, Ab}, {A, G});
        row("C7(b9,b13)", {E, Bb, Db, Ab}, {D, A});
        row("C13b9", {E, Bb, Db}, {D, Ab});
        row("C13#11", {E, Bb, Gb}, {Ab});
        row("Cmaj7#11", {E, B, Gb}, {F});
        row("Cm7b5", {Eb, Gb, Bb}, {D, G});
        row("Cdim7", {Eb, Gb, A}, {G, Bb});
        row("Cdim", {Eb, Gb, C}, {G});
        row("Caug", {C, E, Ab}, {G, A});
        row("Caugmaj7", {E, Ab, B}, {G});
        row("Cmmaj7", {Eb, B}, {Bb, E});
        row("C6", {E, A}, {Bb, B, F});
        row("C69", {E, A}, {Bb, B, F});
        row("Cm69", {Eb, A}, {Bb, E});
        row("Cmaj7", {E, B}, {F, Bb});
        row("Cm11", {Eb, Bb}, {E, Db});
    }

    void qualitiesSoundAsWritten()
    {
        QFETCH(const QString, symbol);
        QFETCH(const QList<int>, holds);
        QFETCH(const QList<int>, lacks);
        const auto voicings = voicingsFor(symbol.toStdString());
        QVERIFY(voicings.size() >= 3);
        for (const Voicing& voicing : voicings) {
            const auto classes = pitchClasses(voicing.pitches);
            for (const int pitchClass : lacks)
                QVERIFY2(!has(classes, pitchClass), qPrintable(QString::number(pitchClass)));
        }
        const auto best = pitchClasses(voicings.front().pitches);
        for (const int pitchClass : holds)
            QVERIFY2(has(best, pitchClass), qPrintable(QString::number(pitchClass)));
    }

    void everyQualityObeysTheRules()
    {
        int seen = 0;
        for (const char* suffix : charts::suffixes) {
            for (int root = 0; root < 12; ++root) {
                for (const char* slash : {"", "/D", "/Gb"}) {
                    const std::string symbol = pitchClassName(root) + suffix + slash;
                    const Chart chart = chartOf(charts::tuneOf(symbol), 1);
                    const ChartChord& chord = chart.chords[0];
                    QVERIFY2(chord.sounds, symbol.c_str());
                    const auto voicings = voicingsOf(chord, scaleOf(chart, 0));
                    QVERIFY2(!voicings.empty(), symbol.c_str());
                    for (const Voicing& voicing : voicings)
                        checkRules(chord, voicing.pitches, symbol);
                    seen += static_cast<int>(voicings.size());
                }
            }
        }
        QVERIFY(seen > 10000);
    }

    void bareNotesHaveVoicings()
    {
        for (const std::vector<int>& pitches :
             {std::vector{60}, std::vector{60, 61}, std::vector{48, 52, 55, 58, 62},
              std::vector{60, 61, 62, 63}, std::vector{40, 47, 52, 56, 59, 64}}) {
            LeadSheet tune;
            tune.chords.chords = {{{}, Ticks{1920}, "?", pitches}};
            tune.chords.length = Ticks{1920};
            const Chart chart = chartOf(tune, 1);
            const auto voicings = voicingsOf(chart.chords[0], scaleOf(chart, 0));
            QVERIFY(!voicings.empty());
            QVERIFY(voicings.front().pitches.size() >= 2);
        }
    }

    void silenceHasNone() { QVERIFY(voicingsFor("NC").empty()); }

    void motionPairsVoices()
    {
        QCOMPARE(voiceMotion({60, 64, 67}, {59, 65, 67}), (std::vector{1, 1, 0}));
        QCOMPARE(voiceMotion({60, 64, 67}, {55, 60, 64, 67}), (std::vector{0, 0, 0}));
        QCOMPARE(voiceMotion({55, 60, 64, 67}, {61, 64, 67}), (std::vector{1, 0, 0}));
        QCOMPARE(voiceMotion({60}, {48, 72}), (std::vector{12}));
    }

private:
    static void checkRules(const ChartChord& chord, const std::vector<int>& pitches,
                           const std::string& symbol)
    {
        const ChordAnatomy anatomy = anatomyOf(chord);
        const auto classes = pitchClasses(pitches);
        QVERIFY2(pitches.size() >= 2 && pitches.size() <= 4, symbol.c_str());
        QVERIFY2(pitches.front() >= 48 && pitches.back() <= 76, symbol.c_str());
        QVERIFY2(std::is_sorted(pitches.begin(), pitches.end()), symbol.c_str());
        if (anatomy.third >= 0)
            QVERIFY2(has(classes, chord.root + anatomy.third), symbol.c_str());
        if (anatomy.seventh >= 0)
            QVERIFY2(has(classes, chord.root + anatomy.seventh), symbol.c_str());
        for (const int pitch : pitches) {
            if (chord.holds(pitch))
                continue;
            QVERIFY2(!chord.holds(pitch - 1), symbol.c_str());
            QVERIFY2((pitch - 1 - chord.bass) % 12 != 0, symbol.c_str());
        }
        for (std::size_t low = 0; low < pitches.size(); ++low) {
            for (std::size_t high = low + 1; high < pitches.size(); ++high)
                QVERIFY2(pitches[high] - pitches[low] != 13, symbol.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestVoicing)
#include "tst_voicing.moc"
