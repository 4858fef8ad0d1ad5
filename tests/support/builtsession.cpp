#include "support/builtsession.h"

#include <array>
#include <limits>

#include "support/random.h"

namespace woodshed::test
{

namespace
{

constexpr std::array texts{"Plain",
                           "It's \"quoted\" \\ and /slashed/",
                           "two\nlines\tand a tab",
                           "Żółć — ♭9 \U0001F3B7",
                           "'; DROP TABLE take; --",
                           ""};

/// Numbers that are easily spoilt on the way through decimal digits.
double oddNumber(Random& random)
{
    constexpr std::array odd{0.1, 1.0 / 3, 5e-324, 0.30000000000000004, 1e-300, 0.0, 1.0};
    return random.index(3) == 0 ? odd[random.index(odd.size())] : random.uniform();
}

std::string nameFor(Random& random, std::uint64_t variant, const std::string& what)
{
    return what + " " + std::to_string(variant) + ": " + texts[random.index(texts.size())];
}

ChordProgression builtChords(Random& random, int bars)
{
    constexpr std::array names{"F7", "Bbmaj7", "Cm7b5", "NC"};
    ChordProgression chords;
    for (int bar = 0; bar < bars; ++bar) {
        const std::size_t which = random.index(names.size());
        chords.chords.push_back({Ticks{1920} * bar, Ticks{1920}, names[which],
                                 which == 3 ? std::vector<int>{} : std::vector<int>{53, 57, 60}});
    }
    chords.length = Ticks{1920} * bars;
    return chords;
}

LeadSheet builtTune(Random& random, std::uint64_t variant, int number)
{
    LeadSheet tune;
    tune.title = nameFor(random, variant, "Tune " + std::to_string(number));
    tune.tempo = 40 + 200 * random.uniform();
    tune.feel = random.index(2) == 0 ? "" : "bossa";
    tune.key = "Gm";
    tune.beatsPerBar = 3 + static_cast<int>(random.index(2));
    tune.chords = builtChords(random, 1 + static_cast<int>(random.index(4)));
    return tune;
}

Take builtTake(Random& random, std::uint64_t variant, int number, int notes)
{
    constexpr std::array kinds{ValueKind::ChordTone, ValueKind::ScaleTone, ValueKind::ApproachTone,
                               ValueKind::Outside, ValueKind::Rest};
    Take take;
    take.tune = builtTune(random, variant, number);
    take.choruses = 1 + static_cast<int>(random.index(3));
    take.seed = std::numeric_limits<std::uint64_t>::max() - variant * 1'000 -
                static_cast<std::uint64_t>(number);
    take.temperature = oddNumber(random);
    take.faithful = random.index(2) == 0;
    take.ruledNotes = static_cast<int>(random.index(5));
    for (int i = 0; i < notes; ++i) {
        const Ticks at{240 * i + static_cast<std::int64_t>(random.index(40))};
        const Ticks length{1 + static_cast<std::int64_t>(random.index(240))};
        take.notes.push_back({at, length, static_cast<int>(random.index(128)),
                              1 + static_cast<int>(random.index(127))});
        TakeValue value{at,
                        length,
                        "S,0.250,<M3,m-2>",
                        kinds[random.index(kinds.size())],
                        oddNumber(random),
                        random.index(4) == 0 ? -1 : i,
                        oddNumber(random)};
        for (std::size_t other = random.index(4); other > 0; --other)
            value.alternatives.push_back({static_cast<int>(random.index(128)), oddNumber(random)});
        take.values.push_back(std::move(value));
    }
    if (random.index(2) == 0)
        take.remarks = {"A rule stepped in", texts[random.index(texts.size())]};
    return take;
}

Line builtLine(Random& random, std::uint64_t variant, int number)
{
    Line line;
    line.name = nameFor(random, variant, "Line " + std::to_string(number));
    line.voice = random.index(2) == 0 ? "" : "bebop";
    line.setting.tempo = 60 + 100 * random.uniform();
    line.setting.barSteps = 36;
    line.setting.length = 144;
    for (int i = 0; i < 3; ++i)
        line.setting.chords.push_back(
            {i * 48,
             {.root = static_cast<int>(random.index(12)),
              .family = static_cast<ChordFamily>(random.index(chordFamilies)),
              .tones = static_cast<std::uint16_t>(random.index(4096)),
              .scale = static_cast<std::uint16_t>(random.index(4096))}});
    for (int i = 0; i < 6; ++i)
        line.notes.push_back({i * 24, 1 + static_cast<int>(random.index(12)),
                              static_cast<int>(random.index(12)),
                              static_cast<int>(random.index(128))});
    return line;
}

std::shared_ptr<const SessionCorpus> builtCorpus(Random& random, std::uint64_t variant, int number,
                                                 const BuiltSize& size)
{
    SessionCorpus corpus;
    corpus.name = nameFor(random, variant, "Corpus " + std::to_string(number));
    corpus.seed = random.next();
    for (int i = 0; i < size.tokens; ++i)
        corpus.tokens.push_back("C,0." + std::to_string(random.index(1000)));
    if (number == 0) {
        corpus.reference.isBuiltIn = true;
        for (int i = 0; i < size.lines; ++i)
            corpus.lines.push_back(builtLine(random, variant, i));
    } else {
        corpus.reference = {.isBuiltIn = false,
                            .path = "/home/someone/a \"b\"\n.mid",
                            .digest = "0123456789abcdef0123456789abcdef",
                            .melodyTrack = 5,
                            .chordTrack = 0,
                            .from = 476 + 1.0 / 3,
                            .to = 548};
        corpus.warnings = {"Something was dropped", "Żółć"};
        corpus.take =
            std::make_shared<const Take>(builtTake(random, variant, 900 + number, size.takeNotes));
    }
    return std::make_shared<const SessionCorpus>(std::move(corpus));
}

void fill(Random& random, std::vector<float>& block)
{
    constexpr std::array odd{-0.0F, 1e-42F, 0.1F, std::numeric_limits<float>::max()};
    for (float& number : block)
        number = random.index(20) == 0 ? odd[random.index(odd.size())]
                                       : static_cast<float>(random.normal());
}

std::shared_ptr<const Model> builtModel(Random& random, std::uint64_t variant, int number,
                                        std::size_t hidden)
{
    const bool isLine = number == 1;
    Model model;
    std::vector<std::string> values{"C,0.250", "R,0.500", "S,0.333,<M3,m-2>", "X,\"'ż"};
    for (int i = 0; i < number; ++i)
        values.push_back("v" + std::to_string(i));
    model.vocabulary = Vocabulary(std::move(values));
    const std::size_t n = model.vocabulary.size();
    model.weights = Weights::zeros(
        {.values = n,
         .inputs = isLine ? n + 5 : n,
         .hidden = hidden + static_cast<std::size_t>(number),
         .gates = number == 0 ? GateActivation::HardSigmoid : GateActivation::Sigmoid,
         .direct = isLine});
    for (auto* block :
         {&model.weights.kernel, &model.weights.recurrentKernel, &model.weights.bias,
          &model.weights.denseKernel, &model.weights.denseBias, &model.weights.directKernel})
        fill(random, *block);
    model.notes = {{"corpus", nameFor(random, variant, "Model")}, {"epochs", "12"}};
    if (isLine) {
        model.profile = "woodshed";
        model.ranges = {IndexRange{0, 2}, IndexRange{2, 3}, IndexRange{3, 5}};
        model.character = {.first = 2, .last = 4};
        model.characters = R"({"bebop":[1,2.5]})";
    }
    return std::make_shared<const Model>(std::move(model));
}

SessionTake builtSessionTake(Random& random, std::uint64_t variant, int number,
                             const BuiltSize& size)
{
    SessionTake take;
    take.take = std::make_shared<const Take>(
        builtTake(random, variant, number, size.takeNotes + number % 5));
    take.source = static_cast<TakeSource>(number % 6);
    take.number = number / 6;
    take.model = number % 4 - 1;
    if (number % 3 == 0) {
        OriginalityReport report{.share6 = oddNumber(random),
                                 .share8 = oddNumber(random),
                                 .longest = static_cast<int>(random.index(30)),
                                 .runs = {}};
        for (std::size_t i = random.index(3); i > 0; --i)
            report.runs.push_back({static_cast<int>(random.index(30)), 8,
                                   texts[random.index(texts.size())],
                                   static_cast<int>(random.index(12))});
        take.originality = std::make_shared<const OriginalityReport>(std::move(report));
    }
    if (number % 5 == 0)
        take.newBars = BarRange{number % 7, 2};
    take.isBinned = number == 2;
    return take;
}

SessionTraining builtTraining(Random& random, std::uint64_t variant, const BuiltSize& size)
{
    SessionTraining training;
    training.isNotebook = variant % 2 == 0;
    training.notebook = {.hidden = 65,
                         .gates = GateActivation::Sigmoid,
                         .epochs = 101,
                         .batchSize = 33,
                         .learningRate = 0.1 * random.uniform(),
                         .decay = oddNumber(random),
                         .seed = random.next()};
    training.line = {.hidden = 161,
                     .epochs = 25,
                     .steps = 65,
                     .batchSize = 31,
                     .learningRate = 0.1 * random.uniform(),
                     .dropout = 0.2,
                     .weightDecay = 0.3,
                     .gradientLimit = 2.5,
                     .characterDropout = 0.4,
                     .patience = 7,
                     .keepsLast = true,
                     .seed = random.next()};
    training.corpus = 1;
    std::vector<EpochReport> history;
    for (int epoch = 1; epoch <= size.epochs; ++epoch) {
        EpochReport report{epoch, 100 * oddNumber(random), random.uniform(), {}, 0.01, 1.5 * epoch};
        if (epoch % 2 == 0)
            report.validationLoss = oddNumber(random);
        history.push_back(report);
    }
    training.history = std::make_shared<const std::vector<EpochReport>>(std::move(history));
    for (const int epoch : {0, 5})
        training.milestones.push_back({epoch, std::make_shared<const Take>(builtTake(
                                                  random, variant, 950 + epoch, size.takeNotes))});
    Bytes checkpoint(1000);
    for (std::uint8_t& byte : checkpoint)
        byte = static_cast<std::uint8_t>(random.index(256));
    training.checkpoint = std::make_shared<const Bytes>(std::move(checkpoint));
    return training;
}

} // namespace

Session builtSession(std::uint64_t variant, const BuiltSize& size)
{
    Random random(variant);
    Session session;
    for (int number = 0; number < 2; ++number)
        session.corpora.push_back(builtCorpus(random, variant, number, size));
    session.corpus = 1;
    for (int number = 0; number < 3; ++number)
        session.models.push_back({builtModel(random, variant, number, size.hidden), number - 1});
    session.model = 2;
    for (int number = 0; number < 3; ++number)
        session.tunes.push_back(
            std::make_shared<const LeadSheet>(builtTune(random, variant, 800 + number)));
    for (int number = 0; number < size.takes; ++number)
        session.takes.push_back(builtSessionTake(random, variant, number, size));
    session.take = size.takes - 1;
    session.training = builtTraining(random, variant, size);
    session.making = {.tune = nameFor(random, variant, "Making"),
                      .feel = "ballad",
                      .choruses = 3,
                      .temperature = 5 * random.uniform(),
                      .dials = {.density = random.uniform(),
                                .range = -random.uniform(),
                                .risk = oddNumber(random),
                                .harmony = -1},
                      .voice = "lyrical",
                      .variations = 4,
                      .openingBars = 2,
                      .faithful = true};
    session.band = {.tempo = 40 + 280 * random.uniform(),
                    .swing = 2 * random.uniform(),
                    .transposition = -7,
                    .reverb = random.uniform(),
                    .strips = {}};
    for (const char* part : {"Solo", "Piano", "Bass", "Drums"})
        session.band.strips.push_back({part,
                                       {.volume = random.uniform(),
                                        .pan = -random.uniform(),
                                        .muted = random.index(2) == 0,
                                        .soloed = random.index(2) == 0}});
    return session;
}

} // namespace woodshed::test
