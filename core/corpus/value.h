#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/result.h"
#include "support/ticks.h"

namespace woodshed
{

/// The classic kinds of a value, over the chord that sounds.
enum class ValueKind : char {
    ChordTone = 'C',
    ScaleTone = 'S',
    ApproachTone = 'A',
    Outside = 'X',
    Rest = 'R',
};

/// The longest duration a value can have.
inline constexpr std::int64_t maximumValueQuarters = 10'000;

/// A value taken apart: `kind,duration[,<up,down>]`, for example `S,0.250,<M3,m-2>`. The text is
/// its identity: values are compared and counted as text, and parsed only where notes are made of
/// them.
struct Value {
    ValueKind kind = ValueKind::ChordTone;
    std::string duration; ///< as written, in quarter notes: "0.250"
    std::optional<std::pair<std::string, std::string>> interval; ///< as written: ("M3", "m-2")

    /// Strict: a duration of decimal quarters with at most three decimals, up to
    /// maximumValueQuarters, and intervals that DirectedInterval can read; anything else is refused
    /// with a sentence.
    [[nodiscard]] static Result<Value> parse(std::string_view text);
    [[nodiscard]] std::string text() const;
    /// The duration as written, in thousandths of a quarter; 0 where it is no number.
    [[nodiscard]] std::int64_t thousandths() const;
    /// The duration on the grid of twelfths of a quarter: "0.333" is 160 ticks.
    [[nodiscard]] Ticks ticks() const;
};

/// The values of one measure, in order.
struct ValueMeasure {
    int index = 0; ///< number of the measure in its source, as the notebook counts them (from 1)
    std::vector<std::string> tokens;
};

/// A corpus as values.
struct ValueCorpus {
    std::vector<ValueMeasure> measures;
    std::vector<std::string> warnings; ///< what was dropped or decided while reading, as sentences

    /// All tokens in order.
    [[nodiscard]] std::vector<std::string> tokens() const;
};

} // namespace woodshed
