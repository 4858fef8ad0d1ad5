#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <ATen/core/Tensor.h>
#include <ATen/core/ivalue.h>
#include <torch/csrc/autograd/custom_function.h>

#include "training/sparserows.h"

namespace woodshed
{

/// The inputs of many steps, shared by the layers that read them. Not changed once made.
struct SparseInputs : torch::CustomClassHolder {
    std::vector<std::uint32_t> offsets{0};
    std::vector<std::int32_t> indices;

    /// Ends the row to which `indices` has grown.
    void endRow() { offsets.push_back(static_cast<std::uint32_t>(indices.size())); }
    [[nodiscard]] SparseRows rows() const { return {.offsets = offsets, .indices = indices}; }
};

/// One row for each value: 1 at its index; noValue is a row of zeros.
[[nodiscard]] c10::intrusive_ptr<SparseInputs> oneHotRows(std::span<const std::int32_t> values);

/// x W + b as a differentiable operation for rows x of zeros and ones. Differentiable by W (inputs,
/// outputs) and b (outputs); gives (rows, outputs).
class SparseLayer : public torch::autograd::Function<SparseLayer>
{
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& kernel,
                              const at::Tensor& bias,
                              const c10::intrusive_ptr<SparseInputs>& inputs);
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients);
};

} // namespace woodshed
