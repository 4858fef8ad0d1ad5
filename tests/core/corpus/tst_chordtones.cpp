#include <QTest>

#include "corpus/chordtones.h"

using namespace woodshed;

class TestChordTones : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheFirstKindThatHolds()
    {
        // C major: its derived scale is G major (G A B C D E F#).
        const ChordTones tones(std::vector{60, 64, 67});
        std::string kinds;
        for (int pitch = 60; pitch < 72; ++pitch)
            kinds += static_cast<char>(tones.kindOf(pitch));
        QCOMPARE(kinds, std::string("CASACASCASXS"));
        QCOMPARE(static_cast<char>(tones.kindOf(-12)), 'C');
        QVERIFY(tones.isApproachTone(66) && tones.isScaleTone(66));
    }

    void comparesNamesNotSounds()
    {
        // C# F G# is no major chord by its letters, so its scale is Dorian; whatever its tonic, E-
        // is never D#.
        const ChordTones tones(std::vector{61, 65, 68});
        QVERIFY(tones.isChordTone(65));
        QVERIFY(!tones.isChordTone(66));
    }

    void isAllOutsideOverNoChord()
    {
        for (const ChordTones& tones : {ChordTones(), ChordTones(std::vector<int>{})}) {
            for (int pitch = 60; pitch < 72; ++pitch)
                QCOMPARE(tones.kindOf(pitch), ValueKind::Outside);
        }
    }
};

QTEST_GUILESS_MAIN(TestChordTones)
#include "tst_chordtones.moc"
