#include <cmath>
#include <filesystem>

#include <QTest>

#include "corpus/solomeasures.h"
#include "formats/abc.h"
#include "support/files.h"

using namespace woodshed;

namespace
{

/// A line from one ABC tune body in C, 4/4, eighths.
Line lineOfAbc(const std::string& body, const std::string& metre = "4/4")
{
    const auto reading =
        readAbc("X:1\nT:t\nM:" + metre + "\nL:1/8\nQ:1/4=120\nK:C\n" + body + "\n");
    return reading ? lineOf(reading->solo) : Line{};
}

QByteArray told(std::string_view name, double actual, double expected)
{
    return QByteArray(name.data(), static_cast<qsizetype>(name.size())) + ": " +
           QByteArray::number(actual) + ", not " + QByteArray::number(expected);
}

void check(std::string_view name, double actual, double expected, double tolerance = 1e-9)
{
    const bool agrees =
        std::isnan(expected) ? std::isnan(actual) : std::abs(actual - expected) <= tolerance;
    QVERIFY2(agrees, told(name, actual, expected).constData());
}

} // namespace

class TestSoloMeasures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsNothingOfNothing()
    {
        const SoloMeasures none = measured(Line{});
        QCOMPARE(none.notes, 0);
        QCOMPARE(none.notesPerBeat, 0.0);
        QCOMPARE(none.rests, 1.0);
        for (const SoloMeasureField& field : soloMeasureFields)
            if (field.value != &SoloMeasures::notesPerBeat && field.value != &SoloMeasures::rests)
                check(field.name, none.*field.value, SoloMeasures::unknown);

        Line strange;
        strange.setting.barSteps = 0;
        strange.notes = {{0, 1, 0, 60}};
        QCOMPARE(measured(strange).notes, 1);
        QCOMPARE(measured(strange, -5, 2000000000).notes, 1);
        QCOMPARE(measured(strange, 2000000000, -5).notes, 0);
    }

    void measuresRhythm()
    {
        // Two eighths, held over the beat; a triplet; two sixteenths behind the beat.
        const SoloMeasures measures = measured(lineOfAbc("CD2E (3FGA z/B/c/d/ |"));
        QCOMPARE(measures.bars, 1);
        QCOMPARE(measures.notes, 9);
        check("notes per beat", measures.notesPerBeat, 9.0 / 4);
        check("off-beat", measures.offBeat, 7.0 / 9);       // all but C and F
        check("held over", measures.heldOverBeat, 2.0 / 3); // beats 1 and 3 of 1, 2 and 3
        check("finer", measures.finerThanEighths, 2.0 / 4);
        check("rests", measures.rests, 0);
    }

    void takesALoneNoteBehindTheBeatForAnEighth()
    {
        const SoloMeasures measures = measured(lineOfAbc("C3/D/ E/F3/ z3/G/ A2 |"));
        check("finer", measures.finerThanEighths, 0);
    }

    void measuresRestsAndPhrases()
    {
        // A rest of one beat ends a phrase, one of half a beat does not; the second phrase begins
        // off the beat and the last bar ends with two beats of silence.
        const SoloMeasures measures = measured(lineOfAbc("CDEz FG z2 | zABc d2 z2 |"));
        check("phrase beats", measures.phraseBeats, (3.0 + 2.5) / 2);
        check("phrase notes", measures.phraseNotes, (5.0 + 4.0) / 2);
        check("off the beat", measures.phrasesOffBeat, 0.5);
        check("rests", measures.rests, (1.5 + 1.0) / 8);
        // A note of three beats ends a phrase too, as a singer's would.
        QCOMPARE(measured(lineOfAbc("C6 D2 |")).phraseNotes, 1.0);
    }

    void measuresMoves()
    {
        // up 2, up 2, repeated, down 9, up 5, up 1
        const SoloMeasures measures = measured(lineOfAbc("CDEE G,C ^C2 |"));
        check("range", measures.range, 9);
        check("mean pitch", measures.meanPitch, (60 + 62 + 64 + 64 + 55 + 60 + 61) / 7.0);
        check("steps", measures.steps, 3.0 / 6);
        check("leaps", measures.leaps, 2.0 / 6);
        check("repeated", measures.repeatedNotes, 1.0 / 6);
        check("turns", measures.directionChanges, 1.0 / 3);
        // The leap over the rest is none.
        check("steps", measured(lineOfAbc("CD z2 b2 c'2 |")).leaps, 0);
    }

    void measuresEntropy()
    {
        // Octaves are one pitch class.
        check("H1", measured(lineOfAbc("Cc Cc Cc Cc |")).entropyOneBar, 0);
        const SoloMeasures four = measured(lineOfAbc("CD CD CD CD | EF EF EF EF | CD CD CD CD | "
                                                     "EF EF EF EF |"));
        check("H1", four.entropyOneBar, 1);
        check("H4", four.entropyFourBars, 2);
        check("H4", measured(lineOfAbc("CDEF CDEF | CDEF CDEF |")).entropyFourBars,
              SoloMeasures::unknown);
    }

    void measuresChordTones()
    {
        const SoloMeasures measures = measured(lineOfAbc("\"Cmaj7\"CD ^DE FG _AB | \"Cmaj7\"c8 |"));
        check("strong", measures.chordTonesStrong, 2.0 / 3);  // C, c; not F
        check("elsewhere", measures.chordTonesWeak, 3.0 / 6); // E, G, B
        check("scale", measures.scaleTones, 7.0 / 9);
        // D-D# and D#-E, F-G, Ab: D goes to no chord tone, Ab leaps.
        check("resolved", measures.resolved, 2.0 / 4);
        check("outside", measures.outsideResolved, SoloMeasures::unknown); // only two
        check("without chords", measured(lineOfAbc("CDEF GABc |")).scaleTones,
              SoloMeasures::unknown);
    }

    void findsEnclosuresAndOutsideNotes()
    {
        // F-D#-E encloses E, A-F#-G the fifth; E-C-D moves between chord tones and is none.
        const SoloMeasures measures = measured(lineOfAbc("\"C\"F^DE2 A^FG2 | \"C\"^G^A c2 _B4 |"));
        check("enclosures", measures.enclosures, 100.0 * 2 / 10);
        // D# and F# step in, G# does not, A# does, Bb ends the line.
        check("outside", measures.outsideResolved, 3.0 / 4);
        // F, D#, A and F# resolve, G# and A#: the second only.
        check("resolved", measures.resolved, 5.0 / 6);
    }

    void countsAnAnticipationForTheNewChord()
    {
        // The last eighth, tied over or followed by a rest, belongs to the new chord.
        const SoloMeasures tied =
            measured(lineOfAbc("\"Cmaj7\"C6 zA- | \"F7\"A6 z_A- | \"Bb7\"_A6 zG- | \"C7\"G8 |"));
        check("changes met", tied.changesMet, 1);
        check("elsewhere", tied.chordTonesWeak, 1);
        const SoloMeasures late = measured(
            lineOfAbc("\"Cmaj7\"C6 zA | \"F7\"B2 A4 z_A | \"Bb7\"A2 _A4 zG | \"C7\"^F2 G6 |"));
        check("changes missed", late.changesMet, 1.0 / 4);
    }

    void measuresGrooveAndLikeness()
    {
        const std::string bar = "CDEF G4 | ";
        const SoloMeasures same = measured(lineOfAbc(bar + bar + bar));
        check("GS", same.grooveSimilarity, 1);
        // The first note of all has no move before it.
        check("likeness", same.likenessNear, (0.5 + 0.5 * 4 / 5 + 1) / 2);
        check("rhythms", same.barRhythmsBack, 1);
        check("far", same.likenessFar, SoloMeasures::unknown);
        // Onsets on eighths 1-5 and 1, 5, 7: of 48 places four differ; 2 of 6 in common.
        const SoloMeasures other = measured(lineOfAbc("CDEF G4 | C4 C2 C2 |"));
        check("GS", other.grooveSimilarity, 1.0 - 4.0 / 48);
        check("likeness", other.likenessNear, 0.5 * 2 / 6 + 0.5 * 0);
        check("rhythms", other.barRhythmsBack, 0);
    }

    void hearsMotifsInAnyKey()
    {
        // The same figure a tone higher, and a third that differs in rhythm.
        check("motifs", measured(lineOfAbc("CDEC z4 | DE^FD z4 | CDE2 C2 z2 |")).motifsBack,
              2.0 / 3);
        check("motifs", measured(lineOfAbc("CDE2 z4 |")).motifsBack, SoloMeasures::unknown);
    }

    void measuresAWindowAsItStands()
    {
        const Line line = lineOfAbc("C8 | D4 z4 | z8 | z4 E4- | E4 z4 | FGAB c4 |");
        QCOMPARE(measured(line).bars, 6);
        const SoloMeasures window = measured(line, 1, 2);
        QCOMPARE(window.notes, 1);
        check("notes per beat", window.notesPerBeat, 1.0 / 8);
        check("rests", window.rests, 6.0 / 8);
        // A note that sounds into the window is no rest, nor what sounds out of it.
        check("rests", measured(line, 4, 1).rests, 0.5);
        check("rests", measured(line, 3, 1).rests, 0.5);
        QCOMPARE(measured(line, 2, 1).notesPerBeat, 0.0);
        QCOMPARE(measured(line, 2, 1).rests, 1.0);
        QCOMPARE(measured(line, 5, 9).bars, 9);
    }

    void countsBarsOfThree()
    {
        const SoloMeasures waltz =
            measured(lineOfAbc("\"C\"C2 D2 E2 | \"C\"G2 F2 D2 | \"C\"A2 F2 D2 |", "3/4"));
        QCOMPARE(waltz.bars, 3);
        check("notes per beat", waltz.notesPerBeat, 1);
        check("strong", waltz.chordTonesStrong, 2.0 / 3);
        check("elsewhere", waltz.chordTonesWeak, 1.0 / 6);
    }

    /// What a research tool of its own (Python, with a quantiser for performances) says of tunes of
    /// the book, in the order of soloMeasureFields. It takes a few sixteenths for eighths.
    void agreesWithTheResearchTool_data()
    {
        QTest::addColumn<QString>("tune");
        QTest::addColumn<QList<double>>("expected");
        QTest::addColumn<double>("tolerance"); // of 1, or of the value where it is larger
        QTest::newRow("blues") << QStringLiteral("corner-booth")
                               << QList<double>{1.431,  0.534,  0.22,   0.06452, 0.9075, 0.1146,
                                                10.58,  17.17,  0.5,    24,      72.51,  0.6495,
                                                0.0567, 0,      0.467,  2.164,   3.119,  0.5833,
                                                0.5759, 0.8155, 0.6092, 0.7895,  4.854,  0.6444,
                                                0.3657, 0.4173, 0.1,    0.1765}
                               << 0.0006;
        QTest::newRow("up") << QStringLiteral("kettle-black")
                            << QList<double>{1.431,   0.534,  0.2018, 0.007692, 0.931, 0.08681,
                                             13.1,    20.6,   0.6,    22,       72,    0.5816,
                                             0.07143, 0.0102, 0.4649, 2.186,    3.299, 0.54,
                                             0.6538,  0.8495, 0.6364, 0.7742,   3.398, 0.5789,
                                             0.3973,  0.4961, 0.1124, 0.2059}
                            << 0.0006;
        QTest::newRow("medium") << QStringLiteral("paper-lanterns")
                                << QList<double>{1.441,   0.5393,   0.2165, 0.02174, 0.9278, 0.0957,
                                                 12.83,   20.5,     0.5556, 25,      72.23,  0.5299,
                                                 0.06268, 0.008547, 0.3933, 2.243,   3.216,  0.675,
                                                 0.6678,  0.8753,   0.6557, 0.8261,  4.336,  0.619,
                                                 0.4099,  0.4638,   0.2603, 0.1935}
                                << 0.0006;
        QTest::newRow("triplets") << QStringLiteral("winter-coat")
                                  << QList<double>{1.528,   0.5636,  0.1613,  0.208,    0.8749,
                                                   0.09375, 13.05,   22,      0.3,      23,
                                                   72.6,    0.6714,  0.07143, 0.009524, 0.3418,
                                                   2.256,   3.111,   0.6222,  0.6229,   0.8727,
                                                   0.759,   0.7857,  2.727,   0.7586,   0.3071,
                                                   0.3965,  0.09474, 0.02857}
                                  << 0.005;
        QTest::newRow("ballad") << QStringLiteral("last-tram-home")
                                << QList<double>{1.93,   0.6397,  0.1351, 0.4643, 0.8611, 0.1055,
                                                 8.769,  19,      0.5385, 21,     73.12,  0.641,
                                                 0.0641, 0.01709, 0.2944, 2.52,   3.247,  0.6667,
                                                 0.6238, 0.8866,  0.7143, 0.8929, 3.239,  0.72,
                                                 0.3611, 0.3921,  0.1779, 0.09677}
                                << 0.06;
    }

    void agreesWithTheResearchTool()
    {
        QFETCH(QString, tune);
        QFETCH(QList<double>, expected);
        QFETCH(double, tolerance);
        const auto bytes =
            readFile(std::filesystem::path(WOODSHED_BOOK) / (tune.toStdString() + ".abc"));
        QVERIFY2(bytes.has_value(), qPrintable(tune));
        const auto reading = readAbc(std::string(bytes->begin(), bytes->end()));
        QVERIFY(reading.has_value());
        const SoloMeasures measures = measured(lineOf(reading->solo));
        QCOMPARE(static_cast<std::size_t>(expected.size()), soloMeasureFields.size());
        for (std::size_t i = 0; i < soloMeasureFields.size(); ++i) {
            const double value = expected[static_cast<qsizetype>(i)];
            check(soloMeasureFields[i].name, measures.*soloMeasureFields[i].value, value,
                  tolerance * std::max(1.0, value));
        }
    }
};

QTEST_GUILESS_MAIN(TestSoloMeasures)
#include "tst_solomeasures.moc"
