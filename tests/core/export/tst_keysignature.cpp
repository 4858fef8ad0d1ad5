#include <QTest>

#include "export/keysignature.h"

using namespace woodshed;

class TestKeySignature : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsTheCircleOfFifths()
    {
        const char* major[] = {"Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C",
                               "G",  "D",  "A",  "E",  "B",  "F#", "C#"};
        const char* minor[] = {"Abm", "Ebm", "Bbm", "Fm",  "Cm",  "Gm",  "Dm", "Am",
                               "Em",  "Bm",  "F#m", "C#m", "G#m", "D#m", "A#m"};
        for (int sharps = -7; sharps <= 7; ++sharps) {
            QCOMPARE(keyName({sharps, false}), std::string(major[sharps + 7]));
            QCOMPARE(keyName({sharps, true}), std::string(minor[sharps + 7]));
            QVERIFY(keySignatureOf(major[sharps + 7]) == (KeySignature{sharps, false}));
            QVERIFY(keySignatureOf(minor[sharps + 7]) == (KeySignature{sharps, true}));
        }
    }

    void understandsOtherSpellings()
    {
        QVERIFY(keySignatureOf("F# minor") == (KeySignature{3, true}));
        QVERIFY(keySignatureOf("D-") == (KeySignature{-1, true}));
        QVERIFY(keySignatureOf("Bb major") == (KeySignature{-2, false}));
        QVERIFY(keySignatureOf("G#") == (KeySignature{-4, false})); // eight sharps, so A flat
        QVERIFY(keySignatureOf("Fbm") == (KeySignature{1, true}));  // eleven flats, so E minor
    }

    void leavesOtherTextsAlone()
    {
        for (const char* text : {"", "H", "c", "C7", "Cdorian", "Cmm", "C##"})
            QVERIFY2(!keySignatureOf(text), text);
    }
};

QTEST_GUILESS_MAIN(TestKeySignature)
#include "tst_keysignature.moc"
