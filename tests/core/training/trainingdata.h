#pragma once

#include <span>
#include <string>
#include <vector>

#include "corpus/dataset.h"
#include "support/random.h"

/// Data sets for tests, cut as the notebook cuts them.
namespace woodshed::testing
{

/// Windows of `tokens`, which are indices into a vocabulary of `values` texts: the input of step 0
/// and the label of the last step are missing, and the label of every other step is the next input.
inline Dataset windowsOf(std::span<const std::int32_t> tokens, std::vector<std::string> values,
                         int steps, const std::vector<std::size_t>& starts)
{
    Dataset dataset;
    dataset.vocabulary = Vocabulary(std::move(values));
    dataset.examples = static_cast<int>(starts.size());
    dataset.steps = steps;
    dataset.starts = starts;
    dataset.corpusTokens = tokens.size();
    const auto tokenAt = [&](std::size_t start, int step) {
        return step <= 0 || step >= steps ? noValue
                                          : tokens[start + static_cast<std::size_t>(step)];
    };
    for (const std::size_t start : starts)
        for (int step = 0; step < steps; ++step)
            dataset.inputs.push_back(tokenAt(start, step));
    for (int step = 0; step < steps; ++step)
        for (const std::size_t start : starts)
            dataset.labels.push_back(tokenAt(start, step + 1));
    return dataset;
}

inline std::vector<std::string> numberedValues(std::size_t count)
{
    std::vector<std::string> values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back("C,0.250,<P" + std::to_string(10'000 + i) + ",d1>");
    return values;
}

/// As large as the notebook's: 193 tokens over 78 values, 60 windows of 30. Every value stands at
/// least once; the rest follow a few habits, so that there is something to learn.
inline Dataset notebookSizedDataset(std::uint64_t seed)
{
    Random random(seed);
    std::vector<std::size_t> order(78);
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    random.shuffle(order);
    std::vector<std::int32_t> tokens;
    for (const std::size_t value : order)
        tokens.push_back(static_cast<std::int32_t>(value));
    while (tokens.size() < 193)
        tokens.push_back(static_cast<std::int32_t>(
            random.uniform() < 0.7 ? order[random.index(12)] : order[random.index(78)]));
    std::vector<std::size_t> starts;
    for (int i = 0; i < 60; ++i)
        starts.push_back(random.index(193 - 30));
    return windowsOf(tokens, numberedValues(78), 30, starts);
}

} // namespace woodshed::testing
