#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

/// Products of matrices with rows of zeros and ones: sums of rows.
namespace woodshed
{

/// Rows of which most is 0 and the rest 1: row r is 1 at indices[offsets[r]] up to, not including,
/// indices[offsets[r + 1]].
struct SparseRows {
    std::span<const std::uint32_t> offsets; ///< one more than there are rows
    std::span<const std::int32_t> indices;

    [[nodiscard]] std::size_t count() const { return offsets.size() - 1; }
};

/// sums[r] = bias + kernel[i] + kernel[k] + ... over the indices of row r, in their order. All
/// matrices are `width` wide and row-major.
void gatherRows(const SparseRows& rows, std::size_t width, const float* kernel, const float* bias,
                float* sums);

/// The gradients of the same: kernelGradient[i] += gradients[r] for the indices of row r and
/// biasGradient += gradients[r], in the order of rows.
void scatterRows(const SparseRows& rows, std::size_t width, const float* gradients,
                 float* kernelGradient, float* biasGradient);

} // namespace woodshed
