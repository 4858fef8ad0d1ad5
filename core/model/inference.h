#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "model/weights.h"

namespace woodshed
{

/// The shared layers run one step at a time. Fixed-order arithmetic of our own (no BLAS, no libm transcendental), so
/// that the same weights and inputs give the same bits on every x86-64 machine. One object per thread; copy to branch.
class StepNetwork
{
public:
    /// Shares the weights, which must be consistent and must not change meanwhile.
    explicit StepNetwork(std::shared_ptr<const Weights> weights);

    /// Hidden and cell state back to zero.
    void reset();
    /// Feeds one value (noValue, or any index outside the vocabulary, is the all-zero input) and returns the probabilities of the next, summing to 1.
    /// The span is valid until the next call.
    std::span<const float> step(std::int32_t value);
    [[nodiscard]] std::span<const float> hiddenState() const { return m_hidden; }

private:
    std::shared_ptr<const Weights> m_weights;
    std::vector<float> m_hidden;
    std::vector<float> m_cell;
    std::vector<float> m_gates;
    std::vector<float> m_probabilities;
};

/// The notebook's predict_and_sample: zeros in, argmax fed back, `steps` values out. (Keras' inference model copies the
/// argmax as one-hot into the next step; results and indices therefore agree.)
[[nodiscard]] std::vector<std::int32_t> predictAndSample(const std::shared_ptr<const Weights>& weights, int steps = 50);

} // namespace woodshed
