#include <string>
#include <vector>

#include <QTest>

#include "theory/chordshape.h"

using namespace woodshed;

namespace
{

std::uint16_t setOf(const std::vector<int>& intervals)
{
    unsigned set = 0;
    for (const int interval : intervals)
        set |= 1U << static_cast<unsigned>(interval % 12);
    return static_cast<std::uint16_t>(set);
}

QByteArray listed(std::uint16_t set)
{
    QByteArray text;
    for (unsigned interval = 0; interval < 12; ++interval)
        if ((set >> interval & 1U) != 0)
            text += QByteArray::number(interval) + ' ';
    return text;
}

const std::vector<int> ionian{0, 2, 4, 5, 7, 9, 11};
const std::vector<int> lydian{0, 2, 4, 6, 7, 9, 11};
const std::vector<int> lydianAugmented{0, 2, 4, 6, 8, 9, 11};
const std::vector<int> dorian{0, 2, 3, 5, 7, 9, 10};
const std::vector<int> aeolian{0, 2, 3, 5, 7, 8, 10};
const std::vector<int> phrygian{0, 1, 3, 5, 7, 8, 10};
const std::vector<int> melodicMinor{0, 2, 3, 5, 7, 9, 11};
const std::vector<int> eitherSeventh{0, 2, 3, 5, 7, 9, 10, 11};
const std::vector<int> mixolydian{0, 2, 4, 5, 7, 9, 10};
const std::vector<int> lydianDominant{0, 2, 4, 6, 7, 9, 10};
const std::vector<int> mixolydianFlatSixth{0, 2, 4, 5, 7, 8, 10};
const std::vector<int> wholeTone{0, 2, 4, 6, 8, 10};
const std::vector<int> halfWhole{0, 1, 3, 4, 6, 7, 9, 10};
const std::vector<int> altered{0, 1, 3, 4, 6, 8, 10};
const std::vector<int> alteredWithFifth{0, 1, 3, 4, 6, 7, 8, 10};
const std::vector<int> locrian{0, 1, 3, 5, 6, 8, 10};
const std::vector<int> locrianNaturalNinth{0, 2, 3, 5, 6, 8, 10};
const std::vector<int> wholeHalf{0, 2, 3, 5, 6, 8, 9, 11};

struct Expected {
    const char* symbol;
    ChordFamily family;
    std::vector<int> tones;
    std::vector<int> scale;
};

const std::vector<Expected>& table()
{
    using enum ChordFamily;
    static const std::vector<Expected> symbols{
        {"C", Major, {0, 4, 7}, ionian},
        {"C6", Major, {0, 4, 7, 9}, ionian},
        {"C6/9", Major, {0, 4, 7, 9}, ionian},
        {"Cmaj7", Major, {0, 4, 7, 11}, ionian},
        {"C^7", Major, {0, 4, 7, 11}, ionian},
        {"Cmaj9", Major, {0, 4, 7, 11}, ionian},
        {"Cmaj13", Major, {0, 4, 7, 11}, ionian},
        {"Cadd9", Major, {0, 4, 7}, ionian},
        {"C5", Major, {0, 7}, ionian},
        {"Cmaj7#11", Major, {0, 4, 7, 11}, lydian},
        {"Cmaj7b5", Major, {0, 4, 6, 11}, lydian},
        {"C+", Major, {0, 4, 8}, lydianAugmented},
        {"Cmaj7#5", Major, {0, 4, 8, 11}, lydianAugmented},
        {"Cmaj7#9", Major, {0, 4, 7, 11}, {0, 2, 3, 4, 5, 7, 9, 11}},
        {"Cm", Minor, {0, 3, 7}, eitherSeventh},
        {"C-7", Minor, {0, 3, 7, 10}, dorian},
        {"Cm9", Minor, {0, 3, 7, 10}, dorian},
        {"Cm11", Minor, {0, 3, 7, 10}, dorian},
        {"Cm6", Minor, {0, 3, 7, 9}, melodicMinor},
        {"Cm6/9", Minor, {0, 3, 7, 9}, melodicMinor},
        {"CmM7", Minor, {0, 3, 7, 11}, melodicMinor},
        {"Cm7b13", Minor, {0, 3, 7, 10}, aeolian},
        {"Cm#5", Minor, {0, 3, 8}, aeolian},
        {"Cm7b9", Minor, {0, 3, 7, 10}, phrygian},
        {"C7", Dominant, {0, 4, 7, 10}, mixolydian},
        {"C9", Dominant, {0, 4, 7, 10}, mixolydian},
        {"C13", Dominant, {0, 4, 7, 10}, mixolydian},
        {"C7#11", Dominant, {0, 4, 7, 10}, lydianDominant},
        {"C13#11", Dominant, {0, 4, 7, 10}, lydianDominant},
        {"C7b5", Dominant, {0, 4, 6, 10}, lydianDominant},
        {"C7b13", Dominant, {0, 4, 7, 10}, mixolydianFlatSixth},
        {"C7#5", Dominant, {0, 4, 8, 10}, wholeTone},
        {"C9#5", Dominant, {0, 4, 8, 10}, wholeTone},
        {"C7b9", Dominant, {0, 4, 7, 10}, halfWhole},
        {"C7#9", Dominant, {0, 4, 7, 10}, halfWhole},
        {"C13b9", Dominant, {0, 4, 7, 10}, halfWhole},
        {"C7b5b9", Dominant, {0, 4, 6, 10}, halfWhole},
        {"C7alt", Dominant, {0, 4, 8, 10}, altered},
        {"C7#5#9", Dominant, {0, 4, 8, 10}, altered},
        {"C7(b9,b13)", Dominant, {0, 4, 7, 10}, alteredWithFifth},
        {"Cm7b5", HalfDiminished, {0, 3, 6, 10}, locrian},
        {"Ch7", HalfDiminished, {0, 3, 6, 10}, locrian},
        {"Cm9b5", HalfDiminished, {0, 3, 6, 10}, locrianNaturalNinth},
        {"Cdim", Diminished, {0, 3, 6}, wholeHalf},
        {"Co7", Diminished, {0, 3, 6, 9}, wholeHalf},
        {"Cdim(maj7)", Diminished, {0, 3, 6, 11}, wholeHalf},
        {"Csus4", Suspended, {0, 5, 7}, mixolydian},
        {"Csus2", Suspended, {0, 2, 7}, mixolydian},
        {"C9sus4", Suspended, {0, 5, 7, 10}, mixolydian},
        {"C11", Suspended, {0, 7, 10}, mixolydian},
        {"Cmaj7sus4", Suspended, {0, 5, 7, 11}, ionian},
        {"C7b9sus4", Suspended, {0, 5, 7, 10}, phrygian},
    };
    return symbols;
}

} // namespace

class TestChordShape : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void familyTonesAndScale_data()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < table().size(); ++i)
            QTest::newRow(table()[i].symbol) << static_cast<int>(i);
    }
    void familyTonesAndScale()
    {
        QFETCH(int, row);
        const Expected& expected = table()[static_cast<std::size_t>(row)];
        const ChordShape shape = chordShape(std::string_view(expected.symbol));
        QCOMPARE(shape.root, 0);
        QCOMPARE(static_cast<int>(shape.family), static_cast<int>(expected.family));
        QCOMPARE(listed(shape.tones), listed(setOf(expected.tones)));
        QCOMPARE(listed(shape.scale), listed(setOf(expected.scale)));
    }

    void everythingTheSymbolNamesIsInTheScale()
    {
        for (const Expected& each : table()) {
            const auto symbol = ChordSymbol::parse(each.symbol);
            QVERIFY2(symbol, each.symbol);
            const ChordShape shape = chordShape(*symbol);
            QVERIFY2((shape.tones & ~shape.scale) == 0, each.symbol);
            for (const int interval : symbol->intervals)
                QVERIFY2(shape.inScale(shape.root + interval), each.symbol);
        }
    }

    void theRootMovesAndTheRestStays()
    {
        for (const Expected& each : table()) {
            const auto symbol = ChordSymbol::parse(each.symbol);
            QVERIFY2(symbol, each.symbol);
            for (int semitones = 1; semitones < 12; ++semitones) {
                ChordShape expected = chordShape(*symbol);
                expected.root = semitones;
                QVERIFY2(chordShape(symbol->transposed(semitones)) == expected, each.symbol);
            }
        }
    }

    void pitchesAreSeenFromTheRoot()
    {
        const ChordShape shape = chordShape(std::string_view("Bb7/D"));
        QCOMPARE(shape.root, 10);
        QCOMPARE(shape.above(58), 0);
        QCOMPARE(shape.above(57), 11);
        QCOMPARE(shape.above(-3), 11);
        QVERIFY(shape.hasTone(62) && shape.hasTone(68) && !shape.hasTone(60));
        QVERIFY(shape.inScale(60) && !shape.inScale(59));
    }

    void silenceAndNonsenseAreNoChords()
    {
        for (const std::string_view text :
             {"NC", "N.C.", "", " ", "H7", "xyz", "7", "#", "C7zzz"}) {
            const ChordShape shape = chordShape(text);
            QVERIFY2(!shape.isChord(), text.data());
            QVERIFY2(shape == ChordShape{}, text.data());
            for (int pitch = 0; pitch < 12; ++pitch)
                QVERIFY(!shape.hasTone(pitch) && !shape.inScale(pitch));
        }
    }
};

QTEST_APPLESS_MAIN(TestChordShape)
#include "tst_chordshape.moc"
