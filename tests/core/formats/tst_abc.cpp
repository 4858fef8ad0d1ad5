#include <string>

#include <QTest>

#include "formats/abc.h"
#include "support/random.h"

using namespace woodshed;

namespace
{

QString drawn(const std::vector<Note>& notes)
{
    QStringList words;
    for (const Note& note : notes)
        words << QStringLiteral("%1@%2+%3")
                     .arg(note.pitch)
                     .arg(note.start.count)
                     .arg(note.duration.count);
    return words.join(QLatin1Char(' '));
}

QString drawnChords(const ChordProgression& progression)
{
    QStringList words;
    for (const PlacedChord& chord : progression.chords)
        words << QStringLiteral("%1@%2+%3")
                     .arg(QString::fromStdString(chord.text))
                     .arg(chord.start.count)
                     .arg(chord.duration.count);
    return words.join(QLatin1Char(' '));
}

QString complaint(const Error& error)
{
    return QString::fromStdString(error.where + ": " + error.detail);
}

/// The notes of one line of music under a plain header, or the error.
QString music(const std::string& line, const std::string& key = "C")
{
    const auto reading = readAbc("X:1\nM:4/4\nL:1/8\nK:" + key + "\n" + line + "\n");
    return reading ? drawn(reading->solo.melody) : complaint(reading.error());
}

QString pitches(const std::string& line, const std::string& key = "C")
{
    const auto reading = readAbc("X:1\nM:4/4\nL:1/4\nK:" + key + "\n" + line + "\n");
    if (!reading)
        return complaint(reading.error());
    QStringList words;
    for (const Note& note : reading->solo.melody)
        words << QString::number(note.pitch);
    return words.join(QLatin1Char(' '));
}

} // namespace

class TestAbc : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsHeaderAndChords()
    {
        const auto reading = readAbc(
            "% a file\n\nX:1\nT:Evening\nT:second title\nC:Somebody\nR:Swing\nM:4/4\nL:1/8\n"
            "Q:\"Medium\" 1/4=132\n%%woodshed-form 2\nK:Bb % two flats\n"
            "\"Bb6\"B4 \"^slow\"\"G7\"B4 | z8 | \"Cm7\"E8 | \"N.C.\"z4 \"F7\"F4 |]\n");
        QVERIFY2(reading.has_value(), reading ? "" : qPrintable(complaint(reading.error())));
        const Solo& solo = reading->solo;
        QVERIFY2(reading->warnings.empty(),
                 reading->warnings.empty() ? "" : reading->warnings[0].c_str());
        QCOMPARE(solo.tune.title, std::string("Evening"));
        QCOMPARE(solo.tune.feel, std::string("swing"));
        QCOMPARE(solo.tune.key, std::string("Bb"));
        QCOMPARE(solo.tune.tempo, 132.0);
        QCOMPARE(solo.choruses, 2);
        QCOMPARE(solo.tune.bars(), 4);
        QCOMPARE(drawn(solo.melody),
                 QStringLiteral("70@0+960 70@960+960 63@3840+1920 65@6720+960"));
        QCOMPARE(drawnChords(solo.tune.chords),
                 QStringLiteral("Bb6@0+960 G7@960+2880 Cm7@3840+1920 NC@5760+960 F7@6720+960"));
        QCOMPARE(solo.tune.chords.chords[1].pitches, (std::vector<int>{55, 59, 62, 65}));

        const LeadSheet chorus = oneChorus(solo);
        QCOMPARE(chorus.bars(), 2);
        QCOMPARE(drawnChords(chorus.chords), QStringLiteral("Bb6@0+960 G7@960+2880"));
    }

    void readsLengths()
    {
        QCOMPARE(music("c2 c/ c// c3/2 c/4 c3 |"),
                 QStringLiteral("72@0+480 72@480+120 72@600+60 72@660+360 72@1020+60 72@1080+720"));
        QCOMPARE(music("(3cde (3:2:2c2d (5c/d/e/f/g/ |"),
                 QStringLiteral("72@0+160 74@160+160 76@320+160 72@480+320 74@800+160 72@960+48 "
                                "74@1008+48 76@1056+48 77@1104+48 79@1152+48"));
        QCOMPARE(
            music("(4cdef (2cd |"),
            QStringLiteral("72@0+180 74@180+180 76@360+180 77@540+180 72@720+360 74@1080+360"));
        QCOMPARE(music("c>d e<f g>>a |"),
                 QStringLiteral("72@0+360 74@360+120 76@480+120 77@600+360 79@960+420 81@1380+60"));
    }

    void readsAccidentals()
    {
        QCOMPARE(pitches("^F F _B =F | F"), QStringLiteral("66 66 70 65 65"));
        QCOMPARE(pitches("F f C' ^^C", "D"), QStringLiteral("66 78 73 62"));
        QCOMPARE(pitches("B E =B B | B", "Eb"), QStringLiteral("70 63 71 71 70"));
        QCOMPARE(pitches("c,, C,, c' c''"), QStringLiteral("48 36 84 96"));
        QCOMPARE(pitches("zz ^c2- | c c"),
                 QStringLiteral("73 72")); // a tie keeps its accidental, the next note does not
        QCOMPARE(pitches("F B | [K:Ddor] F B | [K:F#m] F C G E"),
                 QStringLiteral("65 71 65 71 66 61 68 64"));
    }

    void tiesAcrossBars()
    {
        QCOMPARE(music("z4 c4- | c2-c2 d4 |"), QStringLiteral("72@960+1920 74@2880+960"));
        QCOMPARE(music("z4 c4- | d4 z4 |"), QStringLiteral("72@960+960 74@1920+960"));
    }

    void unfoldsRepeats()
    {
        const auto order = [](const char* bars) { return pitches(bars); };
        QCOMPARE(order("|: C4 | D4 :| E4 |"), QStringLiteral("60 62 60 62 64"));
        QCOMPARE(order("C4 | D4 :| E4 |"), QStringLiteral("60 62 60 62 64"));
        QCOMPARE(order("|: C4 |1 D4 :|2 E4 |] F4 |"), QStringLiteral("60 62 60 64 65"));
        QCOMPARE(order("|: C4 | [1 D4 :| [2 E4 || F4 :|"), QStringLiteral("60 62 60 64 65 65"));
        QCOMPARE(order("|: C4 |1,3 D4 :|2 E4 :| F4 |"), QStringLiteral("60 62 60 64 60 62 65"));
        QCOMPARE(order("|: C4 :: D4 :|\n|: E4 :|"), QStringLiteral("60 60 62 62 64 64"));
        QCOMPARE(order("|: C4 |\n| D4 :|"), QStringLiteral("60 62 60 62"));
    }

    void startsAPickupLateInItsBar()
    {
        const auto reading =
            readAbc("X:1\nM:4/4\nL:1/4\n%%woodshed-form 1\nK:C\nG | \"C\"c4 | \"F\"f4 |\n");
        QVERIFY(reading.has_value());
        QCOMPARE(drawn(reading->solo.melody),
                 QStringLiteral("67@1440+480 72@1920+1920 77@3840+1920"));
        QCOMPARE(reading->solo.choruses, 3);
    }

    void takesTheChorusAfterAPickup()
    {
        const auto reading = readAbc("X:1\nM:4/4\nL:1/4\n%%woodshed-form 2\nK:C\nG | \"C\"c4 | "
                                     "\"F\"f4 | \"G\"g4 | \"C\"c4 |\n");
        QVERIFY(reading.has_value());
        QCOMPARE(reading->solo.choruses, 2);
        QCOMPARE(drawnChords(oneChorus(reading->solo).chords),
                 QStringLiteral("C@0+1920 F@1920+1920"));
    }

    void reducesWithAWarning()
    {
        const auto reading = readAbc(
            "X:1\nM:4/4\nL:1/4\nK:C\nV:1\n{ga}c [CEG]2 !fermata! .c | \"Hm\" (cd) ef | c\\\n"
            "V:2\nC4|C4|C4|\nV:1\nccc | c8 |\nw: la la\n\nand a word after it\n");
        QVERIFY2(reading.has_value(), reading ? "" : qPrintable(complaint(reading.error())));
        QCOMPARE(drawn(reading->solo.melody).left(19), QStringLiteral("72@0+480 67@480+960"));
        QCOMPARE(reading->solo.melody.size(), std::size_t{12});
        QString all;
        for (const std::string& warning : reading->warnings)
            all += QString::fromStdString(warning) + QLatin1Char('\n');
        for (const char* part :
             {"grace", "highest", "\"Hm\"", "first voice", "add up", "what follows the first tune"})
            QVERIFY2(all.contains(QLatin1String(part)), qPrintable(all));
    }

    void graceNotesComeBeforeTheBeat()
    {
        const auto melody = [](const std::string& notes) {
            const auto reading = readAbc("X:1\nM:4/4\nL:1/4\nK:C\n" + notes + "\n");
            return reading ? drawn(reading->solo.melody) : complaint(reading.error());
        };
        // From the note before, from a rest, over the bar line, and in a triplet that stays one.
        QCOMPARE(melody("c {^c}d z {/ag}e |"),
                 QStringLiteral("72@0+400 73@400+80 74@480+480 81@1280+80 79@1360+80 76@1440+480"));
        QCOMPARE(melody("c4 | {B}c4 |"), QStringLiteral("72@0+1840 71@1840+80 72@1920+1920"));
        QCOMPARE(melody("(3c/{^c}d/e/ f g2 |"),
                 QStringLiteral("72@0+80 73@80+80 74@160+160 76@320+160 77@480+480 79@960+960"));
        // At most half of what was there; an accidental holds, and a tie does not begin anew.
        QCOMPARE(melody("c/4{abc'b}d/4 c/2 c c2 |"),
                 QStringLiteral("72@0+120 74@120+120 72@240+240 72@480+480 72@960+960"));
        QCOMPARE(melody("c {^c}d c2 |"),
                 QStringLiteral("72@0+400 73@400+80 74@480+480 73@960+960"));
        QCOMPARE(melody("^c4- | {d}c4 |"), QStringLiteral("73@0+3840"));
        QVERIFY(melody("c {abcdefgab}d c2 |").contains(QStringLiteral("more grace notes")));
        QVERIFY(melody("c {ab").contains(QStringLiteral("not closed")));
        QVERIFY(melody("c {a#b}c").contains(QStringLiteral("column 5")));
    }

    void saysWhatIsWrongAndWhere()
    {
        const auto fails = [](const QString& message, const char* part) {
            return message.contains(QLatin1String(part))
                       ? true
                       : (qWarning("%s", qPrintable(message)), false);
        };
        QVERIFY(fails(music("c d # e"), "line 5, column 5:"));
        QVERIFY(fails(music("c \"Dm7"), "column 3:"));
        QVERIFY(fails(music("c [CE"), "not closed"));
        QVERIFY(fails(music("c99999"), "column 2:"));
        QVERIFY(fails(music("c/0"), "column 3:"));
        QVERIFY(fails(music("c'''''''"), "range"));
        QVERIFY(fails(music("^^^c"), "accidentals"));
        QVERIFY(fails(music("c> | d"), "second note"));
        QVERIFY(fails(music("> d"), "before"));
        QVERIFY(fails(music("(0cde"), "column"));
        QVERIFY(fails(music("Z4000 | Z4000 |"), "column"));
        QVERIFY(fails(music(""), "no notes"));
        QCOMPARE(readAbc("").error().code, ErrorCode::Malformed);
        QCOMPARE(readAbc("no tune at all").error().code, ErrorCode::Malformed);
        QCOMPARE(readAbc(std::string(2 << 20, 'c')).error().code, ErrorCode::TooLarge);
        QVERIFY(!readAbc(std::string_view("X:1\nK:C\ncde\0f\n", 14)).has_value());
        QVERIFY(!readAbc("X:1\n%%woodshed-form 0\nK:C\ncdef|\n").has_value());
        std::string repeats = "|:";
        for (int i = 0; i < 3000; ++i)
            repeats += "c8|";
        QVERIFY(fails(music(repeats + ":|"), "4096"));
    }

    void survivesMutants()
    {
        const std::string seedText =
            "X:1\nT:t\nM:4/4\nL:1/8\nQ:1/4=120\n%%woodshed-form 2\nK:Bb\n"
            "|:\"Bb7\"B>c (3def ^g-|g4 [ceg]2 {a}z2|1 A/B/c/d/ z6:|2 [K:Gm] Z2 :|\"NC\" x8|]\n";
        const std::string signs = "|:[]()<>^_=\"!{}-/0123456789zZxabcABC, '\n%\\&+y";
        Random random(3);
        int understood = 0;
        for (int i = 0; i < 20000; ++i) {
            std::string text = seedText;
            for (std::size_t k = 0, edits = 1 + random.index(5); k < edits; ++k) {
                const std::size_t at = random.index(text.size());
                switch (random.index(3)) {
                case 0:
                    text[at] = signs[random.index(signs.size())];
                    break;
                case 1:
                    text.erase(at, random.index(5));
                    break;
                default:
                    text.insert(at, text.substr(random.index(text.size()), random.index(20)));
                }
            }
            const auto reading = readAbc(text);
            if (!reading) {
                QVERIFY2(!reading.error().detail.empty(), text.c_str());
                continue;
            }
            ++understood;
            Ticks end{0};
            for (const Note& note : reading->solo.melody) {
                QVERIFY2(note.start >= end && note.duration.count > 0 && note.pitch >= 0 &&
                             note.pitch < 128,
                         text.c_str());
                end = note.end();
            }
            QVERIFY2(end <= reading->solo.tune.chords.length, text.c_str());
            end = {0};
            for (const PlacedChord& chord : reading->solo.tune.chords.chords) {
                QVERIFY2(chord.start == end && chord.duration.count > 0, text.c_str());
                end = chord.end();
            }
            QCOMPARE(end, reading->solo.tune.chords.length);
            QVERIFY(oneChorus(reading->solo).bars() >= 1);
        }
        QVERIFY2(understood > 1000, qPrintable(QString::number(understood)));
    }
};

QTEST_GUILESS_MAIN(TestAbc)
#include "tst_abc.moc"
