#include <algorithm>
#include <set>

#include <QTest>

#include "corpus/chordtones.h"
#include "generation/generator.h"

using namespace woodshed;

/// The mended way, with an untrained network: whatever it draws, the rules must hold.
class TestGenerator : public QObject
{
    Q_OBJECT

private:
    Model m_model;
    LeadSheet m_tune;

    static std::vector<std::string> words(const char* text)
    {
        std::vector<std::string> all;
        for (const QString& word : QString::fromLatin1(text).split(QLatin1Char(' ')))
            all.push_back(word.toStdString());
        return all;
    }

    Take play(const GenerationOptions& options) const
    {
        auto take = generate(m_model, m_tune, options);
        if (!take)
            qFatal("%s", take.error().detail.c_str());
        return *take;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_model.vocabulary = Vocabulary(words(
            "A,0.250,<P4,m-2> C,0.250 C,0.250,<M2,d-4> C,0.333 C,0.333,<M3,d-3> C,0.500,<m3,m-3> "
            "R,0.500 R,1.000 S,0.250 S,0.250,<A4,d-2> S,0.333,<m2,P-4> S,0.667,<m3,m-3> "
            "X,0.500 X,0.250,<P5,A1> C,0.750,<P1,d-5>"));
        m_model.weights =
            initialWeights(m_model.vocabulary.size(), 16, GateActivation::HardSigmoid, 3);
        const auto quarters = [](int n) { return Ticks::fromQuarters(n); };
        m_tune.title = "Four Bars";
        m_tune.chords.chords = {{quarters(0), quarters(4), "Dm7", {50, 53, 57, 60}},
                                {quarters(4), quarters(2), "G7", {55, 59, 62, 65}},
                                {quarters(6), quarters(2), "Db7", {49, 53, 56, 59}},
                                {quarters(8), quarters(8), "Cmaj7", {48, 52, 55, 59}}};
        m_tune.chords.length = quarters(16);
    }

    void fillsEveryBarExactly()
    {
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const Take take = play({.choruses = 3, .seed = seed, .temperature = 1.5});
            Ticks when;
            for (const TakeValue& value : take.values) {
                QCOMPARE(value.start, when);
                QVERIFY(value.duration.count > 0);
                const auto bar = value.start.count / m_tune.barLength().count;
                QVERIFY2((value.start + value.duration).count <=
                             (bar + 1) * m_tune.barLength().count,
                         value.text.c_str());
                when = value.start + value.duration;
            }
            QCOMPARE(when, m_tune.chords.length * 3);
        }
    }

    void notesAreTheSoundingValues()
    {
        const Take take = play({.seed = 4});
        std::size_t sounding = 0;
        for (const TakeValue& value : take.values) {
            if (value.note < 0) {
                QCOMPARE(value.kind, ValueKind::Rest);
                continue;
            }
            const Note& note = take.notes.at(static_cast<std::size_t>(value.note));
            QCOMPARE(note.start, value.start);
            QCOMPARE(note.duration, value.duration);
            ++sounding;
        }
        QCOMPARE(sounding, take.notes.size());
        QVERIFY(sounding > 10);
    }

    void keepsTheKindOverTheChordThatSounds()
    {
        int approach = 0;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Take take = play({.seed = seed});
            for (const TakeValue& value : take.values) {
                if (value.note < 0)
                    continue;
                const Note& note = take.notes[static_cast<std::size_t>(value.note)];
                const PlacedChord* chord = take.tune.chords.at(value.start);
                QVERIFY(chord != nullptr);
                // A kind may give way only over a chord that has no pitch of it at all.
                const ChordTones tones(chord->pitches);
                bool possible = false;
                for (int pitch = 60; pitch < 72; ++pitch)
                    possible = possible || tones.kindOf(pitch) == value.kind;
                if (possible)
                    QCOMPARE(static_cast<char>(tones.kindOf(note.pitch)),
                             static_cast<char>(value.kind));
                QVERIFY(note.pitch >= 52 && note.pitch <= 84);
                approach += value.kind == ValueKind::ApproachTone ? 1 : 0;
            }
        }
        QVERIFY(approach > 20);
    }

    void onlyTheFirstNoteOfAMeasureLacksAnInterval()
    {
        const Take take = play({.choruses = 8, .seed = 9});
        std::int64_t lastBar = -1;
        for (const TakeValue& value : take.values) {
            if (value.note < 0)
                continue;
            const auto bar = value.start.count / m_tune.barLength().count;
            QCOMPARE(Value::parse(value.text)->interval.has_value(), bar == lastBar);
            lastBar = bar;
        }
    }

    void keepsTripletsAndCompletesThem()
    {
        int triplets = 0;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Take take = play({.seed = seed, .temperature = 2});
            for (const TakeValue& value : take.values) {
                const auto inBeat = value.start.count % Ticks::perQuarter;
                QVERIFY2(inBeat % 120 == 0 || inBeat % 160 == 0,
                         qPrintable(QString::number(inBeat)));
                triplets += value.duration.count == 160 ? 1 : 0;
            }
        }
        QVERIFY(triplets > 30);
    }

    void sameSeedSameTake()
    {
        const Take a = play({.seed = 21});
        const Take b = play({.seed = 21});
        QVERIFY(a.notes == b.notes);
        QVERIFY(a.notes != play({.seed = 22}).notes);
    }

    void probabilitiesAreProbabilities()
    {
        for (const TakeValue& value : play({.seed = 2}).values)
            QVERIFY(value.probability > 0 && value.probability <= 1.0000001);
    }

    void neverRestsForTwoWholeBars()
    {
        Model restful = m_model;
        // A bias that makes the half rest almost certain.
        restful.weights.denseBias[*restful.vocabulary.indexOf("R,1.000")] = 12;
        const auto take = generate(restful, m_tune, {.choruses = 8, .seed = 1});
        QVERIFY(take.has_value());
        QVERIFY(!take->notes.empty());
        for (std::size_t i = 1; i < take->notes.size(); ++i)
            QVERIFY(take->notes[i].start - take->notes[i - 1].end() <= m_tune.barLength() * 2);
    }

    void playsOddMetres()
    {
        LeadSheet waltz = m_tune;
        waltz.beatsPerBar = 3;
        const auto take = generate(m_model, waltz, {.choruses = 1, .seed = 1});
        QVERIFY(take.has_value());
        QCOMPARE(take->values.back().start + take->values.back().duration, waltz.chords.length);
    }

    void faithfulPlaysToo()
    {
        const Take take = play({.choruses = 1, .seed = 1, .faithful = true});
        QVERIFY(!take.notes.empty());
        QVERIFY(take.faithful);
        QVERIFY(take.notes == play({.choruses = 1, .seed = 1, .faithful = true}).notes);
    }

    void refusesWhatMakesNoSense()
    {
        QCOMPARE(generate(m_model, m_tune, {.choruses = 0}).error().code,
                 ErrorCode::InvalidArgument);
        QCOMPARE(generate(m_model, m_tune, {.temperature = -1}).error().code,
                 ErrorCode::InvalidArgument);
        QCOMPARE(generate(m_model, m_tune, {.topP = 0}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(generate(m_model, LeadSheet{}, {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(generate(Model{}, m_tune, {}).error().code, ErrorCode::InvalidArgument);

        Model silent;
        silent.vocabulary = Vocabulary({"R,1.000"});
        silent.weights = initialWeights(1, 4, GateActivation::HardSigmoid, 1);
        QCOMPARE(generate(silent, m_tune, {}).error().code, ErrorCode::NoMelody);
    }

    void stopsWhenAsked()
    {
        std::stop_source source;
        source.request_stop();
        QCOMPARE(generate(m_model, m_tune, {}, source.get_token()).error().code,
                 ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestGenerator)
#include "tst_generator.moc"
