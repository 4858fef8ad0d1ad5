#include "corpus/dataset.h"

#include <algorithm>
#include <string>
#include <utility>

namespace woodshed
{

namespace
{

constexpr int maximumExamples = 100'000;
constexpr int maximumSteps = 1'000;
constexpr std::size_t maximumCells =
    20'000'000; ///< examples x steps, so that a dataset stays within 160 MB

Result<void> checkSize(std::size_t tokens, std::size_t examples, int steps)
{
    if (steps < 2 || steps > maximumSteps)
        return fail(ErrorCode::InvalidArgument, "the windows must have 2 to " +
                                                    std::to_string(maximumSteps) + " steps, not " +
                                                    std::to_string(steps));
    if (examples < 1 || examples > maximumExamples)
        return fail(ErrorCode::InvalidArgument, "there must be 1 to " +
                                                    std::to_string(maximumExamples) +
                                                    " examples, not " + std::to_string(examples));
    if (examples * static_cast<std::size_t>(steps) > maximumCells)
        return fail(
            ErrorCode::InvalidArgument,
            "so many examples of so many steps do not fit into memory; take fewer of either");
    if (tokens <= static_cast<std::size_t>(steps))
        return fail(ErrorCode::InvalidArgument, "the corpus has only " + std::to_string(tokens) +
                                                    " values, which is too few for windows of " +
                                                    std::to_string(steps) +
                                                    "; add more music or take shorter windows");
    return {};
}

} // namespace

Result<Dataset> makeDataset(std::span<const std::string> tokens, const DatasetOptions& options)
{
    const auto examples = static_cast<std::size_t>(std::max(options.examples, 0));
    if (auto checked = checkSize(tokens.size(), examples, options.steps); !checked)
        return forward(checked);
    Random random(options.seed);
    std::vector<std::size_t> starts(examples);
    std::generate(starts.begin(), starts.end(), [&] {
        return random.index(tokens.size() - static_cast<std::size_t>(options.steps));
    });
    return makeDataset(tokens, options.steps, std::move(starts));
}

Result<Dataset> makeDataset(std::span<const std::string> tokens, int steps,
                            std::vector<std::size_t> starts)
{
    if (auto checked = checkSize(tokens.size(), starts.size(), steps); !checked)
        return forward(checked);
    const auto length = static_cast<std::size_t>(steps);
    if (std::any_of(starts.begin(), starts.end(),
                    [&](std::size_t start) { return start >= tokens.size() - length; }))
        return fail(ErrorCode::InvalidArgument, "a window begins too late in the corpus");

    Dataset dataset;
    dataset.vocabulary = Vocabulary({tokens.begin(), tokens.end()});
    dataset.examples = static_cast<int>(starts.size());
    dataset.steps = steps;
    dataset.corpusTokens = tokens.size();
    std::vector<std::int32_t> indices;
    indices.reserve(tokens.size());
    for (const std::string& token : tokens)
        indices.push_back(static_cast<std::int32_t>(*dataset.vocabulary.indexOf(token)));

    dataset.inputs.assign(starts.size() * length, noValue);
    dataset.labels.assign(starts.size() * length, noValue);
    for (std::size_t example = 0; example < starts.size(); ++example) {
        for (std::size_t step = 1; step < length; ++step) {
            const std::int32_t value = indices[starts[example] + step];
            dataset.inputs[example * length + step] = value;
            dataset.labels[(step - 1) * starts.size() + example] = value;
        }
    }
    dataset.starts = std::move(starts);
    return dataset;
}

std::vector<float> oneHotInputs(const Dataset& dataset)
{
    const std::size_t width = dataset.vocabulary.size();
    std::vector<float> rows(dataset.inputs.size() * width, 0.0F);
    for (std::size_t row = 0; row < dataset.inputs.size(); ++row) {
        if (dataset.inputs[row] != noValue)
            rows[row * width + static_cast<std::size_t>(dataset.inputs[row])] = 1.0F;
    }
    return rows;
}

} // namespace woodshed
