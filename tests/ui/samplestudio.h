#pragma once

#include <atomic>
#include <cmath>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "sampletakes.h"
#include "studio/studioparts.h"

namespace woodshed::samples
{

/// Counts epochs as fast as it can; waits at `holdAt` until released or stopped.
class FakeTrainer : public Trainer
{
public:
    int holdAt = 0;
    std::atomic<bool> released{false};
    std::atomic<bool> stopSeen{false};

    Result<TrainingResult> run(const Dataset& dataset, const TrainingOptions& options,
                               const EpochCallback& onEpoch, const std::stop_token& stop) override
    {
        TrainingResult result;
        result.best = Weights::zeros(dataset.vocabulary.size(), 1, GateActivation::HardSigmoid);
        for (int epoch = 1; epoch <= options.epochs; ++epoch) {
            while (epoch == holdAt && !released && !stop.stop_requested())
                std::this_thread::yield();
            if (stop.stop_requested()) {
                stopSeen = true;
                result.ending = TrainingResult::Ending::Stopped;
                break;
            }
            EpochReport report;
            report.epoch = epoch;
            report.loss = 126.0 / epoch;
            report.accuracy = 1.0 - 1.0 / epoch;
            report.seconds = 0.1 * epoch;
            result.history.push_back(report);
            result.bestEpoch = epoch;
            result.bestLoss = report.loss;
            onEpoch(report, result.best);
        }
        return result;
    }
    [[nodiscard]] std::string blasName() const override { return "none"; }
};

/// A player whose clock the test turns.
class FakeSound : public Sound
{
public:
    SoundStatus status{"fake", "sample.sf2", {}};
    Performance loaded;
    Player::State now = Player::State::Stopped;
    Ticks at;
    double volume = -1;
    int panics = 0;

    SoundStatus open(const PlayerOptions&) override { return status; }
    void load(Performance performance) override
    {
        loaded = std::move(performance);
        stop();
    }
    void play() override { now = Player::State::Playing; }
    void pause() override { now = Player::State::Paused; }
    void stop() override
    {
        now = Player::State::Stopped;
        at = {};
    }
    void seek(Ticks position) override { at = position; }
    void panic() override { ++panics; }
    void setVolume(double level) override { volume = level; }
    [[nodiscard]] Player::State state() const override { return now; }
    [[nodiscard]] Ticks position() const override { return at; }
};

/// One melody track and one of chords; the corpus that comes of it has as many tokens as the range
/// has quarters.
class FakeCorpusSource : public CorpusSource
{
public:
    std::vector<TrackChoice> choices;

    Result<CorpusScan> scan(const std::filesystem::path& path) override
    {
        if (path.extension() != ".mid")
            return fail(ErrorCode::Malformed, "this is not a MIDI file", path.string());
        CorpusScan scan;
        scan.tracks = {{0, "Piano", 300, 36, 72}, {1, "Guitar", 200, 55, 88}};
        scan.guess = {1, 0, 4, 36};
        scan.quarters = 64;
        return scan;
    }
    Result<StudioCorpus> load(const std::filesystem::path& path,
                              const TrackChoice& choice) override;
};

inline StudioCorpus corpus(std::string name, std::size_t tokens)
{
    StudioCorpus corpus;
    corpus.name = std::move(name);
    std::vector<std::string> values;
    for (int i = 0; i < 78; ++i)
        values.push_back("C,0.250,<P" + std::to_string(i) + ",d1>");
    corpus.dataset.vocabulary = Vocabulary(std::move(values));
    corpus.dataset.examples = 60;
    corpus.dataset.steps = 30;
    corpus.dataset.corpusTokens = tokens;
    Take take = *zigzag(32);
    take.tune.title = corpus.name;
    corpus.take = std::make_shared<const Take>(std::move(take));
    return corpus;
}

inline Result<StudioCorpus> FakeCorpusSource::load(const std::filesystem::path& path,
                                                   const TrackChoice& choice)
{
    choices.push_back(choice);
    return corpus(path.stem().string(), static_cast<std::size_t>(choice.to - choice.from));
}

/// A studio whose parts are all made up, so that a test sees what the window asks of them.
struct FakeStudio {
    std::shared_ptr<FakeTrainer> trainer = std::make_shared<FakeTrainer>();
    std::shared_ptr<FakeSound> sound = std::make_shared<FakeSound>();
    std::shared_ptr<FakeCorpusSource> source = std::make_shared<FakeCorpusSource>();
    std::vector<std::filesystem::path> exported;
    QString saveAnswer;
    QString openAnswer;

    StudioParts parts()
    {
        StudioParts parts;
        for (const char* title : {"Blues in F", "Rhythm in Bb"}) {
            LeadSheet tune = zigzag(32)->tune;
            tune.title = title;
            parts.tunes.push_back(std::move(tune));
        }
        parts.model.weights = Weights::zeros(78, 64, GateActivation::HardSigmoid);
        parts.corpus = corpus("Woodshed book", 193);
        Take demo = *zigzag(90, 2);
        demo.tune.title = "Blues in F";
        parts.demo = std::make_shared<const Take>(std::move(demo));
        parts.seed = 11;
        parts.openTrainer = [this]() -> Result<std::shared_ptr<Trainer>> {
            return std::shared_ptr<Trainer>(trainer);
        };
        parts.generate = [](const Model& model, const LeadSheet& tune,
                            const GenerationOptions& options,
                            const std::stop_token&) -> Result<Take> {
            Take take = *zigzag(16 * options.choruses, options.choruses);
            take.tune.title = tune.title;
            take.seed = options.seed;
            take.temperature = options.temperature;
            take.faithful = options.faithful;
            // The model shows in the notes, so that a test can tell which one was used.
            if (model.weights.hidden == 1)
                take.notes.front().pitch = 96;
            return take;
        };
        parts.accompany = [](const Take& take) {
            Performance performance;
            performance.title = take.tune.title;
            performance.tempo = 120;
            performance.parts.push_back({"Solo", 0, 66, take.notes});
            performance.length = take.tune.chords.length;
            return performance;
        };
        parts.exportMidi = [this](const Performance&,
                                  const std::filesystem::path& path) -> Result<void> {
            if (path.string().find("full") != std::string::npos)
                return fail(ErrorCode::NotWritable, "the disk is full", path.string());
            exported.push_back(path);
            return {};
        };
        parts.modelSummary = [](const Weights&, int) { return std::string("lstm\ndense"); };
        parts.corpusSource = source;
        parts.sound = sound;
        parts.askWhereToSave = [this](QWidget*, const QString& proposed) {
            return saveAnswer.isNull() ? proposed : saveAnswer;
        };
        parts.askWhatToOpen = [this](QWidget*) { return openAnswer; };
        return parts;
    }
};

} // namespace woodshed::samples
