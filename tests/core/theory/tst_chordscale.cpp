#include <QTest>

#include "theory/chordscale.h"

using namespace woodshed;

namespace
{

std::string names(const ChordScale& scale)
{
    std::string text;
    for (const PitchName name : scale.names)
        text += (text.empty() ? "" : " ") + name.text();
    return text;
}

} // namespace

class TestChordScale : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spellsLetterByLetter()
    {
        QCOMPARE(names(diatonicScale(*PitchName::parse("C"), ScaleMode::Major)),
                 std::string("C D E F G A B"));
        QCOMPARE(names(diatonicScale(*PitchName::parse("E-"), ScaleMode::Dorian)),
                 std::string("E- F G- A- B- C D-"));
        QCOMPARE(names(diatonicScale(*PitchName::parse("G#"), ScaleMode::Major)),
                 std::string("G# A# B# C# D# E# F##"));
        QCOMPARE(names(diatonicScale(*PitchName::parse("C-"), ScaleMode::Dorian)),
                 std::string("C- D- E-- F- G- A- B--"));
    }

    void respellsDoubleAccidentalsOfTheBluesOnTheWay()
    {
        QCOMPARE(names(bluesScale(*PitchName::parse("C"), false)), std::string("C E- F G B- C"));
        QCOMPARE(names(bluesScale(*PitchName::parse("C"), true)), std::string("C E- F F# G B- C"));
        QCOMPARE(names(bluesScale(*PitchName::parse("C#"), true)),
                 std::string("C# E F# G A- C- D-"));
        QCOMPARE(names(bluesScale(*PitchName::parse("C-"), false)), std::string("C- D E F# A B"));
    }

    void takesTheTonicThatHoldsMostOfTheChordAndTheLastInATie()
    {
        // C major triad: C, F and G major hold all of it; G is the last.
        QCOMPARE(derivedScale(std::vector{60, 64, 67}).tonic.text(), std::string("G"));
        // D minor with seventh and sixth: only D Dorian's relatives hold D F A C B; D, E... up to B
        // are tried.
        QCOMPARE(derivedScale(std::vector{62, 65, 69, 72, 71}).tonic.text(), std::string("D"));
        QCOMPARE(names(derivedScale(std::vector{62, 65, 69, 72, 71})),
                 std::string("D E F G A B C"));
    }

    void comparesNamesNotSounds()
    {
        const auto scale = diatonicScale(*PitchName::parse("E"), ScaleMode::Major);
        QVERIFY(scale.contains(*PitchName::parse("D#")));
        QVERIFY(!scale.contains(*PitchName::parse("E-")));
    }

    void countsSharedPitchClassesOnce()
    {
        QCOMPARE(sharedPitchClasses(diatonicScale(*PitchName::parse("C"), ScaleMode::Major),
                                    std::vector{60, 72, 64, 66, -12}),
                 2);
    }
};

QTEST_GUILESS_MAIN(TestChordScale)
#include "tst_chordscale.moc"
