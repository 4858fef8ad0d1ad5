#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "corpus/linedataset.h"
#include "model/weights.h"

/// The pointwise half of an LSTM step (Hochreiter and Schmidhuber 1997, with the forget gate of
/// Gers et al. 2000), over the rows of a batch. All matrices are row-major; `gates` is (rows,
/// 4*hidden) with i f c o side by side, the others are (rows, hidden).
namespace woodshed
{

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

/// The same where each row's value is known to lie in a range: the softmax is taken inside it, and
/// the gradient is 0 outside. Nothing is clipped. A label must lie in its row's range.
[[nodiscard]] LossSums softmaxCrossEntropy(std::span<const std::int32_t> labels,
                                           std::span<const IndexRange> ranges, std::size_t values,
                                           const float* logits, float scale, float* gradient);

} // namespace woodshed
