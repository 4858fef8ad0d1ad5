#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "corpus/linedataset.h"
#include "support/random.h"
#include "training/sparselayer.h"

namespace woodshed
{

/// A piece of a solo that is trained on in one go, with the network's state at zero before it.
struct LineWindow {
    const LineSequence* sequence = nullptr;
    std::size_t first = 0;
    std::size_t steps = 0;
    bool character = true; ///< whether the network is told the character of the passage
};

/// Cuts solos into windows of `steps` from a random place on, so that the seams of an epoch lie
/// elsewhere than those of the one before, and shuffles them. What is left at the ends is kept if
/// longer than an eighth of a window. `characterDropout` is the share that loses its character.
[[nodiscard]] std::vector<LineWindow> cutWindows(std::span<const LineSequence> sequences,
                                                 std::size_t steps, double characterDropout,
                                                 Random& random);

/// Windows side by side, time-major (steps, columns). Where a window is too short, or there are
/// fewer than columns, no input is 1 and the label is noValue.
struct LineBatch {
    c10::intrusive_ptr<SparseInputs> inputs;
    std::vector<std::int32_t> labels;
    std::vector<IndexRange> ranges; ///< of the values that the label was one of

    LineBatch(const LineDataset& dataset, std::span<const LineWindow> windows, std::size_t steps,
              std::size_t columns);
};

} // namespace woodshed
