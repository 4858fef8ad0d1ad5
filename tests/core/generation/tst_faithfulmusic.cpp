#include <QTest>

#include "generation/faithfulmusic.h"

using namespace woodshed;

namespace
{

const std::vector<PlacedChord> dMinor{{{}, {}, "Dm", {62, 65, 69}}};
const std::vector<PlacedChord> gSeven{{{}, {}, "G7", {55, 59, 62, 65}}};

Result<std::vector<std::string>> fiftyQuarters(std::size_t)
{
    return std::vector<std::string>(50, "C,0.250,<P4,m-2>");
}

} // namespace

class TestFaithfulMusic : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsItsOwnValueFirst()
    {
        SeededChoices choices(Random(1));
        const std::vector<std::string> predicted{"A,0.333,<P4,m-2>"};
        const auto measure = faithfulMeasure(predicted, dMinor, choices);
        QVERIFY(measure.has_value());
        QCOMPARE(measure->values.size(), std::size_t{2});
        QCOMPARE(measure->values[1].kind, ValueKind::ChordTone);
    }

    void laysBarsOverEachOtherEveryFourQuarters()
    {
        SeededChoices choices(Random(2));
        const std::vector<std::vector<PlacedChord>> measures{dMinor, gSeven};
        const auto music = faithfulMusic(measures, fiftyQuarters, choices);
        QVERIFY(music.has_value());
        const auto notes = music->notes();
        Ticks endOfFirst;
        Ticks startOfSecond = Ticks::fromQuarters(100);
        for (std::size_t i = 0; i < notes.size(); ++i) {
            QVERIFY(i == 0 || notes[i - 1].note.offset <= notes[i].note.offset);
            if (notes[i].measure == 0)
                endOfFirst = std::max(endOfFirst, notes[i].note.offset);
            else
                startOfSecond = std::min(startOfSecond, notes[i].note.offset);
        }
        QVERIFY(startOfSecond > Ticks::fromQuarters(4) && startOfSecond <= Ticks{4 * 480 + 240});
        QVERIFY(endOfFirst > startOfSecond);
        QCOMPARE(music->chords()[1].start, Ticks::fromQuarters(4));
    }

    void isTheSameForTheSameSeed()
    {
        const std::vector<std::vector<PlacedChord>> measures{dMinor, gSeven, dMinor};
        const auto play = [&](std::uint64_t seed) {
            SeededChoices choices{Random(seed)};
            std::string text;
            for (const FaithfulNote& note :
                 faithfulMusic(measures, fiftyQuarters, choices)->notes())
                text +=
                    note.note.pitch->text() + "@" + std::to_string(note.note.offset.count) + " ";
            return text;
        };
        QCOMPARE(play(3), play(3));
        QVERIFY(play(3) != play(4));
    }

    void beginsAHeldChordAgainInTheNextMeasure()
    {
        const auto quarters = [](std::int64_t count) { return Ticks::fromQuarters(count); };
        ChordProgression progression;
        progression.chords = {{quarters(0), quarters(6), "C", {60}},
                              {quarters(6), quarters(2), "F", {65}},
                              {quarters(8), quarters(8), "G", {67}}};
        progression.length = quarters(16);
        std::string text;
        for (const auto& measure : chordMeasures(progression)) {
            for (const PlacedChord& chord : measure)
                text += chord.text + "@" + std::to_string(chord.start.count / 480) + " ";
            text += "| ";
        }
        QCOMPARE(text, std::string("C@0 | C@0 F@2 | G@0 | G@0 | "));
    }

    void handsOnAFailingSource()
    {
        SeededChoices choices(Random(1));
        const std::vector<std::vector<PlacedChord>> measures{dMinor};
        const auto failing = [](std::size_t) -> Result<std::vector<std::string>> {
            return fail(ErrorCode::Cancelled, "stopped");
        };
        QCOMPARE(faithfulMusic(measures, failing, choices).error().code, ErrorCode::Cancelled);
        const auto broken = [](std::size_t) -> Result<std::vector<std::string>> {
            return std::vector<std::string>{"what"};
        };
        QCOMPARE(faithfulMusic(measures, broken, choices).error().code, ErrorCode::Malformed);
    }
};

QTEST_GUILESS_MAIN(TestFaithfulMusic)
#include "tst_faithfulmusic.moc"
