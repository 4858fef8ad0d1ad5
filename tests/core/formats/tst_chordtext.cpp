#include <string>

#include <QTest>

#include "formats/chordtext.h"
#include "support/random.h"

using namespace woodshed;

namespace
{

/// "0 F7, 4 Bb7, ..." in quarters.
QString drawn(const LeadSheet& tune)
{
    QStringList chords;
    for (const PlacedChord& chord : tune.chords.chords)
        chords << QString::number(chord.start.quarters()) + QLatin1Char(' ') +
                      QString::fromStdString(chord.text);
    return chords.join(QStringLiteral(", "));
}

QString drawn(const char* text)
{
    const auto reading = readChordText(text);
    return reading ? drawn(reading->tune)
                   : QString::fromStdString(reading.error().where + ": " + reading.error().detail);
}

} // namespace

class TestChordText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAWholeTune()
    {
        const auto reading = readChordText(
            "\xef\xbb\xbf# mine\r\nTitle: Kitchen Blues\r\ntempo: 132.5\nfeel: swing\n"
            "key: Bb minor\nmetre: 3/4\ncolour: blue\n\n"
            "[A] | F7 | Bb7 / Bdim7 |\n| % | NC ||");
        QVERIFY2(reading.has_value(), reading ? "" : reading.error().detail.c_str());
        const LeadSheet& tune = reading->tune;
        QCOMPARE(tune.title, std::string("Kitchen Blues"));
        QCOMPARE(tune.tempo, 132.5);
        QCOMPARE(tune.feel, std::string("swing"));
        QCOMPARE(tune.key, std::string("Bbm"));
        QCOMPARE(tune.beatsPerBar, 3);
        QCOMPARE(tune.bars(), 4);
        QCOMPARE(drawn(tune), QStringLiteral("0 F7, 3 Bb7, 5 Bdim7, 6 Bb7, 8 Bdim7, 9 NC"));
        QVERIFY(tune.chords.chords.back().pitches.empty());
        QCOMPARE(tune.chords.chords.front().pitches, (std::vector<int>{53, 57, 60, 63}));
        QCOMPARE(tune.chords.chords.back().end(), tune.chords.length);
        QCOMPARE(reading->warnings.size(), std::size_t{1});
        QVERIFY(QString::fromStdString(reading->warnings[0]).contains(QStringLiteral("colour")));
    }

    void sharesTheBarAndHolds()
    {
        QCOMPARE(drawn("| Dm7 G7 | C6 |"), QStringLiteral("0 Dm7, 2 G7, 4 C6"));
        QCOMPARE(drawn("Dm7 G7 | C6"), QStringLiteral("0 Dm7, 2 G7, 4 C6"));
        QCOMPARE(drawn("| C / / A7 | / / D7 / |"), QStringLiteral("0 C, 3 A7, 6 D7"));
        QCOMPARE(drawn("| C Em A7 | F |").left(14), QStringLiteral("0 C, 1.33333 E"));
        QCOMPARE(drawn("||: C | F :|| G |"), QStringLiteral("0 C, 4 F, 8 C, 12 F, 16 G"));
        QCOMPARE(drawn("|: C :|: F :|"), QStringLiteral("0 C, 4 C, 8 F, 12 F"));
        QCOMPARE(drawn("| C | F :| G |"), QStringLiteral("0 C, 4 F, 8 C, 12 F, 16 G"));
    }

    void saysWhatIsWrongAndWhere()
    {
        const auto contains = [](const char* text, const char* part) {
            const QString message = drawn(text);
            return message.contains(QString::fromUtf8(part))
                       ? true
                       : (qWarning("%s", qPrintable(message)), false);
        };
        QVERIFY(contains("title: x\n| C7 | Hm7 |", "line 2: \"Hm7\""));
        QVERIFY(contains("| % | C |", "line 1: %"));
        QVERIFY(contains("| C | C % |", "line 1: %"));
        QVERIFY(contains("| / | C |", "line 1: /"));
        QVERIFY(contains("| C |   | F |", "empty"));
        QVERIFY(contains("|: C | F |", "never closed"));
        QVERIFY(contains("tempo: fast\n| C |", "line 1: the tempo \"fast\""));
        QVERIFY(contains("tempo: nan\n| C |", "tempo"));
        QVERIFY(contains("key: H\n| C |", "key"));
        QVERIFY(contains("metre: 4/5\n| C |", "metre"));
        QVERIFY(contains("", "no bars"));
        QVERIFY(contains("title: only\n", "no bars"));
        QVERIFY(contains("| C C C C C C C C C C C C C C C C C |", "16"));
        QCOMPARE(readChordText(std::string(2 << 20, ' ')).error().code, ErrorCode::TooLarge);
        std::string many;
        for (int i = 0; i < 1025; ++i)
            many += "| C ";
        QVERIFY(!readChordText(many).has_value());
        many = "|: C |";
        for (int i = 0; i < 600; ++i)
            many += " C |";
        QVERIFY(readChordText(many.substr(2)).has_value());
        QVERIFY(!readChordText(many + " C :|").has_value());
    }

    void survivesMutants()
    {
        const std::string seedText =
            "title: a\ntempo: 120\nmetre: 4/4\nkey: Am\n|: Dm7 / G7 | [B] C6/9 :|\n| % | NC |";
        Random random(5);
        for (int i = 0; i < 20000; ++i) {
            std::string text = seedText;
            for (std::size_t k = 0, edits = 1 + random.index(6); k < edits; ++k) {
                const std::size_t at = random.index(text.size());
                if (random.index(2) == 0)
                    text[at] = "|:/%[]#\n 0C\x80"[random.index(12)];
                else
                    text.insert(at, text.substr(random.index(text.size()), random.index(12)));
            }
            const auto reading = readChordText(text);
            if (!reading) {
                QVERIFY2(!reading.error().detail.empty(), text.c_str());
                continue;
            }
            Ticks end{0};
            for (const PlacedChord& chord : reading->tune.chords.chords) {
                QVERIFY2(chord.start >= end && chord.duration.count > 0, text.c_str());
                end = chord.end();
            }
            QVERIFY2(end <= reading->tune.chords.length, text.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestChordText)
#include "tst_chordtext.moc"
