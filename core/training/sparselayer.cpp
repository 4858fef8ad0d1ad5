#include "training/sparselayer.h"

#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

namespace woodshed
{

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

c10::intrusive_ptr<SparseInputs> oneHotRows(std::span<const std::int32_t> values)
{
    auto inputs = c10::make_intrusive<SparseInputs>();
    inputs->offsets.reserve(values.size() + 1);
    inputs->indices.reserve(values.size());
    for (const std::int32_t value : values) {
        if (value >= 0)
            inputs->indices.push_back(value);
        inputs->endRow();
    }
    return inputs;
}

at::Tensor SparseLayer::forward(AutogradContext* context, const at::Tensor& kernel,
                                const at::Tensor& bias,
                                const c10::intrusive_ptr<SparseInputs>& inputs)
{
    const at::AutoDispatchBelowADInplaceOrView unrecorded;
    const SparseRows rows = inputs->rows();
    at::Tensor sums = at::empty({static_cast<std::int64_t>(rows.count()), kernel.size(1)});
    gatherRows(rows, static_cast<std::size_t>(kernel.size(1)), kernel.data_ptr<float>(),
               bias.data_ptr<float>(), sums.data_ptr<float>());
    context->save_for_backward({kernel});
    context->saved_data["inputs"] = c10::IValue::make_capsule(inputs);
    return sums;
}

variable_list SparseLayer::backward(AutogradContext* context, const variable_list& gradients)
{
    const at::AutoDispatchBelowADInplaceOrView unrecorded;
    const auto saved = context->get_saved_variables();
    const auto holder = context->saved_data["inputs"].toCapsule();
    const auto& inputs = static_cast<const SparseInputs&>(*holder);
    const at::Tensor gradient = gradients[0].contiguous();
    at::Tensor kernelGradient = at::zeros_like(saved[0]);
    at::Tensor biasGradient = at::zeros({saved[0].size(1)});
    scatterRows(inputs.rows(), static_cast<std::size_t>(saved[0].size(1)),
                gradient.data_ptr<float>(), kernelGradient.data_ptr<float>(),
                biasGradient.data_ptr<float>());
    return {kernelGradient, biasGradient, {}};
}

} // namespace woodshed
