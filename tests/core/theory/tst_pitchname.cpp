#include <QTest>

#include "theory/pitchname.h"

using namespace woodshed;

class TestPitchName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spellsEveryMidiNumberAsTheNotebookDoes()
    {
        const std::vector<std::string> octave{"C4",  "C#4", "D4",  "E-4", "E4",  "F4",
                                              "F#4", "G4",  "G#4", "A4",  "B-4", "B4"};
        for (int i = 0; i < 12; ++i)
            QCOMPARE(notebookPitch(60 + i).text(), octave[static_cast<std::size_t>(i)]);
        QCOMPARE(notebookPitch(0).text(), std::string("C-1"));
        QCOMPARE(notebookPitch(127).text(), std::string("G9"));
        for (int midi = -12; midi < 150; ++midi)
            QCOMPARE(notebookPitch(midi).midi(), midi);
    }

    void keepsTheOctaveOfTheLetter()
    {
        QCOMPARE(SpelledPitch::parse("C-5")->midi(), 71);
        QCOMPARE(SpelledPitch::parse("B#4")->midi(), 72);
        QCOMPARE(SpelledPitch::parse("E--4")->midi(), 62);
        QCOMPARE(SpelledPitch::parse("F##4")->midi(), 67);
    }

    void readsBackWhatItWrites()
    {
        for (int letter = 0; letter < 7; ++letter) {
            for (int accidental = -3; accidental <= 3; ++accidental) {
                const PitchName name{letter, accidental};
                QCOMPARE(PitchName::parse(name.text()), std::optional(name));
                const SpelledPitch pitch{name, 3};
                QCOMPARE(SpelledPitch::parse(pitch.text()), std::optional(pitch));
            }
        }
    }

    void refusesWhatIsNoName_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "H", "c", "C#-", "C+", "C#####", "C4", " C", "C "})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void refusesWhatIsNoName()
    {
        QFETCH(QString, text);
        QVERIFY(!PitchName::parse(text.toStdString()).has_value());
    }

    void refusesWhatIsNoPitch()
    {
        for (const char* text : {"", "C", "4", "C#", "C4x", "C 4", "C99999999999", "C100", "C#-4"})
            QVERIFY2(!SpelledPitch::parse(text).has_value(), text);
    }

    void countsStaffPositions()
    {
        QCOMPARE(notebookStaffPosition(60), 35);
        QCOMPARE(notebookStaffPosition(63) - notebookStaffPosition(60), 2);  // C to E flat
        QCOMPARE(notebookStaffPosition(68) - notebookStaffPosition(67), 0);  // G to G sharp
        QCOMPARE(notebookStaffPosition(59) - notebookStaffPosition(60), -1); // C down to B
    }
};

QTEST_GUILESS_MAIN(TestPitchName)
#include "tst_pitchname.moc"
