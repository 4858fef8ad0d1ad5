#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "model/weights.h"

/// The pointwise half of an LSTM step (Hochreiter and Schmidhuber 1997, with the forget gate of
/// Gers et al. 2000), over the rows of a batch. All matrices are row-major; `gates` is (rows,
/// 4*hidden) with i f c o side by side, the others are (rows, hidden).
namespace woodshed
{

/// gates[r] = bias + kernel[values[r]]: what a one-hot input times the kernel comes to. noValue
/// adds nothing.
void gatherInputs(std::span<const std::int32_t> values, std::size_t hidden, const float* kernel,
                  const float* bias, float* gates);

/// The gradients of the same: kernelGradient[values[r]] += gates[r] and biasGradient += gates[r],
/// in the order of rows.
void scatterInputs(std::span<const std::int32_t> values, std::size_t hidden, const float* gates,
                   float* kernelGradient, float* biasGradient);

struct LstmStep {
    GateActivation activation = GateActivation::HardSigmoid;
    std::size_t rows = 0;
    std::size_t hidden = 0;
    float* gates =
        nullptr; ///< forward: sums in, activations out; backward: gradients of the sums out
    const float* previousCell = nullptr; ///< c of the step before
    float* cell = nullptr;               ///< c
    float* squashedCell = nullptr;       ///< tanh(c)
    float* output = nullptr;             ///< h = o tanh(c)
};

void lstmForward(const LstmStep& step);

/// Turns the activations in `gates` into the gradients of the loss by the gates' sums. `fromAbove`
/// and `fromLater` are the gradients by h through the layer above and through the next step;
/// `cellGradient` is the gradient by c through the next step on entry, and the one for the step
/// before on return.
void lstmBackward(const LstmStep& step, const float* fromAbove, const float* fromLater,
                  float* cellGradient);

/// What softmaxCrossEntropy counted.
struct LossSums {
    double loss = 0; ///< -ln of the label's probability, summed over labelled rows
    std::int64_t labelled = 0;
    std::int64_t correct = 0; ///< labelled rows whose most probable value is the label
};

/// Cross-entropy of softmax(logits) against the labels, as Keras has it: probabilities are clipped
/// to [1e-7, 1 - 1e-7], and a clipped one has no gradient. Rows labelled noValue count nothing.
/// `gradient` becomes the gradient of scale * loss by the logits; both are (labels.size(), values).
[[nodiscard]] LossSums softmaxCrossEntropy(std::span<const std::int32_t> labels, std::size_t values,
                                           const float* logits, float scale, float* gradient);

} // namespace woodshed
