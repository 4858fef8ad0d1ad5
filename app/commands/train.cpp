#include "commands/commands.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "bundle.h"
#include "charts.h"
#include "commands/console.h"
#include "commands/corpusoptions.h"
#include "commands/epochtext.h"
#include "commands/resumefile.h"
#include "corpus/dataset.h"
#include "corpus/linecorpus.h"
#include "generation/linegenerator.h"
#include "model/modelfile.h"
#include "support/files.h"
#include "training/trainingmodule.h"

namespace woodshed
{

namespace
{

class TrainCommand : public Command
{
public:
    CLI::App* addTo(CLI::App& app) override
    {
        auto* command = app.add_subcommand(
            "train", "train a network on the built-in solos or on your own files");
        command
            ->add_option("--corpus", m_corpus,
                         "MIDI or ABC file, or a folder of them; may be given again")
            ->type_name("PATH");
        addProfileOption(*command, m_profile);
        addCorpusOptions(*command, m_choice);
        command
            ->add_option("--preset", m_preset,
                         "size of a Woodshed network: quick takes seconds, good minutes, overnight "
                         "hours (good)")
            ->check(CLI::IsMember(presetNames()));
        command
            ->add_option("--epochs", m_epochs,
                         "times through the corpus (100 for the notebook, else the preset's)")
            ->check(CLI::Range(1, 1'000'000));
        command->add_option("--hidden", m_hidden, "units of the LSTM, instead of the preset's")
            ->check(CLI::Range(1, 1024));
        command->add_option("--seed", m_seed, "same seed, same network")
            ->check(asSeed())
            ->capture_default_str();
        command->add_option("-o,--output", m_model, "where the model goes (safetensors)")
            ->required()
            ->type_name("MODEL");
        command->add_flag("--resume", m_resume,
                          "go on with a training that was stopped or lost: the same command again, "
                          "the result is the same. What it needs lies in MODEL.resume until the "
                          "training is complete");
        command->add_option("--log", m_log, "the loss of every epoch as CSV")->type_name("CSV");
        command->add_option("--plot", m_plot, "the loss curve as a picture")->type_name("PNG");
        return command;
    }

    int run() override
    {
        if (m_corpus.empty() &&
            (m_choice.melodyTrack || m_choice.chordTrack || m_choice.from || m_choice.to))
            return misuse("tracks and ranges belong to a file: name it with --corpus");
        if (m_model == m_log || m_model == m_plot || (!m_log.empty() && m_log == m_plot))
            return misuse("model, log and plot need different names");
        if (const auto kept = ResumeFile(m_model).path(); m_log == kept || m_plot == kept)
            return misuse(kept.filename().string() + " is kept for resuming; choose another name");
        const InterruptGuard interrupt;
        for (const std::filesystem::path& file : {m_model, m_log, m_plot})
            if (const auto target = writableTarget(file); !file.empty() && !target)
                return refuse(target.error());
        const auto corpus =
            m_corpus.empty() ? corpusOfBook(bundledBook()) : loadCorpora(m_corpus, m_choice);
        if (!corpus)
            return refuse(corpus.error());
        for (const std::string& remark : corpus->remarks)
            std::cout << remark << '\n';
        return m_profile == woodshedProfile ? trainLine(*corpus, interrupt.token())
                                            : trainNotebook(*corpus, interrupt.token());
    }

private:
    static std::vector<std::string> presetNames()
    {
        std::vector<std::string> names;
        for (const LinePreset& preset : linePresets)
            names.push_back(lowerCase(preset.name));
        return names;
    }

    static std::string lowerCase(std::string_view text)
    {
        std::string lower(text);
        for (char& c : lower)
            if (c >= 'A' && c <= 'Z')
                c = static_cast<char>(c - 'A' + 'a');
        return lower;
    }

    [[nodiscard]] LineTrainingOptions lineOptions() const
    {
        const auto chosen =
            std::find_if(linePresets.begin(), linePresets.end(), [this](const LinePreset& preset) {
                return lowerCase(preset.name) == m_preset;
            });
        LineTrainingOptions options = chosen->options;
        options.epochs = m_epochs.value_or(options.epochs);
        options.hidden = m_hidden.value_or(options.hidden);
        options.seed = m_seed;
        return options;
    }

    int trainLine(const Corpus& corpus, const std::stop_token& stop)
    {
        const auto line = makeLineCorpus(corpus.lines, {.seed = m_seed});
        if (!line)
            return refuse(line.error());
        const LineDataset& dataset = line->dataset;
        const LineTrainingOptions options = lineOptions();
        std::cout << "Corpus: " << corpus.name << "\nsolos: " << dataset.training.size()
                  << " to learn from, " << dataset.validation.size()
                  << " held out\nnotes: " << dataset.notes
                  << "\nvalues: " << dataset.vocabulary.size() << "\ninputs: " << dataset.inputs
                  << "\nunits of the LSTM: " << options.hidden << '\n';
        const auto trainer = openTrainer(trainingModulePath());
        if (!trainer)
            return refuse(trainer.error());
        ResumeFile file(m_model);
        const auto from = beginning(file, [&] { return runFingerprint(dataset, options); });
        if (!from)
            return refuse(from.error());
        auto result = trainWithProgress(**trainer, *line, options, file, from->get(), stop);
        Model model;
        model.vocabulary = dataset.vocabulary;
        model.ranges = dataset.ranges;
        model.character = dataset.character;
        model.characters = charactersText(line->characters);
        return finish(std::move(result), std::move(model), corpus.name, file);
    }

    static Result<TrainingResult> trainWithProgress(Trainer& trainer, const LineCorpus& line,
                                                    const LineTrainingOptions& options,
                                                    ResumeFile& file, const TrainingResume* from,
                                                    const std::stop_token& stop)
    {
        ProgressLine progress;
        const auto show = [&](const EpochReport& report, const Weights&) {
            const std::string held = report.validationLoss
                                         ? ", held out " + fixed(*report.validationLoss, 3)
                                         : std::string();
            progress.show(static_cast<double>(report.epoch) / options.epochs,
                          "Epoch " + std::to_string(report.epoch) + " of " +
                              std::to_string(options.epochs) + ", loss " + fixed(report.loss, 3) +
                              held + timeLeft(report, options.epochs));
        };
        return trainer.runLine(line.dataset, options, file.callbacks(show, from), stop, from);
    }

    int trainNotebook(const Corpus& corpus, const std::stop_token& stop)
    {
        m_training.epochs = m_epochs.value_or(m_training.epochs);
        m_training.hidden = m_hidden.value_or(m_training.hidden);
        const auto dataset = makeDataset(corpus.values.tokens(), {.seed = m_seed});
        if (!dataset)
            return refuse(dataset.error());
        std::cout << "Corpus: " << corpus.name
                  << "\nnumber of training examples: " << dataset->examples
                  << "\nTx (length of sequence): " << dataset->steps
                  << "\ntotal # of unique values: " << dataset->vocabulary.size()
                  << "\nShape of X: (" << dataset->examples << ", " << dataset->steps << ", "
                  << dataset->vocabulary.size() << ")\nShape of Y: (" << dataset->steps << ", "
                  << dataset->examples << ", " << dataset->vocabulary.size() << ")\n\n"
                  << modelSummary(Weights::zeros(dataset->vocabulary.size(),
                                                 static_cast<std::size_t>(m_training.hidden),
                                                 m_training.gates),
                                  dataset->steps)
                  << '\n';

        const auto trainer = openTrainer(trainingModulePath());
        if (!trainer)
            return refuse(trainer.error());
        m_training.seed = m_seed;
        ResumeFile file(m_model);
        const auto from = beginning(file, [&] { return runFingerprint(*dataset, m_training); });
        if (!from)
            return refuse(from.error());
        auto result = trainWithProgress(**trainer, *dataset, file, from->get(), stop);
        Model model;
        model.vocabulary = dataset->vocabulary;
        return finish(std::move(result), std::move(model), corpus.name, file);
    }

    Result<TrainingResult> trainWithProgress(Trainer& trainer, const Dataset& dataset,
                                             ResumeFile& file, const TrainingResume* from,
                                             const std::stop_token& stop)
    {
        ProgressLine progress;
        const auto show = [&](const EpochReport& report, const Weights&) {
            progress.show(static_cast<double>(report.epoch) / m_training.epochs,
                          "Epoch " + std::to_string(report.epoch) + " of " +
                              std::to_string(m_training.epochs) + ", loss " +
                              fixed(report.loss, 4) + ", accuracy " + fixed(report.accuracy, 3) +
                              timeLeft(report, m_training.epochs));
        };
        return trainer.run(dataset, m_training, file.callbacks(show, from), stop, from);
    }

    /// What the run goes on from; null where it begins from the start.
    template<typename Fingerprint>
    Result<std::unique_ptr<const TrainingResume>> beginning(ResumeFile& file,
                                                            const Fingerprint& fingerprint) const
    {
        using Beginning = std::unique_ptr<const TrainingResume>;
        if (!m_resume) {
            if (file.exists())
                warn("training begins from the start and replaces " + file.path().string() +
                     "; with --resume it would go on");
            return Beginning();
        }
        auto read = file.read(fingerprint());
        if (!read)
            return forward(read);
        if (!read->has_value()) {
            warn("there is nothing to resume, because " + file.path().string() +
                 " does not exist; training begins from the start");
            return Beginning();
        }
        std::cout << "Going on after epoch " << (*read)->checkpoint.epoch << '\n';
        return Beginning(std::make_unique<const TrainingResume>(std::move(**read)));
    }

    /// Keeps what has come of a run, and what it could be resumed from as long as it is not
    /// complete and its model safely written.
    int finish(Result<TrainingResult> result, Model model, const std::string& corpusName,
               ResumeFile& file) const
    {
        using Ending = TrainingResult::Ending;
        const bool complete = result && (result->ending == Ending::Completed ||
                                         result->ending == Ending::NoLongerImproving);
        if (!complete)
            file.flush();
        if (!result)
            return refuse(result.error());
        const bool stopped = result->ending == Ending::Stopped;
        const int status = keep(std::move(*result), std::move(model), corpusName);
        if (complete && status == 0)
            file.remove();
        else if (complete)
            file.flush();
        else if (stopped && status == 0 && file.keptEpoch() > 0)
            std::cout << "The same command with --resume goes on after epoch " << file.keptEpoch()
                      << ".\n";
        return status;
    }

    int keep(TrainingResult result, Model model, const std::string& corpusName) const
    {
        if (result.history.empty() || result.bestEpoch == 0) {
            const bool diverged = result.ending == TrainingResult::Ending::Diverged;
            return refuse({.code = diverged ? ErrorCode::Diverged : ErrorCode::Cancelled,
                           .detail = diverged ? result.message
                                              : "training was stopped before its first epoch ended",
                           .where = {}});
        }
        model.weights = std::move(result.best);
        model.profile = m_profile;
        model.notes["corpus"] = corpusName;
        model.notes["epochs"] = std::to_string(result.bestEpoch);
        model.notes["loss"] = fixed(result.bestLoss, 4);
        model.notes["seed"] = std::to_string(m_seed);
        if (const auto written = writeModel(m_model, model); !written)
            return refuse(written.error());
        if (!m_log.empty())
            if (const auto written = writeFile(m_log, std::string_view(csvOf(result.history)));
                !written)
                return refuse(written.error());
        if (!m_plot.empty())
            if (const auto written = writeLossPlot(result.history, m_plot); !written)
                return refuse(written.error());
        if (result.ending == TrainingResult::Ending::Diverged)
            return refuse({.code = ErrorCode::Diverged, .detail = result.message, .where = {}});
        using Ending = TrainingResult::Ending;
        std::cout << (result.ending == Ending::Stopped             ? "Stopped. "
                      : result.ending == Ending::NoLongerImproving ? "It no longer improved. "
                                                                   : "")
                  << "Epoch " << result.bestEpoch << " is kept, loss " << fixed(result.bestLoss, 4)
                  << ", " << fixed(result.history.back().seconds, 1)
                  << " s. Model: " << m_model.string() << '\n';
        return 0;
    }

    std::vector<std::filesystem::path> m_corpus;
    std::string m_profile{woodshedProfile};
    std::string m_preset = "good";
    std::optional<int> m_epochs;
    std::optional<int> m_hidden;
    CorpusChoice m_choice;
    TrainingOptions m_training;
    std::uint64_t m_seed = 0;
    bool m_resume = false;
    std::filesystem::path m_model;
    std::filesystem::path m_log;
    std::filesystem::path m_plot;
};

} // namespace

std::unique_ptr<Command> makeTrainCommand()
{
    return std::make_unique<TrainCommand>();
}

} // namespace woodshed
