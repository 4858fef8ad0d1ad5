#include <string>
#include <vector>

#include <QTest>

#include "support/random.h"
#include "theory/chordsymbol.h"

using namespace woodshed;

namespace
{

/// "0: 0 4 7 11 /4": root, intervals and bass of a symbol, or "refused".
QString drawn(const char* text)
{
    const auto symbol = ChordSymbol::parse(text);
    if (!symbol)
        return QStringLiteral("refused");
    QString result = QString::number(symbol->root) + QLatin1Char(':');
    for (const int interval : symbol->intervals)
        result += QLatin1Char(' ') + QString::number(interval);
    if (symbol->bass)
        result += QStringLiteral(" /") + QString::number(*symbol->bass);
    return result;
}

} // namespace

class TestChordSymbol : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void understands_data()
    {
        QTest::addColumn<QString>("expected");
        const auto rows = [](const char* expected, std::initializer_list<const char*> spellings) {
            for (const char* spelling : spellings)
                QTest::newRow(spelling) << QString::fromLatin1(expected);
        };
        rows("0: 0 4 7", {"C", "CM", "Cmaj", "C(maj)", " C "});
        rows("0: 0 4 7 11", {"Cmaj7", "CMaj7", "CMAJ7", "CM7", "Cma7", "Cj7", "C^7", "C^", "CΔ",
                             "CΔ7", "C(maj7)"});
        rows("0: 0 3 7", {"Cm", "C-", "Cmin", "Cmi", "Cminor"});
        rows("2: 0 3 7 10", {"Dm7", "D-7", "Dmin7", "Dmi7", "D(m7)"});
        rows("11: 0 3 6 10",
             {"Bm7b5", "B-7b5", "Bø", "Bø7", "Bh7", "Bh", "Bm7(b5)", "Bm7-5", "Bm7♭5", "Cbm7b5"});
        rows("1: 0 3 6", {"C#dim", "C#o", "D♭°"});
        rows("1: 0 3 6 9", {"C#dim7", "C#o7", "C♯°7", "Dbdim7"});
        rows("0: 0 4 8", {"C+", "Caug", "C#5", "C(#5)"}); // "C#5" is C sharp: see below
        rows("0: 0 4 8 10", {"C+7", "Caug7", "C7#5", "C7+5", "C7+", "C7(#5)", "C7aug"});
        rows("7: 0 4 8 10 13 15", {"G7alt", "Galt", "G7(alt)", "Galtered"});
        rows("7: 0 5 7", {"Gsus", "Gsus4"});
        rows("7: 0 5 7 10", {"G7sus", "G7sus4", "Gsus7"});
        rows("7: 0 5 7 10 14", {"G9sus", "G9sus4"});
        rows("7: 0 2 7", {"Gsus2"});
        rows("0: 0 4 7 9", {"C6", "CM6", "Cmaj6"});
        rows("0: 0 4 7 9 14", {"C6/9", "C69", "C6(9)", "C6add9"});
        rows("5: 0 3 7 9", {"Fm6", "F-6"});
        rows("0: 0 3 7 11",
             {"CmM7", "CmMaj7", "Cm(maj7)", "C-^7", "C-Δ", "C-Δ7", "Cm#7", "Cminmaj7", "Cm^"});
        rows("0: 0 4 7 10 13", {"C7b9", "C7(b9)", "C7-9", "C7♭9", "C(b9)", "C7[b9]"});
        rows("0: 0 4 7 10 15", {"C7#9", "C7+9", "C7(♯9)"});
        rows("0: 0 4 7 10 18", {"C7#11", "C7(#11)", "C7+11"});
        rows("0: 0 4 7 10 13 20", {"C7b9b13", "C7(b9,b13)", "C7(b9 b13)", "C7b9/b13"});
        rows("0: 0 3 7 10 14", {"C-9", "Cm9", "Cmin9"});
        rows("0: 0 4 8 10 14", {"C+9", "C9#5"});
        rows("0: 0 4 7 10 14 21", {"C13"});
        rows("0: 0 4 7 10 21", {"C7(13)"});
        rows("0: 0 7 10 14 17", {"C11"});
        rows("9: 0 3 7 10 14 17", {"Am11"});
        rows("3: 0 4 7 11 14", {"Ebmaj9", "E♭Δ9", "E♭^9"});
        rows("0: 0 4 7 11 18", {"Cmaj7#11", "C^7(#11)"});
        rows("0: 0 4 8 11", {"Cmaj7#5", "C+maj7", "C+M7"});
        rows("0: 0 4 7 14", {"Cadd9", "C(add9)", "C2"});
        rows("0: 0 3 7 14", {"Cmadd9", "Cm(add9)"});
        rows("0: 0 7", {"C5"});
        rows("0: 0 4 7 /4", {"C/E", "C/e"});
        rows("9: 0 3 7 10 /7", {"Am7/G", "Am7/g"});
        rows("0: 0 4 7 9 14 /10", {"C6/9/Bb", "C69/bb", "C6/9/B♭"});
        rows("10: 0 4 7", {"Bb", "B♭", "A#", "Cbb"});
        rows("10: 0 4 6 10", {"Bb7b5"});
    }

    void understands()
    {
        QFETCH(QString, expected);
        const char* text = QTest::currentDataTag();
        if (qstrcmp(text, "C#5") == 0)
            expected = QStringLiteral("1: 0 7"); // the sharp belongs to the root
        QCOMPARE(drawn(text), expected);
        QVERIFY(ChordSymbol::parse(text)->text == QByteArray(text).trimmed().toStdString());
    }

    void refusesWords()
    {
        for (const char* word : {"Chorus",
                                 "A section",
                                 "Fine",
                                 "Bridge",
                                 "Coda",
                                 "D.S.",
                                 "D.C. al Fine",
                                 "Verse",
                                 "Section A",
                                 "Drums",
                                 "Bass",
                                 "Guitar",
                                 "Ending",
                                 "Break",
                                 "Fill",
                                 "Add",
                                 "Dim",
                                 "Aug",
                                 "Ballad",
                                 "Chorus 2",
                                 "A1",
                                 "",
                                 " ",
                                 "H7",
                                 "c",
                                 "x7",
                                 "C7/",
                                 "C/H",
                                 "C/Em",
                                 "Cmaj7maj",
                                 "Cb10",
                                 "C--",
                                 "Gmajor scale",
                                 "\xff\xfe",
                                 "Em7b",
                                 "C7777777777777777777777777777777777777777777777"})
            QVERIFY2(!ChordSymbol::parse(word).has_value(), word);
    }

    void tellsChordsFromSectionMarks()
    {
        for (const char* text : {"C", "Am", "Bb7", "F#m7b5", "N.C.", "NC", "G7(b9)", "D/F#", "Eo7"})
            QVERIFY2(looksLikeChordSymbol(text), text);
        for (const char* text :
             {"A2", "B4", "Do", "Go", "Ah", "Section B", "Intro", "n", "Chorus", "A'"})
            QVERIFY2(!looksLikeChordSymbol(text), text);
        QVERIFY(isNoChord("N.C.") && isNoChord(" nc ") && isNoChord("n") && !isNoChord("C"));
    }

    void voicesInRootPosition()
    {
        QCOMPARE(voicing(*ChordSymbol::parse("Cmaj7")), (std::vector<int>{48, 52, 55, 59}));
        QCOMPARE(voicing(*ChordSymbol::parse("B7")), (std::vector<int>{59, 63, 66, 69}));
        QCOMPARE(voicing(*ChordSymbol::parse("Dm7/G")), (std::vector<int>{43, 50, 53, 57, 60}));
        QCOMPARE(voicing(*ChordSymbol::parse("F6")), (std::vector<int>{53, 57, 60, 62}));
        QCOMPARE(voicing(*ChordSymbol::parse("C/C")), (std::vector<int>{48, 52, 55}));
    }

    void transposesAndSpells()
    {
        QCOMPARE(ChordSymbol::parse("Dm7b5/Ab")->transposed(2).text, std::string("Em7b5/A#"));
        QCOMPARE(ChordSymbol::parse("G7(b9)")->transposed(-1).text, std::string("Gb7(b9)"));
        QCOMPARE(ChordSymbol::parse("Em7")->transposed(2).text, std::string("F#m7"));
        for (const char* text : {"C", "Ebmaj9", "F#-7b5", "Bb7alt/D", "A6/9", "G13sus"}) {
            const ChordSymbol original = *ChordSymbol::parse(text);
            for (int by = -13; by <= 13; ++by) {
                const ChordSymbol moved = original.transposed(by);
                const auto reread = ChordSymbol::parse(moved.text);
                QVERIFY2(reread.has_value(), moved.text.c_str());
                QCOMPARE(reread->root, ((original.root + by) % 12 + 12) % 12);
                QVERIFY(*reread == moved);
            }
        }
    }

    void survivesRandomText()
    {
        const std::string alphabet = "ABCDEFGabgmj7965413+-#/()^oh dimsuladt\xc3\xb8\xe2\x99\xad";
        Random random(11);
        int understood = 0;
        for (int i = 0; i < 200000; ++i) {
            std::string text(1 + random.index(8), ' ');
            for (char& c : text)
                c = alphabet[random.index(alphabet.size())];
            const auto symbol = ChordSymbol::parse(text);
            if (!symbol)
                continue;
            ++understood;
            for (const int pitch : voicing(*symbol))
                QVERIFY2(pitch >= 36 && pitch <= 84, text.c_str());
        }
        QVERIFY(understood > 100);
    }
};

QTEST_GUILESS_MAIN(TestChordSymbol)
#include "tst_chordsymbol.moc"
