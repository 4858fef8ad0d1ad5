#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <ATen/core/Tensor.h>
#include <ATen/core/ivalue.h>
#include <torch/csrc/autograd/custom_function.h>

#include "model/weights.h"
#include "training/lstmcell.h"
#include "training/sparselayer.h"

namespace woodshed
{

/// What an LSTM remembers of a sequence between forward and backward, allocated once per (steps,
/// batch, hidden) and used again by every update. Row-major and time-major: the first index is the
/// step. Row 0 of outputs and cells is the zero state before the first step.
struct LstmMemory : torch::CustomClassHolder {
    LstmMemory(std::int64_t steps, std::int64_t batch, std::int64_t hidden);

    std::int64_t steps, batch, hidden;
    at::Tensor gates; ///< (steps, batch, 4*hidden): activations, after backward the gradients of
                      ///< their sums
    at::Tensor cells; ///< (steps + 1, batch, hidden)
    at::Tensor squashedCells; ///< (steps, batch, hidden)
    at::Tensor outputs;       ///< (steps + 1, batch, hidden)
    at::Tensor cellGradient;  ///< (batch, hidden)
    at::Tensor laterGradient; ///< (batch, hidden): gradient by an output through the step after it
    std::vector<at::Tensor> gatesAt;   ///< gates of one step, as matrices
    std::vector<at::Tensor> outputsAt; ///< outputs of one step, as matrices; [0] is the zero state
    c10::intrusive_ptr<SparseInputs> inputs; ///< (steps, batch)
    std::int64_t uses = 0; ///< counts forward and backward passes, to notice a stale one
};

/// An LSTM over a whole sequence as one differentiable operation, for inputs of zeros and ones:
///
///     (i f g o) = (x_t W + b) + h_{t-1} U
///     i, f, o squashed by the gates' activation, g by tanh
///     c_t = f c_{t-1} + i g
///     h_t = o tanh(c_t)
///
/// Differentiable by W (inputs, 4*hidden), U (hidden, 4*hidden) and b (4*hidden); gives h_1 ..
/// h_steps as (steps * batch, hidden), which lives in `memory` until its next forward pass. One
/// backward pass per forward pass.
class FusedLstm : public torch::autograd::Function<FusedLstm>
{
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& kernel,
                              const at::Tensor& recurrentKernel, const at::Tensor& bias,
                              GateActivation activation,
                              const c10::intrusive_ptr<SparseInputs>& inputs,
                              const c10::intrusive_ptr<LstmMemory>& memory);
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients);
};

/// softmaxCrossEntropy as a differentiable operation on logits (rows, values): the loss, summed
/// over the labelled rows and divided by `examples`. `sums` receives what was counted.
class SoftmaxLoss : public torch::autograd::Function<SoftmaxLoss>
{
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& logits,
                              std::span<const std::int32_t> labels, std::int64_t examples,
                              LossSums* sums);
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients);
};

/// The same with a range of possible values for every row, and the loss divided by `divisor`.
class RangedSoftmaxLoss : public torch::autograd::Function<RangedSoftmaxLoss>
{
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& logits,
                              std::span<const std::int32_t> labels,
                              std::span<const IndexRange> ranges, std::int64_t divisor,
                              LossSums* sums);
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients);
};

} // namespace woodshed
