#include "training/sequencenetwork.h"

#include <algorithm>

#include <ATen/ops/addmm.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros_like.h>

namespace woodshed
{

namespace
{

/// The blocks of the weights in the order of the parameters.
template<typename AnyWeights>
auto numbersOf(AnyWeights& weights)
{
    std::vector numbers{&weights.kernel, &weights.recurrentKernel, &weights.bias,
                        &weights.denseKernel, &weights.denseBias};
    if (!weights.directKernel.empty())
        numbers.push_back(&weights.directKernel);
    return numbers;
}

std::vector<std::vector<std::int64_t>> shapesOf(const WeightsShape& shape)
{
    const auto inputs = static_cast<std::int64_t>(shape.inputs);
    const auto values = static_cast<std::int64_t>(shape.values);
    const auto hidden = static_cast<std::int64_t>(shape.hidden);
    std::vector<std::vector<std::int64_t>> shapes{
        {inputs, 4 * hidden}, {hidden, 4 * hidden}, {4 * hidden}, {hidden, values}, {values}};
    if (shape.direct)
        shapes.push_back({inputs, values});
    return shapes;
}

} // namespace

SequenceNetwork::SequenceNetwork(const Weights& weights)
    : m_shape(weights.shape())
    , m_parameters(at::empty({static_cast<std::int64_t>(weights.parameterCount())}))
{
    TORCH_CHECK(weights.isConsistent(), "the weights do not have the lengths of their shapes");
    const auto shapes = shapesOf(m_shape);
    const auto numbers = numbersOf(weights);
    m_parameters.mutable_grad() = at::zeros_like(m_parameters);
    std::int64_t offset = 0;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const auto size = static_cast<std::int64_t>(numbers[i]->size());
        at::Tensor block = m_parameters.narrow(0, offset, size).view(shapes[i]).detach();
        std::copy(numbers[i]->begin(), numbers[i]->end(), block.data_ptr<float>());
        block.set_requires_grad(true);
        block.mutable_grad() = m_parameters.grad().narrow(0, offset, size).view(shapes[i]).detach();
        m_blocks.push_back(std::move(block));
        offset += size;
    }
}

c10::intrusive_ptr<LstmMemory> SequenceNetwork::memoryFor(std::int64_t steps, std::int64_t batch)
{
    auto& memory = m_memories[{steps, batch}];
    if (!memory)
        memory = c10::make_intrusive<LstmMemory>(steps, batch,
                                                 static_cast<std::int64_t>(m_shape.hidden));
    return memory;
}

at::Tensor SequenceNetwork::logits(const c10::intrusive_ptr<SparseInputs>& inputs,
                                   std::int64_t batch, const at::Tensor& dropout)
{
    const auto steps = static_cast<std::int64_t>(inputs->rows().count()) / batch;
    const at::Tensor& denseKernel = m_blocks[3];
    const at::Tensor& denseBias = m_blocks[4];
    const at::Tensor hidden = FusedLstm::apply(m_blocks[0], m_blocks[1], m_blocks[2], m_shape.gates,
                                               inputs, memoryFor(steps, batch));
    const at::Tensor start =
        m_shape.direct ? SparseLayer::apply(m_blocks[5], denseBias, inputs) : denseBias;
    return at::addmm(start, dropout.defined() ? hidden.mul(dropout) : hidden, denseKernel);
}

at::Tensor SequenceNetwork::logits(std::span<const std::int32_t> values, std::int64_t batch)
{
    return logits(oneHotRows(values), batch, {});
}

at::Tensor SequenceNetwork::loss(std::span<const std::int32_t> values,
                                 std::span<const std::int32_t> labels, std::int64_t batch,
                                 LossSums* sums)
{
    return SoftmaxLoss::apply(logits(values, batch), labels, batch, sums);
}

Weights SequenceNetwork::weights() const
{
    Weights weights = Weights::zeros(m_shape);
    const float* next = m_parameters.data_ptr<float>();
    for (auto* numbers : numbersOf(weights)) {
        std::copy_n(next, numbers->size(), numbers->begin());
        next += numbers->size();
    }
    return weights;
}

} // namespace woodshed
