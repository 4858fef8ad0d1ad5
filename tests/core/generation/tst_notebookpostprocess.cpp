#include <deque>

#include <QTest>

#include "generation/notebookpostprocess.h"

using namespace woodshed;

namespace
{

/// Answers from lists; keeps what it was asked.
class ScriptedChoices final : public Choices
{
public:
    std::deque<std::size_t> picks;
    std::deque<bool> roundings;
    std::vector<std::vector<std::string>> asked;

    std::size_t pick(std::span<const std::string> population) override
    {
        asked.emplace_back(population.begin(), population.end());
        const std::size_t index = picks.empty() ? 0 : picks.front();
        if (!picks.empty())
            picks.pop_front();
        return index;
    }
    bool roundsUp() override
    {
        const bool up = !roundings.empty() && roundings.front();
        if (!roundings.empty())
            roundings.pop_front();
        return up;
    }
    std::vector<PitchName> bluesScale(std::span<const int>) override
    {
        return {{0, 0}, {2, -1}, {0, 0}};
    }
};

std::vector<Value> values(std::vector<std::string> texts)
{
    return parseValues(texts).value();
}

std::string draw(const std::vector<NotebookNote>& notes)
{
    std::string text;
    for (const NotebookNote& note : notes)
        text += (text.empty() ? "" : " ") +
                (note.isRest() ? std::string("rest") : note.pitch->text()) + "@" +
                std::to_string(note.offset.count) + "+" + std::to_string(note.duration.count);
    return text;
}

NotebookNote note(const char* name, int offset, int duration)
{
    return {SpelledPitch::parse(name), {offset}, {duration}};
}

const std::vector<PlacedChord> cMajor{{{}, {}, "C", {64, 60, 67}}};

} // namespace

class TestNotebookPostprocess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void replacesApproachAndOutsideButNotInTheFirstValue()
    {
        auto some = values({"A,0.250", "A,0.250,<P1,d-5>", "X,0.500", "S,0.250", "R,0.250"});
        replaceApproachAndOutside(some);
        std::string kinds;
        for (const Value& value : some)
            kinds += static_cast<char>(value.kind);
        QCOMPARE(kinds, std::string("ACCSR"));
    }

    void cutsDurationsToSixteenthsAndMayAddOne()
    {
        auto some =
            values({"C,0.250", "C,0.250", "C,0.333", "C,0.667", "C,0.083", "C,1.500", "R,71.000"});
        ScriptedChoices choices;
        choices.roundings = {false, true, false, true, false, true, false};
        pruneGrammar(some, choices);
        std::vector<std::string> durations;
        for (const Value& value : some)
            durations.push_back(value.duration);
        QCOMPARE(durations,
                 (std::vector<std::string>{"0.25", "0.5", "0.25", "0.75", "0.0", "1.75", "71.0"}));
    }

    void putsNotesAtTheirOwnEnd()
    {
        ScriptedChoices choices;
        auto chords = cMajor;
        const auto notes = unparseGrammar(values({"C,0.25", "R,0.5", "C,0.25"}), chords, choices);
        QCOMPARE(draw(notes), std::string("E4@120+120 rest@360+240 E4@480+120"));
        QCOMPARE(notes[2].value, std::size_t{2});
        QCOMPARE(choices.asked.front(), (std::vector<std::string>{"E4", "C4", "G4"}));
    }

    void keepsToTheWindowOfAnInterval()
    {
        ScriptedChoices choices;
        choices.picks = {0, 1};
        auto chords = cMajor;
        // From E4: G4 down to C#4 lies E4 itself, which is not offered again, and G4, which then is
        // alone.
        const auto notes = unparseGrammar(values({"C,0.25", "C,0.25,<m6,M2>"}), chords, choices);
        QCOMPARE(choices.asked[1], (std::vector<std::string>{"G4", "C5"}));
        QCOMPARE(notes[1].pitch->text(), std::string("C5"));
    }

    void takesTheOnlyCandidateEvenIfItRepeatsAndStepsAwayFromNone()
    {
        ScriptedChoices choices;
        std::vector<PlacedChord> chords{{{}, {}, "", {60}}};
        const auto notes = unparseGrammar(values({"C,0.25", "C,0.25,<m3,m-3>", "C,0.25,<d7,m3>"}),
                                          chords, choices);
        QCOMPARE(draw(notes), std::string("C4@120+120 C4@240+120 B-3@360+120"));
        QCOMPARE(choices.asked.back(), (std::vector<std::string>{"-2", "2"}));
    }

    void raisesLowNotes()
    {
        ScriptedChoices choices;
        std::vector<PlacedChord> chords{{{}, {}, "", {36, 43}}};
        const auto free = unparseGrammar(values({"C,0.25"}), chords, choices);
        QCOMPARE(free[0].pitch->text(), std::string("C4"));
        const auto fallen = unparseGrammar(
            values({"C,0.25", "C,0.25,<P-8,M-13>", "C,0.25,<P-8,M-13>"}), chords, choices);
        QCOMPARE(fallen[1].pitch->octave, 3);
    }

    void picksScaleTonesFromTheScaleAndTheOctavesOfTheChord()
    {
        ScriptedChoices choices;
        choices.picks = {1, 2, 1};
        std::vector<PlacedChord> minor{{{}, {}, "Dm", {74, 53, 69}}};
        const auto notes = unparseGrammar(values({"A,0.25"}), minor, choices);
        QCOMPARE(choices.asked[0], (std::vector<std::string>{"C", "E-", "C"}));
        QCOMPARE(choices.asked[1], (std::vector<std::string>{"3", "4", "5"}));
        QCOMPARE(choices.asked[2], (std::vector<std::string>{"1", "-1"}));
        QCOMPARE(notes[0].pitch->text(), std::string("D5"));

        ScriptedChoices others;
        auto major = cMajor;
        (void)unparseGrammar(values({"S,0.25"}), major, others);
        QCOMPARE(others.asked[0],
                 (std::vector<std::string>{"G", "A", "B", "C", "D", "E", "F#", "G"}));
    }

    void movesALateFirstChordToTheBeginningForGood()
    {
        ScriptedChoices choices;
        std::vector<PlacedChord> chords{{Ticks{240}, {}, "C", {60}}, {Ticks{960}, {}, "D", {62}}};
        const auto notes = unparseGrammar(values({"C,0.25", "C,1.75"}), chords, choices);
        QCOMPARE(draw(notes), std::string("C4@120+120 D4@960+840"));
        QCOMPARE(chords[0].start, Ticks{0});

        std::vector<PlacedChord> early{{Ticks{120}, {}, "C", {60}}};
        (void)unparseGrammar(values({"C,0.25"}), early, choices);
        QCOMPARE(early[0].start, Ticks{120});
    }

    void restsWhereNoChordSounds()
    {
        ScriptedChoices choices;
        std::vector<PlacedChord> chords{{{}, {}, "NC", {}}};
        QCOMPARE(draw(unparseGrammar(values({"C,0.25", "S,0.5,<P4,m-2>"}), chords, choices)),
                 std::string("rest@120+120 rest@360+240"));
        std::vector<PlacedChord> none;
        QVERIFY(unparseGrammar(values({"C,0.25"}), none, choices).front().isRest());
    }

    void refusesWhatIsNoValue()
    {
        const std::vector<std::string> texts{"C,0.25", "nonsense"};
        QCOMPARE(parseValues(texts).error().code, ErrorCode::Malformed);
    }

    void prunesRepeatsInDisjointPairsOnly()
    {
        const std::vector<NotebookNote> notes{note("C4", 120, 120), note("C4", 240, 120),
                                              note("D4", 360, 120), note("E4", 480, 120),
                                              note("E4", 600, 120)};
        QCOMPARE(draw(pruneNotes(notes)),
                 std::string("C4@120+120 D4@360+120 E4@480+120 E4@600+120"));
    }

    void cleansUpWhatStartsTogether()
    {
        const std::vector<NotebookNote> notes{note("C4", 120, 120), note("D4", 120, 0),
                                              note("E4", 120, 120), note("F4", 240, 0)};
        QCOMPARE(draw(cleanUpNotes(notes)), std::string("C4@120+120 F4@240+120"));
    }
};

QTEST_GUILESS_MAIN(TestNotebookPostprocess)
#include "tst_notebookpostprocess.moc"
