#include <array>
#include <limits>
#include <string>
#include <vector>

#include <QTest>

#include "corpus/linecharacter.h"

using namespace woodshed;

namespace
{

/// `beats` of quarters, each divided evenly.
Line divided(int beats, int notesPerBeat, int pitch = 60)
{
    Line line;
    const int length = stepsPerQuarter / notesPerBeat;
    for (int i = 0; i < beats * notesPerBeat; ++i)
        line.notes.push_back(
            {.start = i * length, .length = length, .rest = 0, .pitch = pitch + i % 3});
    line.setting.length = beats * stepsPerQuarter;
    return line;
}

QByteArray text(const std::vector<SoloCharacter>& characters)
{
    return QByteArray::fromStdString(charactersText(characters));
}

} // namespace

class TestLineCharacter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void voicesHaveNumbers()
    {
        QCOMPARE(voiceNames().size(), std::size_t{4});
        for (std::size_t i = 0; i < voiceNames().size(); ++i)
            QCOMPARE(static_cast<std::size_t>(voiceNumber(voiceNames()[i])), i);
        for (const std::string_view name : {"", "Bebop", "cool"})
            QCOMPARE(static_cast<int>(voiceNumber(name)), -1);
    }

    void textReadsBack()
    {
        std::vector<SoloCharacter> characters(3);
        characters[0] = {.tempo = 138.25, .passages = std::vector<Character>(3)};
        characters[0].passages[1].levels = {0, 1, 2, 3, 4, -1, 0, 4};
        characters[0].passages[1].voice = 3;
        characters[1] = {.tempo = 1.0 / 3 + 60, .passages = {Character{}}};
        characters[2] = {.tempo = 300, .passages = {Character{}}};
        characters[2].passages[0].voice = 0;
        QCOMPARE(text({characters[2]}), "300 0:--------\n");
        const auto read = readCharacters(charactersText(characters));
        QVERIFY(read);
        QVERIFY(*read == characters);
        QVERIFY(readCharacters("")->empty());
        QVERIFY(readCharacters("120 2:01234-01")); // the last line may be open
    }

    void damagedTextIsRefused()
    {
        std::string tooLong = "120";
        for (int i = 0; i < 1001; ++i)
            tooLong += " 0:00000000";
        std::string tooMany;
        for (int i = 0; i < 10'001; ++i)
            tooMany += "120 0:00000000\n";
        for (const std::string& wrong : {std::string("120"),
                                         std::string("120 "),
                                         std::string("\n"),
                                         std::string("x 0:00000000"),
                                         std::string("0 0:00000000"),
                                         std::string("-120 0:00000000"),
                                         std::string("1000 0:00000000"),
                                         std::string("nan 0:00000000"),
                                         std::string("inf 0:00000000"),
                                         std::string("120 4:00000000"),
                                         std::string("120 -2:00000000"),
                                         std::string("120 0:0000000"),
                                         std::string("120 0:000000000"),
                                         std::string("120 0:00000005"),
                                         std::string("120 0:0000000x"),
                                         std::string("120 0 00000000"),
                                         std::string("120  0:00000000"),
                                         std::string("120 0:00000000\n\n120 0:00000000"),
                                         std::string("120 99999999999:00000000"),
                                         tooLong,
                                         tooMany}) {
            const auto read = readCharacters(wrong);
            QVERIFY2(!read, wrong.substr(0, 40).c_str());
            QVERIFY(read.error().detail.size() > 20);
        }
    }

    void levelsAreFifths()
    {
        // Ten solos of one passage, ever higher.
        std::vector<Line> lines;
        for (int i = 0; i < 10; ++i)
            lines.push_back(divided(32, 2, 50 + i));
        const auto characters = charactersOf(lines);
        for (std::size_t i = 0; i < 10; ++i) {
            QCOMPARE(characters[i].passages.size(), std::size_t{1});
            QCOMPARE(static_cast<int>(characters[i].passages[0][Trait::Register]),
                     static_cast<int>(i / 2));
        }
    }

    void everyTraitRisesWithWhatItNames()
    {
        Line sparse = divided(64, 1);
        Line dense = divided(64, 4);
        auto characters = charactersOf(std::vector{sparse, dense});
        const auto rises = [&characters](Trait trait) {
            return characters[0].passages[0][trait] < characters[1].passages[0][trait];
        };
        QVERIFY(rises(Trait::Density));
        QVERIFY(rises(Trait::Subdivision));

        Line eighths = divided(64, 2);
        Line other = eighths;
        for (LineNote& note : other.notes)
            if (note.start % 48 == 0) {
                note.length = 3;
                note.rest = 3;
            }
        characters = charactersOf(std::vector{eighths, other});
        QVERIFY(rises(Trait::Space));

        other = eighths;
        std::erase_if(other.notes,
                      [](const LineNote& note) { return note.start % stepsPerQuarter == 0; });
        characters = charactersOf(std::vector{eighths, other});
        QVERIFY(rises(Trait::Syncopation));

        other = eighths;
        for (std::size_t i = 0; i < other.notes.size(); i += 2)
            other.notes[i].pitch = 70;
        characters = charactersOf(std::vector{eighths, other});
        QVERIFY(rises(Trait::Leaps));

        other = eighths;
        for (LineNote& note : other.notes)
            note.pitch = 60;
        characters = charactersOf(std::vector{eighths, other});
        QVERIFY(rises(Trait::Repetition));

        eighths.setting.chords = {{0, chordShape(std::string_view("Eb7"))}};
        other.setting.chords = {{0, chordShape(std::string_view("C7"))}};
        characters = charactersOf(std::vector{eighths, other});
        QVERIFY(rises(Trait::Inside));
    }

    void everySixteenBarsHaveTheirOwn()
    {
        Line line = divided(4 * 40, 2);
        for (LineNote& note : line.notes)
            note.pitch += note.start >= 16 * 48 && note.start < 32 * 48 ? 12 : 0;
        line.voice = "modern";
        line.setting.tempo = 222;
        const SoloCharacter solo = charactersOf(std::vector{line}).front();
        QCOMPARE(solo.tempo, 222.0);
        QCOMPARE(solo.passages.size(), std::size_t{3});
        QVERIFY(solo.passages[1][Trait::Register] > solo.passages[0][Trait::Register]);
        QCOMPARE(static_cast<int>(solo.passages[2].voice), 3);
        QVERIFY(solo.at(-5, 48) == solo.passages[0]);
        QVERIFY(solo.at(16 * 48 - 1, 48) == solo.passages[0]);
        QVERIFY(solo.at(16 * 48, 48) == solo.passages[1]);
        QVERIFY(solo.at(1'000'000, 48) == solo.passages[2]);
    }

    void passagesWithFewNotesSayNothing()
    {
        Line line = divided(5, 1);
        line.voice = "blues";
        const auto characters = charactersOf(std::vector{line, Line()});
        QCOMPARE(text(characters), "130 2:--------\n130 -1:--------\n");
    }

    void whatIsWrittenCanAlwaysBeRead()
    {
        // Impossible tempi, a note after hours of silence, bars of one step.
        std::vector<Line> lines(4, divided(64, 2));
        lines[0].setting.tempo = 6e7;
        lines[1].setting.tempo = 1e-9;
        lines[2].notes.push_back({.start = 1'000'000, .length = 6, .rest = 0, .pitch = 60});
        lines[2].setting.barSteps = 1;
        lines[3].notes.insert(lines[3].notes.begin(),
                              {.start = -900, .length = 900, .rest = 0, .pitch = 60});
        const auto characters = charactersOf(lines);
        QVERIFY(characters[2].passages.size() <= 1000);
        const auto read = readCharacters(charactersText(characters));
        QVERIFY(read);
        QVERIFY(*read == characters);

        // More solos than a model can remember: the first of them, within a mebibyte.
        const SoloCharacter one{.tempo = 120, .passages = std::vector<Character>(200)};
        const std::string huge = charactersText(std::vector<SoloCharacter>(2000, one));
        QVERIFY(huge.size() <= 1U << 20U);
        const auto first = readCharacters(huge);
        QVERIFY(first);
        QVERIFY(first->size() > 400 && first->front() == one);
        const SoloCharacter brief{.tempo = 120, .passages = {Character{}}};
        const auto most = readCharacters(charactersText(std::vector<SoloCharacter>(12'000, brief)));
        QVERIFY(most);
        QCOMPARE(most->size(), std::size_t{10'000});
    }

    void beatsBeforeTheFormAreBeatsToo()
    {
        // Off-beat notes around the first beat, each followed by a note on the next beat.
        Line before;
        Line inside;
        for (int i = 0; i < 8; ++i) {
            const int beat = i / 2;
            const int start = beat * stepsPerQuarter + i % 2 * 6;
            before.notes.push_back({start - 2 * stepsPerQuarter, 6, 0, 60 + i});
            inside.notes.push_back({start, 6, 0, 60 + i});
        }
        const auto characters = charactersOf(std::vector{before, inside});
        QVERIFY(characters[0].passages[0] == characters[1].passages[0]);
    }
};

QTEST_APPLESS_MAIN(TestLineCharacter)
#include "tst_linecharacter.moc"
