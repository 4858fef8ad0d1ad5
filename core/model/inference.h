#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "corpus/linedataset.h"
#include "model/weights.h"

namespace woodshed
{

/// All that a network remembers from step to step.
struct NetworkState {
    std::vector<float> hidden;
    std::vector<float> cell;
};

/// The shared layers run one step at a time. Fixed-order arithmetic of our own (no BLAS, no libm
/// transcendental), so that the same weights and inputs give the same bits on every x86-64 machine.
/// One object per thread; copy to branch.
class StepNetwork
{
public:
    /// Shares the weights, which must be consistent and must not change meanwhile.
    explicit StepNetwork(std::shared_ptr<const Weights> weights);

    /// Hidden and cell state back to zero.
    void reset();
    /// Feeds one value (noValue, or any index outside the vocabulary, is the all-zero input) and
    /// returns the probabilities of the next, summing to 1. The span is valid until the next call.
    std::span<const float> step(std::int32_t value);
    /// Feeds the inputs that are 1 (indices outside the weights' inputs count nothing) and returns
    /// the probabilities of all values: those in `range` sum to 1, all others are 0. The span is
    /// valid until the next call.
    std::span<const float> step(std::span<const std::int32_t> inputs, IndexRange range);
    /// What the last step's softmax was taken of; 0 outside its range. Valid until the next step.
    [[nodiscard]] std::span<const float> logits() const { return m_logits; }
    [[nodiscard]] std::span<const float> hiddenState() const { return m_state.hidden; }

    /// To try a continuation and come back: keep a copy, restore it. Only into a network of the
    /// same weights.
    [[nodiscard]] const NetworkState& state() const { return m_state; }
    void restore(const NetworkState& state) { m_state = state; }

private:
    std::shared_ptr<const Weights> m_weights;
    NetworkState m_state;
    std::vector<std::int32_t> m_active; ///< the inputs of this step that the weights know
    std::vector<float> m_gates;
    std::vector<float> m_logits;
    std::vector<float> m_probabilities;
};

/// The notebook's predict_and_sample: zeros in, argmax fed back, `steps` values out. (Keras'
/// inference model copies the argmax as one-hot into the next step; results and indices therefore
/// agree.)
[[nodiscard]] std::vector<std::int32_t>
predictAndSample(const std::shared_ptr<const Weights>& weights, int steps = 50);

} // namespace woodshed
