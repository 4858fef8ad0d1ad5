#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "corpus/vocabulary.h"
#include "support/random.h"
#include "support/result.h"

namespace woodshed
{

/// No value: the all-zero row that the notebook feeds at the first step and expects at the last.
inline constexpr std::int32_t noValue = -1;

struct DatasetOptions {
    int examples = 60; ///< the notebook's m
    int steps = 30;    ///< the notebook's Tx
    std::uint64_t seed = 0;
};

/// Random windows of a corpus, as the notebook cuts them: X[i,0] is all zero, X[i,j] = token j of
/// window i for j >= 1; Y is time-major, Y[t] = token t+1 = X[t+1], and the last label is all zero.
/// Indices stand for one-hot rows.
struct Dataset {
    Vocabulary vocabulary;
    int examples = 0;
    int steps = 0;
    std::vector<std::int32_t> inputs; ///< (examples, steps), row-major, noValue for a zero row
    std::vector<std::int32_t>
        labels; ///< (steps, examples), time-major, noValue where there is no label
    std::vector<std::size_t> starts; ///< where each window begins in the corpus
    std::size_t corpusTokens = 0;

    [[nodiscard]] std::int32_t input(int example, int step) const
    {
        return inputs[static_cast<std::size_t>(example) * static_cast<std::size_t>(steps) +
                      static_cast<std::size_t>(step)];
    }
    [[nodiscard]] std::int32_t label(int step, int example) const
    {
        return labels[static_cast<std::size_t>(step) * static_cast<std::size_t>(examples) +
                      static_cast<std::size_t>(example)];
    }
};

/// Draws the windows (starts in 0 .. tokens-steps-1, as numpy's choice(n - Tx) does). Fails when
/// the corpus has no more than `steps` tokens or options are out of range (1..100,000
/// examples, 2..1,000 steps, no more than 20,000,000 when multiplied).
[[nodiscard]] Result<Dataset> makeDataset(std::span<const std::string> tokens,
                                          const DatasetOptions& options);

/// The same from given window starts; for reproducing a recorded run.
[[nodiscard]] Result<Dataset> makeDataset(std::span<const std::string> tokens, int steps,
                                          std::vector<std::size_t> starts);

/// X of the notebook: (examples, steps, vocabulary) zeros and ones, row-major.
[[nodiscard]] std::vector<float> oneHotInputs(const Dataset& dataset);

} // namespace woodshed
