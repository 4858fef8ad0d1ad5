#include "training/lstmcell.h"

#include <algorithm>
#include <cmath>

#include "model/vectorised.h"
#include "training/squash.h"

namespace woodshed
{

namespace
{

using Values = std::span<const std::int32_t>;

template<GateActivation activation>
[[gnu::always_inline]] inline void forward(const LstmStep& step)
{
    using Gate = squash::Gate<activation>;
    const std::size_t h = step.hidden;
    for (std::size_t row = 0; row < step.rows; ++row) {
        float* __restrict i = step.gates + row * 4 * h;
        float* __restrict f = i + h;
        float* __restrict g = i + 2 * h;
        float* __restrict o = i + 3 * h;
        const float* __restrict before = step.previousCell + row * h;
        float* __restrict cell = step.cell + row * h;
        float* __restrict squashed = step.squashedCell + row * h;
        float* __restrict output = step.output + row * h;
        // i, f, g and o are parts of one row that never overlap; the compiler cannot see it and
        // would not vectorise.
#pragma GCC ivdep
        for (std::size_t u = 0; u < h; ++u) {
            i[u] = Gate::of(i[u]);
            f[u] = Gate::of(f[u]);
            g[u] = squash::tanh(g[u]);
            o[u] = Gate::of(o[u]);
            cell[u] = f[u] * before[u] + i[u] * g[u];
            squashed[u] = squash::tanh(cell[u]);
            output[u] = o[u] * squashed[u];
        }
    }
}

template<GateActivation activation>
[[gnu::always_inline]] inline void backward(const LstmStep& step, const float* fromAbove,
                                            const float* fromLater, float* cellGradient)
{
    using Gate = squash::Gate<activation>;
    const std::size_t h = step.hidden;
    for (std::size_t row = 0; row < step.rows; ++row) {
        float* __restrict i = step.gates + row * 4 * h;
        float* __restrict f = i + h;
        float* __restrict g = i + 2 * h;
        float* __restrict o = i + 3 * h;
        const float* __restrict before = step.previousCell + row * h;
        const float* __restrict squashed = step.squashedCell + row * h;
        const float* __restrict above = fromAbove + row * h;
        const float* __restrict later = fromLater + row * h;
        float* __restrict dCell = cellGradient + row * h;
#pragma GCC ivdep
        for (std::size_t u = 0; u < h; ++u) {
            const float dh = above[u] + later[u];
            const float dc = dCell[u] + dh * o[u] * squash::tanhSlope(squashed[u]);
            const float di = dc * g[u] * Gate::slope(i[u]);
            const float df = dc * before[u] * Gate::slope(f[u]);
            const float dg = dc * i[u] * squash::tanhSlope(g[u]);
            const float dO = dh * squashed[u] * Gate::slope(o[u]);
            dCell[u] = dc * f[u];
            i[u] = di;
            f[u] = df;
            g[u] = dg;
            o[u] = dO;
        }
    }
}

/// Sums and maxima run in this many lanes whatever the vector length, so that all of them round
/// alike.
constexpr std::size_t lanes = 16;

[[gnu::always_inline]] inline float largestOf(const float* __restrict numbers, std::size_t count)
{
    float largest[lanes];
    std::fill_n(largest, lanes, numbers[0]);
    std::size_t j = 0;
    for (; j + lanes <= count; j += lanes)
        for (std::size_t lane = 0; lane < lanes; ++lane)
            largest[lane] = numbers[j + lane] > largest[lane] ? numbers[j + lane] : largest[lane];
    for (; j < count; ++j)
        largest[0] = numbers[j] > largest[0] ? numbers[j] : largest[0];
    return *std::max_element(largest, largest + lanes);
}

[[gnu::always_inline]] inline float sumOf(const float* __restrict numbers, std::size_t count)
{
    float sums[lanes] = {};
    std::size_t j = 0;
    for (; j + lanes <= count; j += lanes)
        for (std::size_t lane = 0; lane < lanes; ++lane)
            sums[lane] += numbers[j + lane];
    for (; j < count; ++j)
        sums[0] += numbers[j];
    float sum = 0;
    for (const float lane : sums)
        sum += lane;
    return sum;
}

[[gnu::always_inline]] inline void crossEntropy(Values labels, std::size_t values,
                                                const float* logits, float scale, float* gradient,
                                                LossSums* sums)
{
    for (std::size_t row = 0; row < labels.size(); ++row) {
        const float* __restrict x = logits + row * values;
        float* __restrict d = gradient + row * values;
        if (labels[row] < 0) {
            std::fill_n(d, values, 0.0F);
            continue;
        }
        const auto label = static_cast<std::size_t>(labels[row]);
        const float largest = largestOf(x, values);
        for (std::size_t j = 0; j < values; ++j)
            d[j] = squash::exponential(x[j] - largest);
        const float total = sumOf(d, values);

        const double probability = static_cast<double>(d[label]) / static_cast<double>(total);
        const double clipped = std::clamp(probability, 1e-7, 1 - 1e-7);
        const bool first = std::find(x, x + label + 1, largest) == x + label;
        sums->loss -= std::log(clipped);
        sums->labelled += 1;
        sums->correct += first ? 1 : 0;

        // The gradient by the logits is p - y, unless the clipping holds the loss still.
        const float factor = clipped == probability ? scale / total : 0.0F;
        for (std::size_t j = 0; j < values; ++j)
            d[j] *= factor;
        if (clipped == probability)
            d[label] -= scale;
    }
}

[[gnu::always_inline]] inline void rangedCrossEntropy(Values labels,
                                                      std::span<const IndexRange> ranges,
                                                      std::size_t values, const float* logits,
                                                      float scale, float* gradient, LossSums* sums)
{
    std::fill_n(gradient, labels.size() * values, 0.0F);
    for (std::size_t row = 0; row < labels.size(); ++row) {
        if (labels[row] < 0)
            continue;
        const auto first = static_cast<std::size_t>(ranges[row].first);
        const auto count = static_cast<std::size_t>(ranges[row].size());
        const auto label = static_cast<std::size_t>(labels[row]) - first;
        const float* __restrict x = logits + row * values + first;
        float* __restrict d = gradient + row * values + first;
        const float largest = largestOf(x, count);
        for (std::size_t j = 0; j < count; ++j)
            d[j] = squash::exponential(x[j] - largest);
        const float total = sumOf(d, count);
        const bool best = std::find(x, x + label + 1, largest) == x + label;
        sums->loss += std::log(static_cast<double>(total)) + static_cast<double>(largest) -
                      static_cast<double>(x[label]);
        sums->labelled += 1;
        sums->correct += best ? 1 : 0;
        const float factor = scale / total;
        for (std::size_t j = 0; j < count; ++j)
            d[j] *= factor;
        d[label] -= scale;
    }
}

} // namespace

void lstmForward(const LstmStep& step)
{
    if (step.activation == GateActivation::Sigmoid)
        runVectorised<forward<GateActivation::Sigmoid>>(step);
    else
        runVectorised<forward<GateActivation::HardSigmoid>>(step);
}

void lstmBackward(const LstmStep& step, const float* fromAbove, const float* fromLater,
                  float* cellGradient)
{
    if (step.activation == GateActivation::Sigmoid)
        runVectorised<backward<GateActivation::Sigmoid>>(step, fromAbove, fromLater, cellGradient);
    else
        runVectorised<backward<GateActivation::HardSigmoid>>(step, fromAbove, fromLater,
                                                             cellGradient);
}

LossSums softmaxCrossEntropy(Values labels, std::size_t values, const float* logits, float scale,
                             float* gradient)
{
    LossSums sums;
    runVectorised<crossEntropy>(labels, values, logits, scale, gradient, &sums);
    return sums;
}

LossSums softmaxCrossEntropy(Values labels, std::span<const IndexRange> ranges, std::size_t values,
                             const float* logits, float scale, float* gradient)
{
    LossSums sums;
    runVectorised<rangedCrossEntropy>(labels, ranges, values, logits, scale, gradient, &sums);
    return sums;
}

} // namespace woodshed
