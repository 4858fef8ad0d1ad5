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

[[gnu::always_inline]] inline void add(const float* __restrict row, std::size_t count,
                                       float* __restrict sums)
{
    for (std::size_t i = 0; i < count; ++i)
        sums[i] += row[i];
}

/// sums += vector * matrix, row after row.
[[gnu::always_inline]] inline void addProduct(const float* __restrict vector, std::size_t rows,
                                              const float* __restrict matrix, std::size_t columns,
                                              float* __restrict sums)
{
    for (std::size_t row = 0; row < rows; ++row) {
        const float factor = vector[row];
        const float* __restrict entries = matrix + row * columns;
        for (std::size_t column = 0; column < columns; ++column)
            sums[column] += factor * entries[column];
    }
}

struct State {
    float* hidden;
    float* cell;
    float* gates;
    float* probabilities;
};

[[gnu::always_inline]] inline void advanceLstm(const Weights& weights, std::int32_t value,
                                               const State& state)
{
    const std::size_t h = weights.hidden;
    float* __restrict gates = state.gates;
    float* __restrict cell = state.cell;
    float* __restrict hidden = state.hidden;

    std::copy_n(weights.bias.data(), 4 * h, gates);
    if (value >= 0 && static_cast<std::size_t>(value) < weights.values)
        add(weights.kernel.data() + static_cast<std::size_t>(value) * 4 * h, 4 * h, gates);
    addProduct(hidden, h, weights.recurrentKernel.data(), 4 * h, gates);

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

[[gnu::always_inline]] inline void predict(const Weights& weights, const State& state)
{
    const std::size_t n = weights.values;
    float* __restrict probabilities = state.probabilities;
    std::copy_n(weights.denseBias.data(), n, probabilities);
    addProduct(state.hidden, weights.hidden, weights.denseKernel.data(), n, probabilities);

    // Softmax, with the largest taken off so that nothing overflows.
    float largest = probabilities[0];
    for (std::size_t j = 1; j < n; ++j)
        largest = probabilities[j] > largest ? probabilities[j] : largest;
    for (std::size_t j = 0; j < n; ++j)
        probabilities[j] = static_cast<float>(
            portableExp(static_cast<double>(probabilities[j]) - static_cast<double>(largest)));
    double sum = 0;
    for (std::size_t j = 0; j < n; ++j)
        sum += static_cast<double>(probabilities[j]);
    for (std::size_t j = 0; j < n; ++j)
        probabilities[j] = static_cast<float>(static_cast<double>(probabilities[j]) / sum);
}

[[gnu::always_inline]] inline void advance(const Weights& weights, std::int32_t value,
                                           const State& state)
{
    advanceLstm(weights, value, state);
    predict(weights, state);
}

} // namespace

StepNetwork::StepNetwork(std::shared_ptr<const Weights> weights)
    : m_weights(std::move(weights))
    , m_hidden(m_weights->hidden)
    , m_cell(m_weights->hidden)
    , m_gates(4 * m_weights->hidden)
    , m_probabilities(m_weights->values)
{
}

void StepNetwork::reset()
{
    std::fill(m_hidden.begin(), m_hidden.end(), 0.0F);
    std::fill(m_cell.begin(), m_cell.end(), 0.0F);
}

std::span<const float> StepNetwork::step(std::int32_t value)
{
    if (!m_probabilities.empty())
        runVectorised<advance>(*m_weights, value,
                               State{.hidden = m_hidden.data(),
                                     .cell = m_cell.data(),
                                     .gates = m_gates.data(),
                                     .probabilities = m_probabilities.data()});
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
