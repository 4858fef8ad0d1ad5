#include <QTest>

#include "theory/chordquality.h"

using namespace woodshed;

using Pitches = std::vector<int>;
Q_DECLARE_METATYPE(Pitches)

class TestChordQuality : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsRootAndQuality_data()
    {
        QTest::addColumn<Pitches>("pitches");
        QTest::addColumn<QString>("root");
        QTest::addColumn<QString>("quality");
        QTest::addColumn<QString>("name");
        const auto row = [](const char* what, Pitches pitches, const char* root,
                            const char* quality, const char* name) {
            QTest::newRow(what) << pitches << QString::fromLatin1(root)
                                << QString::fromLatin1(quality) << QString::fromLatin1(name);
        };
        row("major triad", {60, 64, 67}, "C", "major", "C");
        row("its first inversion", {64, 67, 72}, "C", "major", "C");
        row("major seventh, bass on top", {65, 69, 64, 60}, "F", "major", "F");
        row("minor with ninth", {67, 74, 58, 69, 65}, "G", "minor", "Gm");
        row("diminished", {71, 62, 65}, "B", "diminished", "Bdim");
        row("augmented", {60, 64, 68}, "C", "augmented", "C+");
        row("no third", {60, 67, 65}, "F", "other", "Csus4");
        row("fifth alone", {60, 67}, "C", "other", "C5");
        row("third alone", {60, 64}, "C", "major", "C");
        row("one letter", {67, 68}, "G", "other", "G5");
        // The default spelling hides the third of A flat: G# C E- is C, E-, G# by letters, but is
        // named by its sound.
        row("A flat in default spelling", {56, 60, 63}, "C", "other", "Ab");
    }
    void findsRootAndQuality()
    {
        QFETCH(Pitches, pitches);
        QFETCH(QString, root);
        QFETCH(QString, quality);
        QFETCH(QString, name);
        QCOMPARE(notebookName(chordRoot(pitches)).text(), root.toStdString());
        QCOMPARE(std::string(qualityName(chordQuality(pitches))), quality.toStdString());
        QCOMPARE(chordName(pitches), name.toStdString());
    }

    void copesWithNoPitchesAtAll()
    {
        QCOMPARE(chordQuality({}), ChordQuality::Other);
        QCOMPARE(chordName({}), std::string("NC"));
    }
};

QTEST_GUILESS_MAIN(TestChordQuality)
#include "tst_chordquality.moc"
