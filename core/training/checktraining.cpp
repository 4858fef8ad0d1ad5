#include "training/lstmtrainer.h"

#include <algorithm>
#include <cmath>

namespace woodshed
{

namespace
{

constexpr std::size_t maximumParameters = 20'000'000;
constexpr double maximumMemory = 512.0 * 1024 * 1024; ///< bytes of activations
constexpr double maximumWork =
    25e9; ///< operations of one update: about 0.2 s, so that a stop is obeyed in time

Unexpected refuse(const std::string& sentence)
{
    return fail(ErrorCode::InvalidArgument, sentence);
}

Result<void> checkOptions(const TrainingOptions& options)
{
    if (options.hidden < 1 || options.hidden > 512)
        return refuse("the network needs 1 to 512 hidden units, not " +
                      std::to_string(options.hidden));
    if (options.epochs < 1 || options.epochs > 1'000'000)
        return refuse("training takes 1 to 1,000,000 epochs, not " +
                      std::to_string(options.epochs));
    if (options.batchSize < 1 || options.batchSize > 100'000)
        return refuse("a batch holds 1 to 100,000 examples, not " +
                      std::to_string(options.batchSize));
    if (!std::isfinite(options.learningRate) || options.learningRate <= 0 ||
        options.learningRate > 1e9)
        return refuse("the learning rate must be a positive number; 0.001 to 0.01 is usual");
    if (!std::isfinite(options.decay) || options.decay < 0)
        return refuse("the decay of the learning rate must be zero or a positive number");
    return {};
}

Result<void> checkDataset(const Dataset& dataset)
{
    const auto values = static_cast<std::int64_t>(dataset.vocabulary.size());
    if (values < 1 || values > 100'000)
        return refuse("the vocabulary must have 1 to 100,000 values, not " +
                      std::to_string(values));
    if (dataset.examples < 1 || dataset.examples > 100'000)
        return refuse("there must be 1 to 100,000 examples, not " +
                      std::to_string(dataset.examples));
    if (dataset.steps < 1 || dataset.steps > 1'000)
        return refuse("an example must have 1 to 1,000 steps, not " +
                      std::to_string(dataset.steps));
    const auto cells =
        static_cast<std::size_t>(dataset.examples) * static_cast<std::size_t>(dataset.steps);
    if (dataset.inputs.size() != cells || dataset.labels.size() != cells)
        return refuse("the examples are incomplete");
    const auto known = [values](std::int32_t value) { return value >= noValue && value < values; };
    if (!std::all_of(dataset.inputs.begin(), dataset.inputs.end(), known) ||
        !std::all_of(dataset.labels.begin(), dataset.labels.end(), known))
        return refuse("the examples hold a value that is not in the vocabulary");
    if (std::all_of(dataset.labels.begin(), dataset.labels.end(),
                    [](std::int32_t label) { return label == noValue; }))
        return refuse("no example has anything to predict");
    return {};
}

} // namespace

Result<void> checkTraining(const Dataset& dataset, const TrainingOptions& options)
{
    if (auto checked = checkOptions(options); !checked)
        return checked;
    if (auto checked = checkDataset(dataset); !checked)
        return checked;

    const std::size_t n = dataset.vocabulary.size();
    const auto h = static_cast<std::size_t>(options.hidden);
    if (4 * h * (n + h + 1) + n * (h + 1) > maximumParameters)
        return refuse("a network of this size would have more than 20 million parameters; "
                      "choose fewer hidden units");
    // Two sets of activations (full and last batch): gates, cells, outputs and their gradients;
    // logits thrice.
    const double rows = std::min(options.batchSize, dataset.examples) * double{1} * dataset.steps;
    const double perRow = 2 * 4 * (8.0 * options.hidden + 1) + 3 * 4.0 * static_cast<double>(n);
    // Two operations per weight and row, forward and twice backward.
    const double weights = options.hidden * (4.0 * options.hidden + static_cast<double>(n));
    if (rows * perRow > maximumMemory || 6 * rows * weights > maximumWork)
        return refuse("a batch of this size would need too much memory or time for one step; "
                      "choose a smaller batch");
    return {};
}

} // namespace woodshed
