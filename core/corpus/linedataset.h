#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "corpus/vocabulary.h"

namespace woodshed
{

/// What is asked of the network at one step of a line: how long the note is held, how long the
/// silence behind it is, or how far the next note lies from it.
enum class LineStage : std::uint8_t { Time, Rest, Pitch };
inline constexpr std::size_t lineStages = 3;

/// first, first + 1, ... last - 1.
struct IndexRange {
    std::int32_t first = 0;
    std::int32_t last = 0;

    [[nodiscard]] std::int32_t size() const { return last - first; }
    [[nodiscard]] bool contains(std::int32_t index) const { return index >= first && index < last; }
    friend bool operator==(const IndexRange&, const IndexRange&) = default;
};

/// One solo as the network reads it: at every step the rows of the kernel that are 1 (all others
/// are 0), and the value that came next.
struct LineSequence {
    std::vector<std::uint32_t> offsets{0}; ///< steps + 1: where the inputs of each step begin
    std::vector<std::int32_t> inputs;
    std::vector<std::int32_t> labels; ///< (steps): index of a value
    std::vector<LineStage> stages;    ///< (steps)

    [[nodiscard]] std::size_t steps() const { return labels.size(); }
};

/// A corpus in the Woodshed profile.
struct LineDataset {
    Vocabulary vocabulary;
    std::int32_t inputs = 0; ///< rows of the kernel
    /// Which values can come next at each stage: a softmax never looks outside its range.
    std::array<IndexRange, lineStages> ranges;
    /// Inputs that tell the character of a passage. In training they are left out now and then, so
    /// that the network can do without.
    IndexRange character;
    std::vector<LineSequence> training;
    std::vector<LineSequence> validation; ///< whole solos that are never trained on; may be empty
    std::size_t notes = 0;                ///< of both
};

} // namespace woodshed
