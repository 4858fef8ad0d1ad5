#include "session/statejson.h"

#include <array>
#include <string_view>
#include <utility>

#include "session/database.h"
#include "session/fields.h"
#include "session/musicjson.h"

namespace woodshed
{

namespace
{

using nlohmann::json;

constexpr std::size_t longestPath = 16'384;
constexpr std::size_t mostTokens = 2'000'000;
constexpr std::size_t mostLines = 10'000;
constexpr std::size_t mostEpochs = 1'000'000;
constexpr std::array<std::pair<TakeSource, std::string_view>, 6> sources{{
    {TakeSource::Demo, "demo"},
    {TakeSource::Corpus, "corpus"},
    {TakeSource::Generated, "generated"},
    {TakeSource::Recorded, "recorded"},
    {TakeSource::Quantised, "quantised"},
    {TakeSource::Milestone, "milestone"},
}};

json nameOf(TakeSource source)
{
    for (const auto& [known, name] : sources)
        if (known == source)
            return name;
    return sources.front().second;
}

TakeSource sourceFrom(const json& value)
{
    const std::string text = textIn(value, 32);
    for (const auto& [known, name] : sources)
        if (name == text)
            return known;
    throw BadField("has a take of an unknown source");
}

std::uint64_t seedIn(const json& value)
{
    if (!value.is_number_unsigned())
        throw BadField("lacks a seed");
    return value.get<std::uint64_t>();
}

json toJson(const CorpusReference& reference)
{
    return {{"builtIn", reference.isBuiltIn},
            {"path", bounded(reference.path, longestPath)},
            {"digest", bounded(reference.digest, 64)},
            {"melodyTrack", reference.melodyTrack},
            {"chordTrack", reference.chordTrack ? json(*reference.chordTrack) : json()},
            {"from", bounded(reference.from, -1e9, 1e9)},
            {"to", bounded(reference.to, -1e9, 1e9)}};
}

CorpusReference referenceFrom(const json& object)
{
    constexpr int mostTracks = 100'000;
    CorpusReference reference;
    reference.isBuiltIn = flagIn(fieldOf(object, "builtIn"));
    reference.path = textIn(fieldOf(object, "path"), longestPath);
    reference.digest = textIn(fieldOf(object, "digest"), 64);
    reference.melodyTrack = intIn(fieldOf(object, "melodyTrack"), 0, mostTracks);
    if (const json& track = fieldOf(object, "chordTrack"); !track.is_null())
        reference.chordTrack = intIn(track, 0, mostTracks);
    reference.from = numberIn(fieldOf(object, "from"), -1e9, 1e9);
    reference.to = numberIn(fieldOf(object, "to"), -1e9, 1e9);
    return reference;
}

json toJson(const EpochReport& report)
{
    return {report.epoch,
            finite(report.loss),
            bounded(report.accuracy, 0, 1),
            report.validationLoss ? json(finite(*report.validationLoss)) : json(),
            bounded(report.learningRate, 0, 1e300),
            bounded(report.seconds, 0, 1e300)};
}

EpochReport reportFrom(const json& value)
{
    constexpr double most = 1e300;
    const json& fields = tupleIn(value, 6);
    EpochReport report;
    report.epoch = intIn(fields[0], 1, static_cast<int>(mostEpochs));
    report.loss = numberIn(fields[1], -most, most);
    report.accuracy = numberIn(fields[2], 0, 1);
    if (!fields[3].is_null())
        report.validationLoss = numberIn(fields[3], -most, most);
    report.learningRate = numberIn(fields[4], 0, most);
    report.seconds = numberIn(fields[5], 0, most);
    return report;
}

json toJson(const TrainingOptions& options)
{
    return {{"hidden", options.hidden},
            {"gates", options.gates == GateActivation::Sigmoid ? "sigmoid" : "hard_sigmoid"},
            {"epochs", options.epochs},
            {"batchSize", options.batchSize},
            {"learningRate", finite(options.learningRate)},
            {"decay", finite(options.decay)},
            {"seed", options.seed}};
}

TrainingOptions notebookFrom(const json& object)
{
    TrainingOptions options;
    options.hidden = intIn(fieldOf(object, "hidden"), 1, 512);
    options.gates = textIn(fieldOf(object, "gates"), 32) == "sigmoid" ? GateActivation::Sigmoid
                                                                      : GateActivation::HardSigmoid;
    options.epochs = intIn(fieldOf(object, "epochs"), 1, static_cast<int>(mostEpochs));
    options.batchSize = intIn(fieldOf(object, "batchSize"), 1, 1'000'000);
    options.learningRate = numberIn(fieldOf(object, "learningRate"), 0, 1e9);
    options.decay = numberIn(fieldOf(object, "decay"), 0, 1e9);
    options.seed = seedIn(fieldOf(object, "seed"));
    return options;
}

json toJson(const LineTrainingOptions& options)
{
    return {{"hidden", options.hidden},
            {"epochs", options.epochs},
            {"steps", options.steps},
            {"batchSize", options.batchSize},
            {"learningRate", finite(options.learningRate)},
            {"dropout", finite(options.dropout)},
            {"weightDecay", finite(options.weightDecay)},
            {"gradientLimit", finite(options.gradientLimit)},
            {"characterDropout", finite(options.characterDropout)},
            {"patience", options.patience},
            {"keepsLast", options.keepsLast},
            {"seed", options.seed}};
}

LineTrainingOptions lineOptionsFrom(const json& object)
{
    LineTrainingOptions options;
    options.hidden = intIn(fieldOf(object, "hidden"), 1, 1024);
    options.epochs = intIn(fieldOf(object, "epochs"), 1, static_cast<int>(mostEpochs));
    options.steps = intIn(fieldOf(object, "steps"), 2, 1024);
    options.batchSize = intIn(fieldOf(object, "batchSize"), 1, 4096);
    options.learningRate = numberIn(fieldOf(object, "learningRate"), 0, 1e9);
    options.dropout = numberIn(fieldOf(object, "dropout"), 0, 0.95);
    options.weightDecay = numberIn(fieldOf(object, "weightDecay"), 0, 1);
    options.gradientLimit = numberIn(fieldOf(object, "gradientLimit"), 0, 1e300);
    options.characterDropout = numberIn(fieldOf(object, "characterDropout"), 0, 1);
    options.patience = intIn(fieldOf(object, "patience"), 0, static_cast<int>(mostEpochs));
    options.keepsLast = flagIn(fieldOf(object, "keepsLast"));
    options.seed = seedIn(fieldOf(object, "seed"));
    return options;
}

} // namespace

int indexIn(const json& value)
{
    return intIn(value, -1, static_cast<int>(mostRows));
}

json toJson(const SessionCorpus& corpus)
{
    json lines = json::array();
    for (const Line& line : corpus.lines)
        lines.push_back(toJson(line));
    json tokens = json::array();
    for (const std::string& token : corpus.tokens)
        tokens.push_back(bounded(token, 256));
    json warnings = json::array();
    for (const std::string& warning : corpus.warnings)
        warnings.push_back(bounded(warning));
    return {{"name", bounded(corpus.name)},
            {"reference", toJson(corpus.reference)},
            {"tokens", std::move(tokens)},
            {"seed", corpus.seed},
            {"lines", std::move(lines)},
            {"warnings", std::move(warnings)},
            {"take", corpus.take ? toJson(*corpus.take) : json()}};
}

SessionCorpus corpusFrom(const json& object)
{
    SessionCorpus corpus;
    corpus.name = textIn(fieldOf(object, "name"));
    corpus.reference = referenceFrom(fieldOf(object, "reference"));
    corpus.tokens = listIn(fieldOf(object, "tokens"), mostTokens,
                           [](const json& token) { return textIn(token, 256); });
    corpus.seed = seedIn(fieldOf(object, "seed"));
    corpus.lines = listIn(fieldOf(object, "lines"), mostLines, lineFrom);
    corpus.warnings = listIn(fieldOf(object, "warnings"), mostLines,
                             [](const json& warning) { return textIn(warning); });
    if (const json& take = fieldOf(object, "take"); !take.is_null())
        corpus.take = std::make_shared<const Take>(takeFrom(take));
    return corpus;
}

json toJson(const SessionTake& take)
{
    return {{"source", nameOf(take.source)},
            {"number", take.number},
            {"model", take.model},
            {"originality", take.originality ? toJson(*take.originality) : json()},
            {"newBars", take.newBars ? json{take.newBars->first, take.newBars->count} : json()},
            {"binned", take.isBinned},
            {"take", toJson(*take.take)}};
}

SessionTake sessionTakeFrom(const json& object)
{
    constexpr int most = 1'000'000;
    SessionTake take;
    take.source = sourceFrom(fieldOf(object, "source"));
    take.number = intIn(fieldOf(object, "number"), 0, most);
    take.model = indexIn(fieldOf(object, "model"));
    if (const json& report = fieldOf(object, "originality"); !report.is_null())
        take.originality = std::make_shared<const OriginalityReport>(originalityFrom(report));
    if (const json& bars = fieldOf(object, "newBars"); !bars.is_null()) {
        (void)tupleIn(bars, 2);
        take.newBars = BarRange{intIn(bars[0], 0, most), intIn(bars[1], 0, most)};
    }
    take.isBinned = flagIn(fieldOf(object, "binned"));
    take.take = std::make_shared<const Take>(takeFrom(fieldOf(object, "take")));
    return take;
}

json toJson(const SessionTraining& training)
{
    json history = json::array();
    if (training.history)
        for (const EpochReport& report : *training.history)
            history.push_back(toJson(report));
    json milestones = json::array();
    for (const SessionMilestone& milestone : training.milestones)
        milestones.push_back({{"epoch", milestone.epoch}, {"take", toJson(*milestone.take)}});
    return {{"profile", training.isNotebook ? "notebook" : "woodshed"},
            {"notebook", toJson(training.notebook)},
            {"woodshed", toJson(training.line)},
            {"corpus", training.corpus},
            {"history", std::move(history)},
            {"milestones", std::move(milestones)}};
}

SessionTraining trainingFrom(const json& object)
{
    constexpr std::size_t mostMilestones = 1'000;
    SessionTraining training;
    training.isNotebook = textIn(fieldOf(object, "profile"), 32) == "notebook";
    training.notebook = notebookFrom(fieldOf(object, "notebook"));
    training.line = lineOptionsFrom(fieldOf(object, "woodshed"));
    training.corpus = indexIn(fieldOf(object, "corpus"));
    training.history = std::make_shared<const std::vector<EpochReport>>(
        listIn(fieldOf(object, "history"), mostEpochs, reportFrom));
    training.milestones =
        listIn(fieldOf(object, "milestones"), mostMilestones, [](const json& item) {
            return SessionMilestone{intIn(fieldOf(item, "epoch"), 0, static_cast<int>(mostEpochs)),
                                    std::make_shared<const Take>(takeFrom(fieldOf(item, "take")))};
        });
    return training;
}

json toJson(const SessionMaking& making)
{
    return {{"tune", bounded(making.tune)},
            {"feel", bounded(making.feel, 256)},
            {"choruses", making.choruses},
            {"temperature", bounded(making.temperature, 0, 5)},
            {"density", bounded(making.dials.density, -1, 1)},
            {"range", bounded(making.dials.range, -1, 1)},
            {"risk", bounded(making.dials.risk, -1, 1)},
            {"harmony", bounded(making.dials.harmony, -1, 1)},
            {"voice", bounded(making.voice, 256)},
            {"variations", making.variations},
            {"openingBars", making.openingBars},
            {"faithful", making.faithful}};
}

SessionMaking makingFrom(const json& object)
{
    SessionMaking making;
    making.tune = textIn(fieldOf(object, "tune"));
    making.feel = textIn(fieldOf(object, "feel"), 256);
    making.choruses = intIn(fieldOf(object, "choruses"), 1, 64);
    making.temperature = numberIn(fieldOf(object, "temperature"), 0, 5);
    making.dials = {.density = numberIn(fieldOf(object, "density"), -1, 1),
                    .range = numberIn(fieldOf(object, "range"), -1, 1),
                    .risk = numberIn(fieldOf(object, "risk"), -1, 1),
                    .harmony = numberIn(fieldOf(object, "harmony"), -1, 1)};
    making.voice = textIn(fieldOf(object, "voice"), 256);
    making.variations = intIn(fieldOf(object, "variations"), 1, 100);
    making.openingBars = intIn(fieldOf(object, "openingBars"), 0, 1'000);
    making.faithful = flagIn(fieldOf(object, "faithful"));
    return making;
}

json toJson(const SessionBand& band)
{
    json strips = json::array();
    for (const SessionStrip& strip : band.strips)
        strips.push_back({{"part", bounded(strip.part)},
                          {"volume", bounded(strip.mix.volume, 0, 1)},
                          {"pan", bounded(strip.mix.pan, -1, 1)},
                          {"muted", strip.mix.muted},
                          {"soloed", strip.mix.soloed}});
    return {{"tempo", bounded(band.tempo, 0, 10'000)},
            {"swing", bounded(band.swing, 0, 2)},
            {"transposition", band.transposition},
            {"reverb", bounded(band.reverb, 0, 1)},
            {"strips", std::move(strips)}};
}

SessionBand bandFrom(const json& object)
{
    SessionBand band;
    band.tempo = numberIn(fieldOf(object, "tempo"), 0, 10'000);
    band.swing = numberIn(fieldOf(object, "swing"), 0, 2);
    band.transposition = intIn(fieldOf(object, "transposition"), -127, 127);
    band.reverb = numberIn(fieldOf(object, "reverb"), 0, 1);
    band.strips = listIn(fieldOf(object, "strips"), 256, [](const json& item) {
        return SessionStrip{textIn(fieldOf(item, "part")),
                            {.volume = numberIn(fieldOf(item, "volume"), 0, 1),
                             .pan = numberIn(fieldOf(item, "pan"), -1, 1),
                             .muted = flagIn(fieldOf(item, "muted")),
                             .soloed = flagIn(fieldOf(item, "soloed"))}};
    });
    return band;
}

} // namespace woodshed
