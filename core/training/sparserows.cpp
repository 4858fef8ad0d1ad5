#include "training/sparserows.h"

#include <algorithm>

#include "model/vectorised.h"

namespace woodshed
{

namespace
{

/// Columns that are worked on at a time: with dozens of indices in a row the kernel is read again
/// and again, so what is read should stay in the second-level cache.
constexpr std::size_t block = 256;

[[gnu::always_inline]] inline void gather(const SparseRows& rows, std::size_t width,
                                          const float* kernel, const float* bias, float* sums)
{
    const auto at = [&](std::size_t index, std::size_t first) {
        return kernel + static_cast<std::size_t>(rows.indices[index]) * width + first;
    };
    for (std::size_t first = 0; first < width; first += block) {
        const std::size_t count = std::min(block, width - first);
        const float* __restrict start = bias + first;
        for (std::size_t row = 0; row < rows.count(); ++row) {
            float* __restrict sum = sums + row * width + first;
            std::size_t i = rows.offsets[row];
            const std::size_t end = rows.offsets[row + 1];
            if (i == end) {
                std::copy_n(start, count, sum);
                continue;
            }
            const float* __restrict entries = at(i, first);
            for (std::size_t j = 0; j < count; ++j)
                sum[j] = start[j] + entries[j];
            // Four at a time are added one after another, without a trip of the sum to memory.
            for (++i; i + 4 <= end; i += 4) {
                const float* __restrict a = at(i, first);
                const float* __restrict b = at(i + 1, first);
                const float* __restrict c = at(i + 2, first);
                const float* __restrict d = at(i + 3, first);
                for (std::size_t j = 0; j < count; ++j)
                    sum[j] = (((sum[j] + a[j]) + b[j]) + c[j]) + d[j];
            }
            for (; i < end; ++i) {
                const float* __restrict a = at(i, first);
                for (std::size_t j = 0; j < count; ++j)
                    sum[j] += a[j];
            }
        }
    }
}

[[gnu::always_inline]] inline void scatter(const SparseRows& rows, std::size_t width,
                                           const float* gradients, float* kernelGradient,
                                           float* biasGradient)
{
    for (std::size_t first = 0; first < width; first += block) {
        const std::size_t count = std::min(block, width - first);
        float* __restrict biasSum = biasGradient + first;
        for (std::size_t row = 0; row < rows.count(); ++row) {
            const float* __restrict entries = gradients + row * width + first;
            for (std::size_t j = 0; j < count; ++j)
                biasSum[j] += entries[j];
            for (std::size_t i = rows.offsets[row]; i < rows.offsets[row + 1]; ++i) {
                float* __restrict target =
                    kernelGradient + static_cast<std::size_t>(rows.indices[i]) * width + first;
                for (std::size_t j = 0; j < count; ++j)
                    target[j] += entries[j];
            }
        }
    }
}

} // namespace

void gatherRows(const SparseRows& rows, std::size_t width, const float* kernel, const float* bias,
                float* sums)
{
    runVectorised<gather>(rows, width, kernel, bias, sums);
}

void scatterRows(const SparseRows& rows, std::size_t width, const float* gradients,
                 float* kernelGradient, float* biasGradient)
{
    runVectorised<scatter>(rows, width, gradients, kernelGradient, biasGradient);
}

} // namespace woodshed
