#pragma once

#include <atomic>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "corpus/linecharacter.h"
#include "generation/linegenerator.h"
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
                               const TrainingCallbacks& callbacks, const std::stop_token& stop,
                               const TrainingResume* /*from*/ = nullptr) override
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
            callbacks.onEpoch(report, result.best);
        }
        return result;
    }
    /// Learns for ten epochs what holds for other solos too, and then by heart.
    Result<TrainingResult> runLine(const LineDataset& dataset, const LineTrainingOptions& options,
                                   const TrainingCallbacks& callbacks, const std::stop_token& stop,
                                   const TrainingResume* /*from*/ = nullptr) override
    {
        constexpr int bestOfAll = 10;
        TrainingResult result;
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
            report.loss = 3 + 3.0 / epoch;
            report.validationLoss = 3.5 + 0.1 * std::abs(epoch - bestOfAll);
            report.seconds = 0.1 * epoch;
            result.history.push_back(report);
            Weights now = Weights::zeros({.values = dataset.vocabulary.size(),
                                          .inputs = static_cast<std::size_t>(dataset.inputs),
                                          .hidden = 1,
                                          .gates = GateActivation::Sigmoid,
                                          .direct = true});
            now.denseBias.front() = static_cast<float>(epoch); // what a milestone is known by
            if (epoch <= bestOfAll) {
                result.bestEpoch = epoch;
                result.bestLoss = *report.validationLoss;
                result.best = now;
            }
            callbacks.onEpoch(report, now);
        }
        return result;
    }
    [[nodiscard]] std::string blasName() const override { return "none"; }
};

/// Renders nothing, in that many reports; where it is held it waits at 40 % until it is let go or
/// stopped. What was asked for lies behind a mutex: it arrives on a worker.
class FakeRenderer
{
public:
    struct Asked {
        Performance performance;
        std::filesystem::path path;
        AudioOptions options;
    };
    std::atomic<int> reports{10};
    std::atomic<bool> hold{false};
    std::atomic<bool> stopSeen{false};

    /// How many files there would be.
    [[nodiscard]] int count() const
    {
        const std::lock_guard lock(m_mutex);
        return m_count;
    }
    [[nodiscard]] Asked asked() const
    {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }

    /// Paths that name something "full" fail.
    ExportAudio function()
    {
        return [this](const Performance& performance, const std::filesystem::path& path,
                      const AudioOptions& options, const std::function<void(double)>& progress,
                      const std::stop_token& stop) -> Result<void> {
            {
                const std::lock_guard lock(m_mutex);
                m_asked = {performance, path, options};
            }
            if (path.string().find("full") != std::string::npos)
                return fail(ErrorCode::NotWritable, "the disk is full", path.string());
            if (hold)
                progress(0.4);
            while (hold && !stop.stop_requested())
                std::this_thread::yield();
            if (stop.stop_requested()) {
                stopSeen = true;
                return fail(ErrorCode::Cancelled, "the rendering was stopped", path.string());
            }
            for (int i = 1; i <= reports; ++i)
                progress(static_cast<double>(i) / reports);
            const std::lock_guard lock(m_mutex);
            ++m_count;
            return {};
        };
    }

private:
    mutable std::mutex m_mutex;
    Asked m_asked;
    int m_count = 0;
};

/// A player whose clock the test turns and that writes down what it is asked. The window's workers
/// and its timers ask at once, so what both touch lies behind a mutex.
class FakeSound : public Sound
{
public:
    Performance loaded;
    Player::State now = Player::State::Stopped;
    Ticks at;
    bool countingIn = false;
    int replaced = 0;
    int panics = 0;
    int tones = 0;
    double volume = -1;
    double tempo = -1;
    double reverb = -1;
    int countIn = -1;
    bool metronome = false;
    int transposition = 0;
    std::optional<LoopRegion> loop;
    std::map<std::size_t, PartMix> mixes;
    Meter level;
    std::vector<int> pitches; ///< begun as they are, ended as their negatives
    std::vector<Note> played; ///< what a recording brings
    bool recording = false;

    [[nodiscard]] SoundStatus reported() const
    {
        const std::lock_guard lock(m_mutex);
        return m_status;
    }
    void report(SoundStatus status)
    {
        const std::lock_guard lock(m_mutex);
        m_status = std::move(status);
    }
    /// Something has come or gone by itself.
    void happen(OutputChoice output, std::string trouble)
    {
        const std::lock_guard lock(m_mutex);
        m_status.output = std::move(output);
        m_status.trouble = std::move(trouble);
        ++m_status.changes;
    }
    /// The machine was too busy to play everything.
    void leaveOut()
    {
        const std::lock_guard lock(m_mutex);
        ++m_status.gaps;
    }
    void offer(std::vector<OutputChoice> outputs)
    {
        const std::lock_guard lock(m_mutex);
        m_outputs = std::move(outputs);
    }
    [[nodiscard]] std::vector<OutputChoice> chosen() const
    {
        const std::lock_guard lock(m_mutex);
        return m_chosen;
    }
    [[nodiscard]] std::string listening() const
    {
        const std::lock_guard lock(m_mutex);
        return m_listening;
    }
    [[nodiscard]] PlayerOptions options() const
    {
        const std::lock_guard lock(m_mutex);
        return m_options;
    }

    SoundStatus open(const PlayerOptions& options) override
    {
        const std::lock_guard lock(m_mutex);
        m_options = options;
        return m_status;
    }
    [[nodiscard]] SoundStatus status() const override { return reported(); }
    void load(Performance performance) override
    {
        loaded = std::move(performance);
        stop();
    }
    void replace(Performance performance) override
    {
        loaded = std::move(performance);
        ++replaced;
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
    [[nodiscard]] Player::State state() const override { return now; }
    [[nodiscard]] Ticks position() const override { return at; }
    [[nodiscard]] bool isCountingIn() const override { return countingIn; }
    void setVolume(double wanted) override { volume = wanted; }
    void setTempo(double wanted) override { tempo = wanted; }
    void setLoop(std::optional<LoopRegion> region) override { loop = region; }
    void setCountIn(int bars) override { countIn = bars; }
    void setMetronome(bool on) override { metronome = on; }
    void setTransposition(int semitones) override { transposition = semitones; }
    void setMix(std::size_t part, const PartMix& mix) override { mixes[part] = mix; }
    void setReverb(double amount) override { reverb = amount; }
    [[nodiscard]] Meter meter() override { return level; }
    [[nodiscard]] std::vector<OutputChoice> outputs() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_outputs;
    }
    /// A port named "Broken" refuses.
    SoundStatus choose(const OutputChoice& output) override
    {
        const std::lock_guard lock(m_mutex);
        m_chosen.push_back(output);
        m_status.wanted = output;
        const bool refuses = output.name == "Broken";
        m_status.output = refuses ? OutputChoice{} : output;
        m_status.trouble =
            refuses ? "Broken cannot be opened; playing through the built-in synth." : "";
        return m_status;
    }
    [[nodiscard]] std::vector<std::filesystem::path> soundFonts() const override
    {
        return {"/fonts/sample.sf2", "/fonts/other.sf2"};
    }
    Result<SoundStatus> chooseSoundFont(const std::filesystem::path& font) override
    {
        if (font.extension() != ".sf2")
            return fail(ErrorCode::Malformed, "this is not a soundfont", font.string());
        const std::lock_guard lock(m_mutex);
        m_status.soundFont = font.filename().string();
        m_status.soundFontFile = font;
        return m_status;
    }
    void testTone() override { ++tones; }
    void noteOn(int pitch, int) override { pitches.push_back(pitch); }
    void noteOff(int pitch) override { pitches.push_back(-pitch); }
    [[nodiscard]] std::vector<std::string> inputs() const override { return {"Keys 61", "Deaf"}; }
    Result<void> listenTo(const std::string& input) override
    {
        if (input == "Deaf")
            return fail(ErrorCode::Unavailable, "another program holds it", input);
        const std::lock_guard lock(m_mutex);
        m_listening = input;
        return {};
    }
    void startRecording() override { recording = true; }
    std::vector<Note> stopRecording() override
    {
        recording = false;
        return played;
    }

private:
    mutable std::mutex m_mutex;
    SoundStatus m_status{
        .driver = "fake", .soundFont = "sample.sf2", .attempts = {}, .trouble = {}};
    std::vector<OutputChoice> m_outputs{{},
                                        {OutputChoice::Kind::MidiPort, "Synth 1"},
                                        {OutputChoice::Kind::VirtualPort, ""},
                                        {OutputChoice::Kind::Silent, ""}};
    std::vector<OutputChoice> m_chosen;
    std::string m_listening;
    PlayerOptions m_options;
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
    corpus.lines = {lineOf({.tune = take.tune, .melody = take.notes, .choruses = 1, .voice = {}})};
    corpus.index = std::make_shared<const LineIndex>(corpus.lines);
    corpus.take = std::make_shared<const Take>(std::move(take));
    SessionCorpus record;
    record.name = corpus.name;
    record.reference.isBuiltIn = corpus.name == "Woodshed book";
    record.reference.digest = "made up";
    for (std::size_t i = 0; i < tokens; ++i)
        record.tokens.push_back(corpus.dataset.vocabulary[i * i % 78]);
    record.lines = corpus.lines;
    record.take = corpus.take;
    corpus.record = std::make_shared<const SessionCorpus>(std::move(record));
    return corpus;
}

/// The same with six solos of sixteen notes for the Woodshed profile.
inline void addLines(StudioCorpus& corpus)
{
    corpus.lines.clear();
    for (int solo = 0; solo < 6; ++solo) {
        Line& line = corpus.lines.emplace_back();
        line.name = "Solo " + std::to_string(solo);
        line.setting.length = 8 * line.setting.barSteps;
        for (int i = 0; i < 16; ++i)
            line.notes.push_back({12 * i, 12, 0, 60 + (solo + 1) * i % 7});
    }
    corpus.line = std::make_shared<const LineCorpus>(makeLineCorpus(corpus.lines, {}).value());
    corpus.index = std::make_shared<const LineIndex>(corpus.lines);
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
    FakeRenderer renderer;
    /// Solos with this seed and beyond wait until they are let go or stopped.
    std::atomic<std::uint64_t> holdFrom{~std::uint64_t{0}};
    std::atomic<bool> makingStopped{false};
    bool woodshedModel = false;
    std::vector<std::filesystem::path> exported;
    Performance lastExport;
    std::vector<BandSettings> arranged;
    QString saveAnswer;
    QString openAnswer;
    QString fontAnswer;
    QString preferencesFile;
    QString recoveryFolder;

    /// What every solo so far was asked for.
    [[nodiscard]] std::vector<GenerationOptions> asked() const
    {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }

    /// Knows two kinds of players.
    static Model woodshed()
    {
        Model model;
        model.weights = Weights::zeros(78, 64, GateActivation::HardSigmoid);
        model.profile = woodshedProfile;
        std::vector<SoloCharacter> characters(2, {.tempo = 120, .passages = {Character{}}});
        characters[0].passages.front().voice = voiceNumber("bebop");
        characters[1].passages.front().voice = voiceNumber("blues");
        model.characters = charactersText(characters);
        return model;
    }

    StudioParts parts()
    {
        StudioParts parts;
        for (const char* title : {"Blues in F", "Rhythm in Bb"}) {
            LeadSheet tune = zigzag(32)->tune;
            tune.title = title;
            parts.tunes.push_back(std::move(tune));
        }
        parts.model.weights = Weights::zeros(78, 64, GateActivation::HardSigmoid);
        if (woodshedModel)
            parts.model = woodshed();
        parts.corpus = corpus("Woodshed book", 193);
        parts.model.vocabulary = parts.corpus.dataset.vocabulary;
        Take demo = *zigzag(90, 2);
        demo.tune.title = "Blues in F";
        parts.demo = std::make_shared<const Take>(std::move(demo));
        parts.seed = 11;
        parts.openTrainer = [this]() -> Result<std::shared_ptr<Trainer>> {
            return std::shared_ptr<Trainer>(trainer);
        };
        parts.generate = [this](const Model& model, const LeadSheet& tune,
                                const GenerationOptions& options,
                                const std::stop_token& stop) -> Result<Take> {
            {
                const std::lock_guard lock(m_mutex);
                m_asked.push_back(options);
            }
            while (options.seed >= holdFrom && !stop.stop_requested())
                std::this_thread::yield();
            if (stop.stop_requested()) {
                makingStopped = true;
                return fail(ErrorCode::Cancelled, "the improvising was stopped");
            }
            Take take = *zigzag(16 * options.choruses, options.choruses);
            take.tune.title = tune.title;
            take.tune.feel = tune.feel;
            take.seed = options.seed;
            take.temperature = options.temperature;
            take.faithful = options.faithful;
            // The model shows in the notes, so that a test can tell which one was used.
            if (model.weights.hidden == 1)
                take.notes.front().pitch = 96;
            if (model.profile == "woodshed" && model.weights.hidden == 1)
                take.notes.front().pitch = 24 + static_cast<int>(model.weights.denseBias.front());
            return take;
        };
        // An octave higher, so that a test sees which bars are new.
        parts.regenerate = [](const Model&, const Take& take, BarRange bars,
                              const GenerationOptions&, const std::stop_token&) -> Result<Take> {
            Take renewed = take;
            const Ticks bar = take.tune.barLength();
            for (Note& note : renewed.notes)
                if (note.start >= bar * bars.first && note.start < bar * (bars.first + bars.count))
                    note.pitch += 12;
            return renewed;
        };
        parts.inFeel = [](LeadSheet tune, const std::string& feel) {
            tune.feel = feel;
            return tune;
        };
        parts.quantise = [](std::vector<Note> notes, Ticks grid) {
            for (Note& note : notes)
                note.start = grid * ((note.start.count + grid.count / 2) / grid.count);
            return notes;
        };
        parts.accompany = [this](const Take& take, const BandSettings& settings) {
            arranged.push_back(settings);
            Performance performance;
            performance.title = take.tune.title;
            performance.tempo = settings.tempo > 0 ? settings.tempo : 120;
            performance.parts.push_back({"Solo", 0, 66, take.notes});
            performance.parts.push_back({"Piano", 1, 0, {}});
            performance.length = take.tune.chords.length;
            return performance;
        };
        parts.exportMidi = [this](const Performance& performance,
                                  const std::filesystem::path& path) -> Result<void> {
            lastExport = performance;
            if (path.string().find("full") != std::string::npos)
                return fail(ErrorCode::NotWritable, "the disk is full", path.string());
            exported.push_back(path);
            return {};
        };
        parts.exportAudio = renderer.function();
        parts.modelSummary = [](const Weights&, int) { return std::string("lstm\ndense"); };
        parts.corpusSource = source;
        parts.sound = sound;
        parts.askWhereToSave = [this](QWidget*, const QString& proposed) {
            return saveAnswer.isNull() ? proposed : saveAnswer;
        };
        parts.askWhatToOpen = [this](QWidget*) { return openAnswer; };
        parts.askWhichSoundFont = [this](QWidget*) { return fontAnswer; };
        parts.preferencesFile = preferencesFile;
        parts.recoveryFolder = recoveryFolder;
        return parts;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<GenerationOptions> m_asked;
};

} // namespace woodshed::samples
