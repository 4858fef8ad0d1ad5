#include "model/inference.h"

#include <algorithm>
#include <utility>

#include "corpus/dataset.h"
#include "model/vectorised.h"
#include "support/portablemath.h"

namespace woodshed
{

namespace
{

// Every machine must get the same bits. So: sums run in the order of the weights' rows, products
// and sums are rounded one by one (-ffp-contract=off), and exp is a polynomial of our own. Wider
// vectors then change how many sums run side by side, never a sum itself, and `advance` can be
// compiled once per instruction set.

[[gnu::always_inline]] inline float hyperbolicTangent(float x)
{
    const double e = portableExp(2.0 * static_cast<double>(x));
    return static_cast<float>((e - 1.0) / (e + 1.0));
}

[[gnu::always_inline]] inline float sigmoid(float x)
{
    return static_cast<float>(1.0 / (1.0 + portableExp(-static_cast<double>(x))));
}

[[gnu::always_inline]] inline float hardSigmoid(float x)
{
    const float line = 0.2F * x + 0.5F;
    const float bounded = line < 0.0F ? 0.0F : line;
    return bounded > 1.0F ? 1.0F : bounded;
}

/// Some columns of a matrix.
struct Columns {
    const float* first; ///< in row 0
    std::size_t width;  ///< from row to row
    std::size_t count;

    [[gnu::always_inline]] const float* row(std::size_t index) const
    {
        return first + index * width;
    }
};

/// sums += the rows `indices`, one after another. (Four are read side by side, so that the sums
/// stay in registers; each is still added and rounded by itself.)
[[gnu::always_inline]] inline void addRows(std::span<const std::int32_t> indices,
                                           const Columns& matrix, float* __restrict sums)
{
    const std::size_t count = matrix.count;
    std::size_t i = 0;
    for (; i + 4 <= indices.size(); i += 4) {
        const float* __restrict a = matrix.row(static_cast<std::size_t>(indices[i]));
        const float* __restrict b = matrix.row(static_cast<std::size_t>(indices[i + 1]));
        const float* __restrict c = matrix.row(static_cast<std::size_t>(indices[i + 2]));
        const float* __restrict d = matrix.row(static_cast<std::size_t>(indices[i + 3]));
        for (std::size_t j = 0; j < count; ++j)
            sums[j] = (((sums[j] + a[j]) + b[j]) + c[j]) + d[j];
    }
    for (; i < indices.size(); ++i) {
        const float* __restrict a = matrix.row(static_cast<std::size_t>(indices[i]));
        for (std::size_t j = 0; j < count; ++j)
            sums[j] += a[j];
    }
}

/// sums += vector * matrix, row after row in the same way.
[[gnu::always_inline]] inline void addProduct(const float* __restrict vector, std::size_t rows,
                                              const Columns& matrix, float* __restrict sums)
{
    const std::size_t count = matrix.count;
    std::size_t i = 0;
    for (; i + 4 <= rows; i += 4) {
        const float* __restrict a = matrix.row(i);
        const float* __restrict b = matrix.row(i + 1);
        const float* __restrict c = matrix.row(i + 2);
        const float* __restrict d = matrix.row(i + 3);
        const float p = vector[i];
        const float q = vector[i + 1];
        const float r = vector[i + 2];
        const float s = vector[i + 3];
        for (std::size_t j = 0; j < count; ++j)
            sums[j] = (((sums[j] + p * a[j]) + q * b[j]) + r * c[j]) + s * d[j];
    }
    for (; i < rows; ++i) {
        const float* __restrict a = matrix.row(i);
        const float p = vector[i];
        for (std::size_t j = 0; j < count; ++j)
            sums[j] += p * a[j];
    }
}

struct Step {
    std::span<const std::int32_t> inputs; ///< all of them rows of the kernel
    std::size_t first;                    ///< of the values that can come next
    std::size_t count;
    float* hidden;
    float* cell;
    float* gates;
    float* logits;        ///< of the first value
    float* probabilities; ///< of the first value
};

[[gnu::always_inline]] inline void advanceLstm(const Weights& weights, const Step& state)
{
    const std::size_t h = weights.hidden;
    float* __restrict gates = state.gates;
    float* __restrict cell = state.cell;
    float* __restrict hidden = state.hidden;

    std::copy_n(weights.bias.data(), 4 * h, gates);
    addRows(state.inputs, {weights.kernel.data(), 4 * h, 4 * h}, gates);
    addProduct(hidden, h, {weights.recurrentKernel.data(), 4 * h, 4 * h}, gates);

    if (weights.gates == GateActivation::HardSigmoid) {
        for (std::size_t j = 0; j < 2 * h; ++j)
            gates[j] = hardSigmoid(gates[j]);
        for (std::size_t j = 3 * h; j < 4 * h; ++j)
            gates[j] = hardSigmoid(gates[j]);
    } else {
        for (std::size_t j = 0; j < 2 * h; ++j)
            gates[j] = sigmoid(gates[j]);
        for (std::size_t j = 3 * h; j < 4 * h; ++j)
            gates[j] = sigmoid(gates[j]);
    }
    for (std::size_t j = 2 * h; j < 3 * h; ++j)
        gates[j] = hyperbolicTangent(gates[j]);

    const float* in = gates;
    const float* forget = gates + h;
    const float* candidate = gates + 2 * h;
    const float* out = gates + 3 * h;
    for (std::size_t j = 0; j < h; ++j)
        cell[j] = forget[j] * cell[j] + in[j] * candidate[j];
    for (std::size_t j = 0; j < h; ++j)
        hidden[j] = out[j] * hyperbolicTangent(cell[j]);
}

[[gnu::always_inline]] inline void predict(const Weights& weights, const Step& state)
{
    const std::size_t n = state.count;
    const std::size_t first = state.first;
    float* __restrict logits = state.logits;
    float* __restrict probabilities = state.probabilities;
    std::copy_n(weights.denseBias.data() + first, n, logits);
    addProduct(state.hidden, weights.hidden,
               {weights.denseKernel.data() + first, weights.values, n}, logits);
    if (!weights.directKernel.empty())
        addRows(state.inputs, {weights.directKernel.data() + first, weights.values, n}, logits);

    // Softmax, with the largest taken off so that nothing overflows.
    float largest = logits[0];
    for (std::size_t j = 1; j < n; ++j)
        largest = logits[j] > largest ? logits[j] : largest;
    for (std::size_t j = 0; j < n; ++j)
        probabilities[j] = static_cast<float>(
            portableExp(static_cast<double>(logits[j]) - static_cast<double>(largest)));
    double sum = 0;
    for (std::size_t j = 0; j < n; ++j)
        sum += static_cast<double>(probabilities[j]);
    for (std::size_t j = 0; j < n; ++j)
        probabilities[j] = static_cast<float>(static_cast<double>(probabilities[j]) / sum);
}

[[gnu::always_inline]] inline void advance(const Weights& weights, const Step& step)
{
    advanceLstm(weights, step);
    if (step.count > 0)
        predict(weights, step);
}

} // namespace

StepNetwork::StepNetwork(std::shared_ptr<const Weights> weights)
    : m_weights(std::move(weights))
    , m_state{.hidden = std::vector<float>(m_weights->hidden),
              .cell = std::vector<float>(m_weights->hidden)}
    , m_gates(4 * m_weights->hidden)
    , m_logits(m_weights->values)
    , m_probabilities(m_weights->values)
{
}

void StepNetwork::reset()
{
    std::fill(m_state.hidden.begin(), m_state.hidden.end(), 0.0F);
    std::fill(m_state.cell.begin(), m_state.cell.end(), 0.0F);
}

std::span<const float> StepNetwork::step(std::int32_t value)
{
    return step(std::span(&value, 1),
                {.first = 0, .last = static_cast<std::int32_t>(m_weights->values)});
}

std::span<const float> StepNetwork::step(std::span<const std::int32_t> inputs, IndexRange range)
{
    const auto inputCount = static_cast<std::int64_t>(m_weights->inputs);
    m_active.clear();
    for (const std::int32_t input : inputs)
        if (input >= 0 && input < inputCount)
            m_active.push_back(input);
    const auto values = static_cast<std::int32_t>(m_weights->values);
    const auto first = static_cast<std::size_t>(std::clamp(range.first, 0, values));
    const auto last = static_cast<std::size_t>(std::clamp(range.last, 0, values));
    std::fill(m_logits.begin(), m_logits.end(), 0.0F);
    std::fill(m_probabilities.begin(), m_probabilities.end(), 0.0F);
    runVectorised<advance>(*m_weights, Step{.inputs = m_active,
                                            .first = first,
                                            .count = last > first ? last - first : 0,
                                            .hidden = m_state.hidden.data(),
                                            .cell = m_state.cell.data(),
                                            .gates = m_gates.data(),
                                            .logits = m_logits.data() + first,
                                            .probabilities = m_probabilities.data() + first});
    return m_probabilities;
}

std::vector<std::int32_t> predictAndSample(const std::shared_ptr<const Weights>& weights, int steps)
{
    StepNetwork network(weights);
    std::vector<std::int32_t> values;
    std::int32_t value = noValue;
    for (int step = 0; step < steps && weights->values > 0; ++step) {
        const auto probabilities = network.step(value);
        const auto best = std::max_element(probabilities.begin(), probabilities.end());
        value = static_cast<std::int32_t>(best - probabilities.begin());
        values.push_back(value);
    }
    return values;
}

} // namespace woodshed
