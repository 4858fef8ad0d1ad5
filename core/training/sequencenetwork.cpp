#include "training/sequencenetwork.h"

#include <algorithm>
#include <vector>

#include <ATen/ops/addmm.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros_like.h>

namespace woodshed
{

namespace
{

template<typename AnyWeights>
auto numbersOf(AnyWeights& weights)
{
    return std::array{&weights.kernel, &weights.recurrentKernel, &weights.bias,
                      &weights.denseKernel, &weights.denseBias};
}

} // namespace

SequenceNetwork::SequenceNetwork(const Weights& weights)
    : m_values(static_cast<std::int64_t>(weights.values))
    , m_hidden(static_cast<std::int64_t>(weights.hidden))
    , m_gates(weights.gates)
    , m_parameters(at::empty({static_cast<std::int64_t>(weights.parameterCount())}))
{
    TORCH_CHECK(weights.isConsistent(), "the weights do not have the lengths of their shapes");
    const std::array<std::vector<std::int64_t>, 5> shapes{{{m_values, 4 * m_hidden},
                                                           {m_hidden, 4 * m_hidden},
                                                           {4 * m_hidden},
                                                           {m_hidden, m_values},
                                                           {m_values}}};
    m_parameters.mutable_grad() = at::zeros_like(m_parameters);
    const auto numbers = numbersOf(weights);
    std::int64_t offset = 0;
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        const auto size = static_cast<std::int64_t>(numbers[i]->size());
        m_blocks[i] = m_parameters.narrow(0, offset, size).view(shapes[i]).detach();
        std::copy(numbers[i]->begin(), numbers[i]->end(), m_blocks[i].data_ptr<float>());
        m_blocks[i].set_requires_grad(true);
        m_blocks[i].mutable_grad() =
            m_parameters.grad().narrow(0, offset, size).view(shapes[i]).detach();
        offset += size;
    }
}

c10::intrusive_ptr<LstmMemory> SequenceNetwork::memoryFor(std::int64_t steps, std::int64_t batch)
{
    auto& memory = m_memories[{steps, batch}];
    if (!memory)
        memory = c10::make_intrusive<LstmMemory>(steps, batch, m_hidden);
    return memory;
}

at::Tensor SequenceNetwork::logits(std::span<const std::int32_t> values, std::int64_t batch)
{
    const auto& [kernel, recurrentKernel, bias, denseKernel, denseBias] = m_blocks;
    const auto steps = static_cast<std::int64_t>(values.size()) / batch;
    const at::Tensor hidden =
        FusedLstm::apply(kernel, recurrentKernel, bias, m_gates, values, memoryFor(steps, batch));
    return at::addmm(denseBias, hidden, denseKernel);
}

at::Tensor SequenceNetwork::loss(std::span<const std::int32_t> values,
                                 std::span<const std::int32_t> labels, std::int64_t batch,
                                 LossSums* sums)
{
    return SoftmaxLoss::apply(logits(values, batch), labels, batch, sums);
}

Weights SequenceNetwork::weights() const
{
    Weights weights = Weights::zeros(static_cast<std::size_t>(m_values),
                                     static_cast<std::size_t>(m_hidden), m_gates);
    const float* next = m_parameters.data_ptr<float>();
    for (auto* numbers : numbersOf(weights)) {
        std::copy_n(next, numbers->size(), numbers->begin());
        next += numbers->size();
    }
    return weights;
}

} // namespace woodshed
