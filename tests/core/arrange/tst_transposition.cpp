#include <QTest>

#include "arrange/transposition.h"

using namespace woodshed;

class TestTransposition : public QObject
{
    Q_OBJECT

private:
    static Performance sample()
    {
        Performance performance;
        performance.key = "Gm";
        performance.parts.push_back({.name = "Solo", .notes = {{{}, {480}, 60, 80}}});
        performance.parts.push_back(
            {.name = "Drums", .channel = 9, .notes = {{{}, {480}, 36, 80}}});
        performance.chords = {{{}, {1920}, "Bbmaj7/D", {50, 58}},
                              {{1920}, {1920}, "NC", {}},
                              {{3840}, {1920}, "", {}}};
        performance.length = {5760};
        return performance;
    }

private Q_SLOTS:
    void everythingMovesButTheDrums()
    {
        const Performance up = transposed(sample(), 3);
        QCOMPARE(up.parts.at(0).notes.at(0).pitch, 63);
        QCOMPARE(up.parts.at(1).notes.at(0).pitch, 36);
        QCOMPARE(up.chords.at(0).text, std::string("Dbmaj7/F"));
        QCOMPARE(up.chords.at(0).pitches, (std::vector<int>{53, 61}));
        QCOMPARE(up.chords.at(1).text, std::string("NC"));
        QCOMPARE(up.chords.at(2).text, std::string());
        QVERIFY2(up.key == "Bbm", up.key.c_str());
    }

    void downAndUpAgainIsTheSame()
    {
        const Performance back = transposed(transposed(sample(), -5), 5);
        QCOMPARE(back.parts.at(0).notes, sample().parts.at(0).notes);
        QCOMPARE(back.chords, sample().chords);
    }

    void pitchesStayWithinMidi()
    {
        Performance edge = sample();
        edge.parts.at(0).notes = {{{}, {480}, 126, 80}, {{480}, {480}, 2, 80}};
        QCOMPARE(transposed(edge, 12).parts.at(0).notes.at(0).pitch, 126);
        QCOMPARE(transposed(edge, -12).parts.at(0).notes.at(1).pitch, 2);
    }
};

QTEST_APPLESS_MAIN(TestTransposition)
#include "tst_transposition.moc"
