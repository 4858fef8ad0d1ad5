#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <QTest>

#include "corpus/linestate.h"
#include "generation/generator.h"
#include "generation/linegenerator.h"
#include "generation/lineindex.h"
#include "generation/originality.h"
#include "support/random.h"

using namespace woodshed;

namespace
{

constexpr int lowest = 50;
constexpr int highest = 86;
constexpr std::int64_t ticksPerStep = Ticks::perQuarter / stepsPerQuarter;

Line randomLine(std::uint64_t seed, const std::string& voice)
{
    constexpr std::array<int, 6> lengths{3, 4, 6, 6, 12, 24};
    constexpr std::array<int, 5> rests{6, 12, 18, 24, 48};
    Random random(seed);
    Line line;
    line.name = "line " + std::to_string(seed);
    line.voice = voice;
    line.setting.tempo = 100 + 20 * static_cast<double>(seed);
    int start = 0;
    for (int i = 0; i < 120; ++i) {
        LineNote note{.start = start,
                      .length = lengths[random.index(lengths.size())],
                      .rest = 0,
                      .pitch = 52 + static_cast<int>(random.index(30))};
        if (random.index(6) == 0)
            note.rest = rests[random.index(rests.size())];
        start += note.length + note.rest;
        line.notes.push_back(note);
    }
    line.setting.length = start;
    return line;
}

/// A model that learnt nothing: whatever it draws, the rules must hold.
Model untrained()
{
    std::vector<Line> lines;
    for (std::uint64_t seed = 1; seed <= 6; ++seed)
        lines.push_back(randomLine(seed, seed < 3 ? "blues" : "bebop"));
    const LineVocabulary vocabulary(lines);
    Model model;
    model.profile = woodshedProfile;
    model.vocabulary = vocabulary.values();
    model.ranges = vocabulary.ranges();
    model.character = characterInputs();
    model.characters = charactersText(charactersOf(lines));
    model.weights =
        initialLineWeights({.values = model.vocabulary.size(),
                            .inputs = static_cast<std::size_t>(lineInputs(model.vocabulary.size())),
                            .hidden = 16,
                            .gates = GateActivation::Sigmoid,
                            .direct = true},
                           5);
    return model;
}

LeadSheet chart(int bars, int beatsPerBar = 4)
{
    constexpr std::array<const char*, 8> symbols{"Dm7", "G7",    "Cmaj7", "A7b9",
                                                 "NC",  "Bm7b5", "E7alt", "Am6"};
    LeadSheet tune;
    tune.title = "chart";
    tune.beatsPerBar = beatsPerBar;
    const Ticks bar = tune.barLength();
    for (int i = 0; i < bars; ++i)
        tune.chords.chords.push_back({.start = bar * i,
                                      .duration = bar,
                                      .text = symbols[static_cast<std::size_t>(i) % symbols.size()],
                                      .pitches = {}});
    tune.chords.length = bar * bars;
    return tune;
}

QByteArray text(const std::string& words)
{
    return QByteArray::fromStdString(words);
}

/// What is wrong with a take, or nothing.
QByteArray faultOf(const Take& take)
{
    if (take.notes.empty())
        return "it is empty";
    if (take.notes.size() != take.values.size())
        return "there are not as many values as notes";
    for (std::size_t i = 0; i < take.notes.size(); ++i) {
        const Note& note = take.notes[i];
        const TakeValue& value = take.values[i];
        const QByteArray place = "note " + QByteArray::number(static_cast<int>(i)) + " at " +
                                 QByteArray::number(note.start.quarters());
        if (note.start.count < 0 || note.end() > take.tune.chords.length)
            return place + " lies outside the form";
        if (note.duration.count < 1)
            return place + " has no length";
        if (note.pitch < lowest || note.pitch > highest)
            return place + " is out of range";
        if (i > 0 && take.notes[i - 1].end() > note.start)
            return place + " begins before the last one is over";
        if (value.note != static_cast<int>(i) || value.start != note.start ||
            value.duration != note.duration)
            return place + " has another's value";
        if (!std::isfinite(value.bits) || value.bits < 0)
            return place + " has no measure of surprise";
        double sum = value.probability;
        for (std::size_t k = 0; k < value.alternatives.size(); ++k) {
            const Alternative& other = value.alternatives[k];
            sum += other.probability;
            if (other.pitch == note.pitch)
                return place + " is its own alternative";
            if (!(other.probability >= 0))
                return place + " has an alternative without a probability";
            if (k > 0 && other.probability > value.alternatives[k - 1].probability)
                return place + " has its alternatives in disorder";
        }
        const bool drawn = value.text != "primer" && value.text.find('i') != std::string::npos;
        if (drawn && value.alternatives.size() != 3)
            return place + " has not three alternatives";
        if (drawn && !(sum <= 1 + 1e-6))
            return place + " has probabilities above 1: " + QByteArray::number(sum, 'g', 17);
    }
    return {};
}

bool same(const Take& a, const Take& b)
{
    return a.notes == b.notes;
}

Line lineOf(const Take& take)
{
    return woodshed::lineOf(
        Solo{.tune = take.tune, .melody = take.notes, .choruses = take.choruses, .voice = {}});
}

} // namespace

class TestLineGenerator : public QObject
{
    Q_OBJECT

private:
    const Model m_model = untrained();

    Take play(const LeadSheet& tune, const GenerationOptions& options) const
    {
        auto take = generate(m_model, tune, options);
        if (!take)
            qFatal("%s", take.error().detail.c_str());
        return *take;
    }

    /// With one value of time, or move, that the network always wants.
    Model wanting(const std::string& time, const std::string& move) const
    {
        Model model = m_model;
        for (auto* block :
             {&model.weights.denseKernel, &model.weights.denseBias, &model.weights.directKernel})
            std::fill(block->begin(), block->end(), 0.0F);
        for (const std::string& value : {time, move})
            model.weights.denseBias[*model.vocabulary.indexOf(value)] = 1000;
        return model;
    }

private Q_SLOTS:
    void everyTakeKeepsTheRules()
    {
        Random random(1);
        const auto dial = [&random] {
            return random.index(2) == 0 ? 0.0 : 2 * random.uniform() - 1;
        };
        for (std::uint64_t seed = 0; seed < 150; ++seed) {
            const std::array<std::string, 3> voices{"", "blues", "modern"};
            const GenerationOptions options{
                .choruses = 1 + static_cast<int>(random.index(3)),
                .seed = seed,
                .temperature = random.index(8) == 0 ? 0 : 5 * random.uniform(),
                .topP = 1 - 0.9 * random.uniform(),
                .dials = {.density = dial(), .range = dial(), .risk = dial(), .harmony = dial()},
                .voice = voices[random.index(voices.size())]};
            const LeadSheet tune =
                chart(1 + static_cast<int>(random.index(16)), seed % 3 == 0 ? 3 : 4);
            const Take take = play(tune, options);
            QVERIFY2(faultOf(take).isEmpty(),
                     "seed " + QByteArray::number(static_cast<int>(seed)) + ": " + faultOf(take));
            QCOMPARE(take.choruses, options.choruses);
            QCOMPARE(take.tune.chords.length, tune.chords.length * options.choruses);
        }
    }

    void theShortestFormsAndTheLongest()
    {
        for (std::uint64_t seed = 0; seed < 40; ++seed) {
            for (const int beats : {1, 2, 3, 4, 5, 7}) {
                const Take take = play(chart(1, beats), {.choruses = 1, .seed = seed});
                QVERIFY2(faultOf(take).isEmpty(), faultOf(take));
            }
            LeadSheet step = chart(1);
            step.chords.length = {ticksPerStep};
            QCOMPARE(faultOf(play(step, {.choruses = 1, .seed = seed})), QByteArray());
        }
        LeadSheet nothing = chart(1);
        nothing.chords.length = {ticksPerStep - 1};
        QVERIFY(!generate(m_model, nothing, {.choruses = 1}));
        const Take take = play(chart(64), {.choruses = 64, .seed = 1});
        QVERIFY2(faultOf(take).isEmpty(), faultOf(take));
        QVERIFY(take.notes.back().start > take.tune.chords.length - take.tune.barLength() * 16);
    }

    void theSeedIsTheTake()
    {
        const LeadSheet tune = chart(12);
        const Take first = play(tune, {.seed = 3});
        const Take again = play(tune, {.seed = 3});
        QVERIFY(same(first, again));
        for (std::size_t i = 0; i < first.values.size(); ++i)
            QCOMPARE(first.values[i].bits, again.values[i].bits);
        for (std::uint64_t seed = 4; seed < 20; ++seed)
            QVERIFY(!same(first, play(tune, {.seed = seed})));
    }

    void itCanBeStopped()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto take = generate(m_model, chart(64), {.choruses = 64}, stop.get_token());
        QVERIFY(!take);
        QCOMPARE(static_cast<int>(take.error().code), static_cast<int>(ErrorCode::Cancelled));
        const Take whole = play(chart(8), {.seed = 1});
        const auto renewed = regenerate(m_model, whole, {0, 2}, {.seed = 2}, stop.get_token());
        QVERIFY(!renewed);
        QCOMPARE(static_cast<int>(renewed.error().code), static_cast<int>(ErrorCode::Cancelled));
    }

    void wrongOptionsAreRefused()
    {
        const double nan = std::nan("");
        const std::vector<GenerationOptions> wrong{
            {.choruses = 0},
            {.choruses = 65},
            {.temperature = -0.1},
            {.temperature = nan},
            {.topP = 0},
            {.topP = 1.1},
            {.dials = {.density = 1.01}},
            {.dials = {.range = -2}},
            {.dials = {.risk = nan}},
            {.dials = {.harmony = 99}},
            {.voice = "Bebop"},
            {.primer = {{.start = {-10}, .duration = {100}}}},
            {.primer = {{.start = {0}, .duration = {-5}}}},
            {.primer = {{.start = {0}, .duration = {100}, .pitch = 128}}},
            {.primer = {{.start = {1'000'000}, .duration = {100}}}},
            {.primer = {{.start = {0}, .duration = {INT64_MAX}}}},
        };
        for (std::size_t i = 0; i < wrong.size(); ++i) {
            const auto take = generate(m_model, chart(8), wrong[i]);
            QVERIFY2(!take, QByteArray::number(static_cast<int>(i)));
            QVERIFY2(take.error().detail.size() > 20, QByteArray::number(static_cast<int>(i)));
            const auto expected = ErrorCode::InvalidArgument;
            QCOMPARE(static_cast<int>(take.error().code), static_cast<int>(expected));
        }
        QVERIFY(!generate(m_model, LeadSheet(), {}));
    }

    void foreignModelsAreRefused()
    {
        const auto refused = [this](const std::function<void(Model&)>& spoil) {
            Model model = m_model;
            spoil(model);
            const auto take = generate(model, chart(8), {});
            return !take && take.error().detail.size() > 20;
        };
        QVERIFY(refused([](Model& model) { model.characters = "138 9:00000000\n"; }));
        QVERIFY(refused([](Model& model) { model.vocabulary = Vocabulary({"h6", "e6"}); }));
        QVERIFY(refused([](Model& model) {
            std::vector<std::string> values;
            for (std::size_t i = 0; i < model.vocabulary.size(); ++i)
                values.push_back("C,0.50" + std::to_string(i));
            model.vocabulary = Vocabulary(values);
        }));
        QVERIFY(refused([](Model& model) {
            WeightsShape shape = model.weights.shape();
            shape.inputs += 1;
            model.weights = Weights::zeros(shape);
        }));
        // It may have forgotten whose solos it learnt.
        Model model = m_model;
        model.characters.clear();
        const auto take = generate(model, chart(8), {.voice = "lyrical"});
        QVERIFY(take);
        QCOMPARE(faultOf(*take), QByteArray());
    }

    void aPrimerIsKept()
    {
        // As written, and as played: off the grid, its last note ends between two steps.
        const std::vector<Note> written{{.start = {240}, .duration = {240}, .pitch = 65},
                                        {.start = {480}, .duration = {480}, .pitch = 69},
                                        {.start = {1440}, .duration = {240}, .pitch = 72}};
        const std::vector<Note> performed{
            {.start = {253}, .duration = {200}, .pitch = 65, .velocity = 50},
            {.start = {491}, .duration = {444}, .pitch = 69, .velocity = 60},
            {.start = {1457}, .duration = {1009}, .pitch = 72, .velocity = 70}};
        const std::vector<Note> crossed{{.start = {480}, .duration = {2000}, .pitch = 60},
                                        {.start = {960}, .duration = {100}, .pitch = 72}};
        for (const auto& primer : {written, performed, crossed}) {
            Ticks end;
            for (const Note& note : primer)
                end = std::max(end, note.end());
            for (std::uint64_t seed = 0; seed < 60; ++seed) {
                const Take take = play(chart(8), {.choruses = 1, .seed = seed, .primer = primer});
                QVERIFY(take.notes.size() > primer.size());
                QVERIFY(std::equal(primer.begin(), primer.end(), take.notes.begin()));
                QVERIFY2(take.notes[primer.size()].start >= end,
                         QByteArray::number(static_cast<int>(seed)));
                if (primer != crossed)
                    QCOMPARE(faultOf(take), QByteArray());
            }
        }
        std::vector<Note> reversed(written.rbegin(), written.rend());
        const Take take = play(chart(8), {.seed = 1, .primer = reversed});
        QVERIFY(std::equal(written.begin(), written.end(), take.notes.begin()));
    }

    void aPrimerMayLeaveOnlyAMomentOrBeOutOfRange()
    {
        const LeadSheet tune = chart(2);
        for (std::uint64_t seed = 0; seed < 60; ++seed)
            for (const std::int64_t left : {1, 2, 5, 7, 30}) {
                const Ticks end = tune.chords.length - Ticks{left * ticksPerStep};
                const Take take =
                    play(tune,
                         {.choruses = 1,
                          .seed = seed,
                          .primer = {{.start = {240}, .duration = {240}, .pitch = 60},
                                     {.start = {480}, .duration = end - Ticks{480}, .pitch = 62}}});
                QCOMPARE(faultOf(take), QByteArray());
            }
        const auto full =
            generate(m_model, tune,
                     {.choruses = 1, .primer = {{.start = {0}, .duration = tune.chords.length}}});
        QVERIFY(!full);
        for (const int pitch : {0, 20, 110, 127}) {
            const Take take =
                play(chart(16),
                     {.seed = 3, .primer = {{.start = {0}, .duration = {480}, .pitch = pitch}}});
            int distance = 200;
            for (std::size_t i = 1; i < take.notes.size(); ++i) {
                const int here =
                    std::max({0, lowest - take.notes[i].pitch, take.notes[i].pitch - highest});
                QVERIFY2(here <= distance, QByteArray::number(pitch));
                distance = here;
            }
            QCOMPARE(distance, 0);
        }
    }

    void theTakeEndsWithItsForm()
    {
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            const Take take = play(chart(8), {.choruses = 2, .seed = seed});
            QVERIFY(take.notes.back().end() <= take.tune.chords.length);
        }
        const auto held = generate(wanting("h24", "i1"), chart(7, 3), {.seed = 1});
        QVERIFY(held);
        QCOMPARE(faultOf(*held), QByteArray());
        QCOMPARE(held->notes.back().end(), held->tune.chords.length);
    }

    void barsAreMadeAnewAndTheRestStays()
    {
        Random random(9);
        int tried = 0;
        int changed = 0;
        for (int round = 0; round < 200; ++round) {
            const int bars = 8 + static_cast<int>(random.index(9));
            const LeadSheet tune = chart(bars, round % 4 == 0 ? 3 : 4);
            const Take take = play(tune, {.choruses = 1 + static_cast<int>(random.index(2)),
                                          .seed = static_cast<std::uint64_t>(round / 4),
                                          .dials = {.density = round % 2 == 0 ? 1.0 : 0.0}});
            BarRange range;
            range.first =
                static_cast<int>(random.index(static_cast<std::size_t>(take.tune.bars())));
            range.count = 1 + static_cast<int>(random.index(
                                  static_cast<std::size_t>(take.tune.bars() - range.first)));
            if (round % 10 == 0)
                range = {0, 1 + round % 3};
            if (round % 10 == 1)
                range = {take.tune.bars() - 1, 1};
            if (round % 50 == 2)
                range = {0, take.tune.bars()};
            const auto renewed = regenerate(m_model, take, range,
                                            {.seed = 1000U + static_cast<std::uint64_t>(round)});
            const Ticks from = take.tune.barLength() * range.first;
            const Ticks to = from + take.tune.barLength() * range.count;
            if (!renewed) {
                // Only because a note from before lasts through them.
                QVERIFY2(renewed.error().detail.find("held") != std::string::npos,
                         text(renewed.error().detail));
                QVERIFY(std::any_of(take.notes.begin(), take.notes.end(), [&](const Note& note) {
                    return note.start < from && note.end() > to - Ticks{6 * ticksPerStep};
                }));
                continue;
            }
            ++tried;
            const QByteArray place = "round " + QByteArray::number(round);
            QVERIFY2(faultOf(*renewed).isEmpty(), place + ": " + faultOf(*renewed));
            std::vector<Note> before;
            std::vector<Note> after;
            const auto outside = [&](const Note& note) {
                return note.start < from || note.start >= to;
            };
            std::copy_if(take.notes.begin(), take.notes.end(), std::back_inserter(before), outside);
            std::copy_if(renewed->notes.begin(), renewed->notes.end(), std::back_inserter(after),
                         outside);
            QVERIFY2(before == after, place);
            int inside = 0;
            for (std::size_t i = 0; i < renewed->notes.size(); ++i) {
                const Note& note = renewed->notes[i];
                inside += outside(note) ? 0 : 1;
                if (i == 0)
                    continue;
                const bool joins = outside(note) != outside(renewed->notes[i - 1]);
                const int move = std::abs(note.pitch - renewed->notes[i - 1].pitch);
                QVERIFY2(!joins || move <= 12, place + " moves " + QByteArray::number(move));
            }
            QVERIFY2(inside > 0, place);
            changed += same(take, *renewed) ? 0 : 1;
        }
        QVERIFY2(tried > 120, QByteArray::number(tried));
        QVERIFY2(changed > tried * 9 / 10, QByteArray::number(changed));
    }

    void distantNeighboursAreJoined()
    {
        // Farther apart than a solo of ours ever is: as far as there is time for.
        for (const int high : {86, 110}) {
            int tooFar = 0;
            Take take = play(chart(4), {.choruses = 1, .seed = 1});
            take.notes = {{.start = {1440}, .duration = {480}, .pitch = 50},
                          {.start = {1920}, .duration = {1920}, .pitch = 60},
                          {.start = {3840}, .duration = {480}, .pitch = high}};
            take.values.clear();
            for (std::uint64_t seed = 0; seed < 100; ++seed) {
                const auto renewed = regenerate(m_model, take, {1, 1}, {.seed = seed});
                QVERIFY2(renewed, "it was refused");
                const auto& notes = renewed->notes;
                QCOMPARE(notes.front(), take.notes.front());
                QCOMPARE(notes.back(), take.notes.back());
                QVERIFY(notes.size() > 2);
                for (std::size_t i = 1; i < notes.size(); ++i) {
                    const bool joins = i == 1 || i + 1 == notes.size();
                    const int move = std::abs(notes[i].pitch - notes[i - 1].pitch);
                    tooFar += move <= (joins ? 12 : 17) ? 0 : 1;
                    QVERIFY(notes[i - 1].end() <= notes[i].start);
                }
            }
            QVERIFY2(tooFar <= (high == 86 ? 0 : 4), QByteArray::number(tooFar));
        }
    }

    void barsUnderAHeldNoteCannotBeMadeAnew()
    {
        Take take = play(chart(4), {.choruses = 1, .seed = 1});
        take.notes = {{.start = {0}, .duration = {3840}, .pitch = 62},
                      {.start = {3840}, .duration = {480}, .pitch = 65}};
        take.values.resize(2);
        const auto renewed = regenerate(m_model, take, {1, 1}, {.seed = 1});
        QVERIFY(!renewed);
        QVERIFY(renewed.error().detail.find("held") != std::string::npos);
        QVERIFY(regenerate(m_model, take, {0, 2}, {.seed = 1}));
    }

    void barsOutsideTheTakeAreRefused()
    {
        const Take take = play(chart(8), {.choruses = 1, .seed = 1});
        constexpr int most = std::numeric_limits<int>::max();
        for (const BarRange bars : {BarRange{-1, 2}, BarRange{0, 0}, BarRange{0, 9}, BarRange{8, 1},
                                    BarRange{1, most}, BarRange{most, most}, BarRange{most, 1}}) {
            const auto renewed = regenerate(m_model, take, bars, {});
            QVERIFY(!renewed);
            QCOMPARE(text(renewed.error().detail), QByteArray("those bars are not in the solo"));
        }
        Model other = m_model;
        other.profile = "notebook";
        QVERIFY(!regenerate(other, take, {0, 1}, {}));
    }

    void longRunsAreNotCopied()
    {
        int remarked = 0;
        int tried = 0;
        for (std::uint64_t seed = 0; seed < 60 && tried < 12; ++seed) {
            // Left alone, the same seed would play the corpus to the letter.
            GenerationOptions options{
                .choruses = 4, .seed = seed, .dials = {.density = 1, .range = -0.5}};
            const Take source = play(chart(16), options);
            Line line = lineOf(source);
            line.name = "source";
            const LineIndex index(std::vector{line});
            if (originality(index, line).longest <= 12)
                continue; // nothing but short phrases
            ++tried;
            options.corpus = std::make_shared<const LineIndex>(index);
            const Take take = play(chart(16), options);
            QCOMPARE(faultOf(take), QByteArray());
            const int longest = originality(index, lineOf(take)).longest;
            QVERIFY2(longest <= 12, QByteArray::number(longest));
            QVERIFY(take.ruledNotes > 0);
            for (const std::string& remark : take.remarks)
                remarked += remark.find("corpus") != std::string::npos ? 1 : 0;
        }
        QCOMPARE(tried, 12);
        // Where a first draw was out of reach already, nothing was drawn that copied.
        QVERIFY2(remarked >= 10, QByteArray::number(remarked));
    }

    void loopsAreBrokenOff()
    {
        const auto take = generate(wanting("h6", "i0"), chart(16), {.choruses = 2, .seed = 1});
        QVERIFY(take);
        QCOMPARE(faultOf(*take), QByteArray());
        int sameNotes = 0;
        for (std::size_t i = 1; i < take->notes.size(); ++i) {
            sameNotes = take->notes[i].pitch == take->notes[i - 1].pitch ? sameNotes + 1 : 0;
            QVERIFY(sameNotes < 16);
        }
        QVERIFY(take->ruledNotes > 0);
        QCOMPARE(take->remarks.size(), std::size_t{1});
        QVERIFY2(take->remarks[0].find("circles") != std::string::npos, text(take->remarks[0]));

        // Here only the range steps in, at first; nothing goes round in circles.
        const auto rising = generate(wanting("h24", "i12"), chart(3), {.choruses = 1, .seed = 2});
        QVERIFY(rising);
        QCOMPARE(faultOf(*rising), QByteArray());
        QVERIFY(rising->remarks.empty());
    }

    void monstrousWeightsDoNoHarm()
    {
        for (const float size : {1e6F, 1e30F, 3e38F}) {
            Model model = m_model;
            Random random(1);
            for (auto* block : {&model.weights.kernel, &model.weights.denseKernel,
                                &model.weights.denseBias, &model.weights.directKernel})
                for (float& number : *block)
                    number = random.index(2) == 0 ? size : -size;
            const auto take = generate(model, chart(8), {.choruses = 1, .seed = 1});
            QVERIFY(take);
            QVERIFY2(faultOf(*take).isEmpty(), faultOf(*take));
        }
    }
};

QTEST_APPLESS_MAIN(TestLineGenerator)
#include "tst_linegenerator.moc"
