#include "training/linetrainer.h"

#include <algorithm>
#include <cmath>

namespace woodshed
{

namespace
{

/// A model file holds 64 MiB.
constexpr std::size_t maximumParameters = 16'000'000;
constexpr double maximumMemory = 512.0 * 1024 * 1024; ///< bytes of activations
/// Operations of what runs at once without looking for a stop: 0.1 to 0.3 s.
constexpr double maximumWork = 12e9;
constexpr std::size_t maximumInputs = 100'000;
constexpr std::size_t maximumSolos = 1'000'000;

Unexpected refuse(const std::string& sentence)
{
    return fail(ErrorCode::InvalidArgument, sentence);
}

bool isWithin(double number, double least, double most)
{
    return number >= least && number <= most; // false for what is not a number
}

Result<void> checkOptions(const LineTrainingOptions& options)
{
    if (options.hidden < 1 || options.hidden > 1'024)
        return refuse("the network needs 1 to 1,024 hidden units, not " +
                      std::to_string(options.hidden));
    if (options.epochs < 1 || options.epochs > 1'000'000)
        return refuse("training takes 1 to 1,000,000 epochs, not " +
                      std::to_string(options.epochs));
    if (options.steps < 2 || options.steps > 1'024)
        return refuse("a window has 2 to 1,024 steps, not " + std::to_string(options.steps));
    if (options.batchSize < 1 || options.batchSize > 4'096)
        return refuse("a batch holds 1 to 4,096 windows, not " + std::to_string(options.batchSize));
    if (!isWithin(options.learningRate, 1e-12, 1e9))
        return refuse("the learning rate must be a positive number; 0.001 to 0.01 is usual");
    if (!isWithin(options.dropout, 0, 0.95))
        return refuse("the dropout must be a share from 0 to 0.95");
    if (!isWithin(options.weightDecay, 0, 1))
        return refuse("the weight decay must be a number from 0 to 1; 0.0001 is usual");
    if (!isWithin(options.gradientLimit, 1e-6, 1e9))
        return refuse("the limit of the gradient must be a positive number; 1 is usual");
    if (!isWithin(options.characterDropout, 0, 1))
        return refuse("the share of windows without a character must be from 0 to 1");
    if (options.patience < 0)
        return refuse("the patience must be zero or a number of epochs");
    return {};
}

Result<void> checkSequence(const LineSequence& sequence, const LineDataset& dataset)
{
    const std::size_t steps = sequence.steps();
    if (sequence.stages.size() != steps || sequence.offsets.size() != steps + 1 ||
        sequence.offsets.front() != 0 || sequence.offsets.back() != sequence.inputs.size())
        return refuse("a solo of the corpus is incomplete");
    const auto inputs = static_cast<std::uint32_t>(dataset.inputs);
    for (std::size_t step = 0; step < steps; ++step) {
        const std::uint32_t begin = sequence.offsets[step];
        const std::uint32_t end = sequence.offsets[step + 1];
        if (end < begin || end - begin > inputs)
            return refuse("a solo of the corpus has a step without order in its inputs");
        const auto stage = static_cast<std::size_t>(sequence.stages[step]);
        if (stage >= lineStages || !dataset.ranges[stage].contains(sequence.labels[step]))
            return refuse("a solo of the corpus holds a value that is not possible at its step");
    }
    const auto known = [&dataset](std::int32_t input) {
        return input >= 0 && input < dataset.inputs;
    };
    if (!std::all_of(sequence.inputs.begin(), sequence.inputs.end(), known))
        return refuse("a solo of the corpus holds an input that the network does not have");
    return {};
}

Result<void> checkDataset(const LineDataset& dataset, std::size_t steps)
{
    const std::size_t values = dataset.vocabulary.size();
    if (values < 1 || values > maximumInputs)
        return refuse("the vocabulary must have 1 to 100,000 values, not " +
                      std::to_string(values));
    if (dataset.inputs < 1 || static_cast<std::size_t>(dataset.inputs) > maximumInputs)
        return refuse("the network must have 1 to 100,000 inputs, not " +
                      std::to_string(dataset.inputs));
    for (const IndexRange& range : dataset.ranges)
        if (range.first < 0 || range.last < range.first ||
            static_cast<std::size_t>(range.last) > values)
            return refuse("the values of a stage go past the end of the vocabulary");
    if (dataset.training.size() > maximumSolos || dataset.validation.size() > maximumSolos)
        return refuse("the corpus has more than a million solos");
    bool longEnough = false;
    bool hasPitch = false;
    for (const auto* solos : {&dataset.training, &dataset.validation}) {
        for (const LineSequence& sequence : *solos) {
            if (auto checked = checkSequence(sequence, dataset); !checked)
                return checked;
            if (solos == &dataset.validation)
                continue;
            longEnough = longEnough || sequence.steps() > steps / 8;
            hasPitch = hasPitch || std::find(sequence.stages.begin(), sequence.stages.end(),
                                             LineStage::Pitch) != sequence.stages.end();
        }
    }
    if (!longEnough || !hasPitch)
        return refuse("the corpus has no solo that is long enough to learn from");
    return {};
}

/// The largest number of inputs that are 1 at one step.
std::size_t mostInputs(const LineDataset& dataset)
{
    std::uint32_t most = 0;
    for (const LineSequence& sequence : dataset.training)
        for (std::size_t step = 0; step < sequence.steps(); ++step)
            most = std::max(most, sequence.offsets[step + 1] - sequence.offsets[step]);
    return most;
}

/// What one window costs.
struct Cost {
    double memory = 0; ///< bytes
    double work = 0;   ///< operations
};

Cost costOf(const LineDataset& dataset, const LineTrainingOptions& options)
{
    const double h = options.hidden;
    const auto n = static_cast<double>(dataset.vocabulary.size());
    const auto active = static_cast<double>(mostInputs(dataset));
    // Gates, cells, outputs, dropout and their gradients; logits and theirs; indices.
    const double memory = 4 * (12 * h + 4 * n + 2 * active + 8);
    // Two operations per weight forward and four backward; sums of rows wait for memory rather than
    // for arithmetic.
    const double work = 6 * h * (4 * h + n) + 8 * active * (4 * h + n);
    return {.memory = options.steps * memory, .work = options.steps * work};
}

} // namespace

std::size_t windowsAtOnce(const LineDataset& dataset, const LineTrainingOptions& options)
{
    const Cost cost = costOf(dataset, options);
    const double most = std::min(maximumMemory / cost.memory, maximumWork / cost.work);
    return static_cast<std::size_t>(std::clamp(most, 1.0, double{1} * options.batchSize));
}

Result<void> checkLineTraining(const LineDataset& dataset, const LineTrainingOptions& options)
{
    if (auto checked = checkOptions(options); !checked)
        return checked;
    if (auto checked = checkDataset(dataset, static_cast<std::size_t>(options.steps)); !checked)
        return checked;
    const WeightsShape shape{.values = dataset.vocabulary.size(),
                             .inputs = static_cast<std::size_t>(dataset.inputs),
                             .hidden = static_cast<std::size_t>(options.hidden),
                             .gates = GateActivation::Sigmoid,
                             .direct = true};
    if (shape.parameterCount() > maximumParameters)
        return refuse("a network of this size would have more than 16 million parameters; "
                      "choose fewer hidden units");
    const Cost cost = costOf(dataset, options);
    if (cost.memory > maximumMemory || cost.work > maximumWork)
        return refuse("a window of this size would need too much memory or time for one step; "
                      "choose fewer steps or hidden units");
    return {};
}

} // namespace woodshed
