#include "training/fusedlstm.h"

#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/ops/addmm.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

namespace woodshed
{

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

LstmMemory::LstmMemory(std::int64_t stepCount, std::int64_t batchSize, std::int64_t hiddenSize)
    : steps(stepCount)
    , batch(batchSize)
    , hidden(hiddenSize)
    , gates(at::empty({steps, batch, 4 * hidden}))
    , cells(at::zeros({steps + 1, batch, hidden}))
    , squashedCells(at::empty({steps, batch, hidden}))
    , outputs(at::zeros({steps + 1, batch, hidden}))
    , cellGradient(at::empty({batch, hidden}))
    , laterGradient(at::empty({batch, hidden}))
    , gatesAt(gates.unbind())
    , outputsAt(outputs.unbind())
{
}

namespace
{

LstmStep stepOf(const LstmMemory& memory, GateActivation activation, std::int64_t step)
{
    const std::int64_t size = memory.batch * memory.hidden;
    return {.activation = activation,
            .rows = static_cast<std::size_t>(memory.batch),
            .hidden = static_cast<std::size_t>(memory.hidden),
            .gates = memory.gates.data_ptr<float>() + step * 4 * size,
            .previousCell = memory.cells.data_ptr<float>() + step * size,
            .cell = memory.cells.data_ptr<float>() + (step + 1) * size,
            .squashedCell = memory.squashedCells.data_ptr<float>() + step * size,
            .output = memory.outputs.data_ptr<float>() + (step + 1) * size};
}

} // namespace

at::Tensor FusedLstm::forward(AutogradContext* context, const at::Tensor& kernel,
                              const at::Tensor& recurrentKernel, const at::Tensor& bias,
                              GateActivation activation,
                              const c10::intrusive_ptr<SparseInputs>& inputs,
                              const c10::intrusive_ptr<LstmMemory>& memory)
{
    // The gradient is written by hand below: no operation in here needs recording.
    const at::AutoDispatchBelowADInplaceOrView unrecorded;
    TORCH_CHECK(inputs->rows().count() == static_cast<std::size_t>(memory->steps * memory->batch) &&
                    recurrentKernel.size(0) == memory->hidden,
                "the LSTM's memory was made for other sizes");
    memory->inputs = inputs;
    gatherRows(inputs->rows(), static_cast<std::size_t>(4 * memory->hidden),
               kernel.data_ptr<float>(), bias.data_ptr<float>(), memory->gates.data_ptr<float>());
    for (std::int64_t t = 0; t < memory->steps; ++t) {
        const auto now = static_cast<std::size_t>(t);
        if (t > 0) // before the first step h is zero
            at::addmm_out(memory->gatesAt[now], memory->gatesAt[now], memory->outputsAt[now],
                          recurrentKernel);
        lstmForward(stepOf(*memory, activation, t));
    }

    memory->uses += 1;
    context->save_for_backward({kernel, recurrentKernel});
    context->saved_data["memory"] = c10::IValue::make_capsule(memory);
    context->saved_data["uses"] = memory->uses;
    context->saved_data["sigmoid"] = activation == GateActivation::Sigmoid;
    return memory->outputs.narrow(0, 1, memory->steps)
        .view({memory->steps * memory->batch, memory->hidden});
}

variable_list FusedLstm::backward(AutogradContext* context, const variable_list& gradients)
{
    const at::AutoDispatchBelowADInplaceOrView unrecorded;
    const auto saved = context->get_saved_variables();
    const at::Tensor& recurrentKernel = saved[1];
    const auto holder = context->saved_data["memory"].toCapsule();
    auto& memory = static_cast<LstmMemory&>(*holder);
    const auto activation = context->saved_data["sigmoid"].toBool() ? GateActivation::Sigmoid
                                                                    : GateActivation::HardSigmoid;
    TORCH_CHECK(context->saved_data["uses"].toInt() == memory.uses,
                "the LSTM's memory was used again before its backward pass");
    memory.uses += 1;

    const at::Tensor fromAbove = gradients[0].contiguous();
    const at::Tensor recurrentTransposed = recurrentKernel.t();
    const std::int64_t size = memory.batch * memory.hidden;
    memory.cellGradient.zero_();
    memory.laterGradient.zero_();
    for (std::int64_t t = memory.steps - 1; t >= 0; --t) {
        lstmBackward(stepOf(memory, activation, t), fromAbove.data_ptr<float>() + t * size,
                     memory.laterGradient.data_ptr<float>(), memory.cellGradient.data_ptr<float>());
        if (t > 0)
            at::mm_out(memory.laterGradient, memory.gatesAt[static_cast<std::size_t>(t)],
                       recurrentTransposed);
    }

    // All steps but the first (h_0 = 0) in one product: dU = sum over t of h_{t-1}ᵀ d(gates_t).
    at::Tensor recurrentGradient = at::zeros_like(recurrentKernel);
    if (memory.steps > 1) {
        const std::int64_t rows = (memory.steps - 1) * memory.batch;
        const auto before =
            memory.outputs.narrow(0, 1, memory.steps - 1).view({rows, memory.hidden});
        const auto after =
            memory.gates.narrow(0, 1, memory.steps - 1).view({rows, 4 * memory.hidden});
        at::mm_out(recurrentGradient, before.t(), after);
    }
    at::Tensor kernelGradient = at::zeros_like(saved[0]);
    at::Tensor biasGradient = at::zeros({4 * memory.hidden});
    scatterRows(memory.inputs->rows(), static_cast<std::size_t>(4 * memory.hidden),
                memory.gates.data_ptr<float>(), kernelGradient.data_ptr<float>(),
                biasGradient.data_ptr<float>());
    return {kernelGradient, recurrentGradient, biasGradient, {}, {}, {}};
}

namespace
{

/// The gradient that a loss has kept, times the one that comes from above.
at::Tensor keptGradient(AutogradContext* context, const variable_list& gradients)
{
    const at::AutoDispatchBelowADInplaceOrView unrecorded;
    const at::Tensor gradient = context->saved_data["gradient"].toTensor();
    const float outer = gradients[0].item<float>();
    return outer == 1.0F ? gradient : gradient.mul(outer);
}

} // namespace

at::Tensor SoftmaxLoss::forward(AutogradContext* context, const at::Tensor& logits,
                                std::span<const std::int32_t> labels, std::int64_t examples,
                                LossSums* sums)
{
    const at::AutoDispatchBelowADInplaceOrView unrecorded;
    const at::Tensor rows = logits.contiguous();
    TORCH_CHECK(static_cast<std::size_t>(rows.size(0)) == labels.size() && examples > 0,
                "one label per row of logits is needed");
    at::Tensor gradient = at::empty_like(rows);
    *sums =
        softmaxCrossEntropy(labels, static_cast<std::size_t>(rows.size(1)), rows.data_ptr<float>(),
                            1.0F / static_cast<float>(examples), gradient.data_ptr<float>());
    context->saved_data["gradient"] = gradient;
    return at::scalar_tensor(sums->loss / static_cast<double>(examples));
}

variable_list SoftmaxLoss::backward(AutogradContext* context, const variable_list& gradients)
{
    return {keptGradient(context, gradients), {}, {}, {}};
}

at::Tensor RangedSoftmaxLoss::forward(AutogradContext* context, const at::Tensor& logits,
                                      std::span<const std::int32_t> labels,
                                      std::span<const IndexRange> ranges, std::int64_t divisor,
                                      LossSums* sums)
{
    const at::AutoDispatchBelowADInplaceOrView unrecorded;
    const at::Tensor rows = logits.contiguous();
    TORCH_CHECK(static_cast<std::size_t>(rows.size(0)) == labels.size() &&
                    ranges.size() == labels.size() && divisor > 0,
                "one label and one range per row of logits is needed");
    at::Tensor gradient = at::empty_like(rows);
    *sums = softmaxCrossEntropy(labels, ranges, static_cast<std::size_t>(rows.size(1)),
                                rows.data_ptr<float>(), 1.0F / static_cast<float>(divisor),
                                gradient.data_ptr<float>());
    context->saved_data["gradient"] = gradient;
    return at::scalar_tensor(sums->loss / static_cast<double>(divisor));
}

variable_list RangedSoftmaxLoss::backward(AutogradContext* context, const variable_list& gradients)
{
    return {keptGradient(context, gradients), {}, {}, {}, {}};
}

} // namespace woodshed
