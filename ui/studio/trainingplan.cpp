#include "studio/trainingplan.h"

#include <utility>

#include "generation/linegenerator.h"

namespace woodshed
{

namespace
{

double stepsOf(const LineDataset& dataset)
{
    double steps = 0;
    for (const LineSequence& sequence : dataset.training)
        steps += static_cast<double>(sequence.steps());
    return steps;
}

} // namespace

int TrainingPlan::epochs() const
{
    return profile == Profile::Woodshed ? line.epochs : notebook.epochs;
}

bool TrainingPlan::fits(const StudioCorpus& corpus) const
{
    return profile == Profile::Notebook || corpus.line != nullptr;
}

Result<TrainingResult> TrainingPlan::run(Trainer& trainer, const StudioCorpus& corpus,
                                         const TrainingCallbacks& callbacks,
                                         const std::stop_token& stop,
                                         const TrainingResume* from) const
{
    if (profile == Profile::Notebook)
        return trainer.run(corpus.dataset, notebook, callbacks, stop, from);
    if (!corpus.line)
        return fail(ErrorCode::NoMelody, corpus.lineTrouble, corpus.name);
    return trainer.runLine(corpus.line->dataset, line, callbacks, stop, from);
}

Weights TrainingPlan::untrained(const StudioCorpus& corpus) const
{
    if (profile == Profile::Notebook || !corpus.line)
        return initialWeights(corpus.dataset.vocabulary.size(),
                              static_cast<std::size_t>(notebook.hidden), notebook.gates,
                              notebook.seed);
    const LineDataset& dataset = corpus.line->dataset;
    return initialLineWeights({.values = dataset.vocabulary.size(),
                               .inputs = static_cast<std::size_t>(dataset.inputs),
                               .hidden = static_cast<std::size_t>(line.hidden),
                               .gates = GateActivation::Sigmoid,
                               .direct = true},
                              line.seed);
}

Model TrainingPlan::modelWith(Weights weights, const StudioCorpus& corpus) const
{
    Model model;
    model.weights = std::move(weights);
    model.notes["corpus"] = corpus.name;
    if (profile == Profile::Notebook || !corpus.line) {
        model.vocabulary = corpus.dataset.vocabulary;
        return model;
    }
    const LineDataset& dataset = corpus.line->dataset;
    model.profile = woodshedProfile;
    model.vocabulary = dataset.vocabulary;
    model.ranges = dataset.ranges;
    model.character = dataset.character;
    model.characters = charactersText(corpus.line->characters);
    return model;
}

double TrainingPlan::expectedSeconds(const StudioCorpus& corpus) const
{
    // Seconds for a recurrent weight at one step, and what a step costs besides; on two cores.
    constexpr double perWeight = 5e-10;
    constexpr double perStep = 2e-6;
    if (profile == Profile::Notebook || !corpus.line) {
        const double steps = double{1} * corpus.dataset.examples * corpus.dataset.steps;
        const double hidden = notebook.hidden;
        return notebook.epochs * steps * (perStep + perWeight * 4 * hidden * hidden);
    }
    const double hidden = line.hidden;
    return line.epochs * stepsOf(corpus.line->dataset) *
           (perStep + perWeight * 4 * hidden * hidden);
}

bool isMilestone(int epoch)
{
    for (int step = 1; step <= 1000; step *= 10)
        for (const int multiple : {1, 2, 5})
            if (epoch == multiple * step)
                return true;
    return false;
}

} // namespace woodshed
