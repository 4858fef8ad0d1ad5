#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/line.h"
#include "corpus/linedataset.h"
#include "corpus/vocabulary.h"
#include "support/result.h"

namespace woodshed
{

/// The largest move that has a value of its own, in semitones; longer ones lose octaves.
inline constexpr int widestMove = 24;
/// The longest a value holds a note, and the longest silence, in steps.
inline constexpr int longestHold = 48;
inline constexpr int longestRest = 96;

/// What one value of the Woodshed profile says. As text: "h6" hold for 6 steps and go on, "e6" end
/// after 6 steps and rest, "r18" rest for 18 steps, "i-2" the next note lies a whole tone lower.
struct LineValue {
    LineStage stage = LineStage::Time;
    bool rests = false; ///< Time: a rest follows
    int amount = 0;     ///< steps, or semitones
};

/// The values of a corpus, those of one stage side by side.
class LineVocabulary
{
public:
    /// Counts the values of the lines. In a large corpus what occurs only a few times is left to
    /// its neighbours. Every move within an octave has a value, and there is at least one of each
    /// kind.
    explicit LineVocabulary(std::span<const Line> lines);
    /// That of a model; refused where a value cannot be read or a stage has none.
    [[nodiscard]] static Result<LineVocabulary> read(const Vocabulary& values);

    [[nodiscard]] const Vocabulary& values() const { return m_values; }
    [[nodiscard]] const std::array<IndexRange, lineStages>& ranges() const { return m_ranges; }
    [[nodiscard]] IndexRange range(LineStage stage) const
    {
        return m_ranges[static_cast<std::size_t>(stage)];
    }
    [[nodiscard]] const LineValue& operator[](std::int32_t index) const
    {
        return m_meanings[static_cast<std::size_t>(index)];
    }

    /// The nearest value there is.
    [[nodiscard]] std::int32_t timeValue(int length, bool rests) const;
    [[nodiscard]] std::int32_t restValue(int length) const;
    [[nodiscard]] std::int32_t moveValue(int semitones) const;

private:
    LineVocabulary() = default;
    [[nodiscard]] Result<void> understand();
    [[nodiscard]] std::int32_t nearest(LineStage stage, bool rests, int amount) const;

    Vocabulary m_values;
    std::vector<LineValue> m_meanings;
    std::array<IndexRange, lineStages> m_ranges;
};

/// The text of a value, and what it says: lengths and moves beyond the longest and widest are
/// folded.
[[nodiscard]] std::string lineValueText(const LineValue& value);
/// "h6", "i-2", ... understood, or nothing.
[[nodiscard]] std::optional<LineValue> readLineValue(std::string_view text);

} // namespace woodshed
