#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace woodshed
{

/// A directed interval: staff steps and semitones, both signed. Its name is quality and signed
/// number: "P4", "m-3" (down a minor third), "dd5", "A-4". A step of 0 or more counts as upwards;
/// the quality measures the semitones in that direction, so an interval that goes down on the staff
/// and up in sound is diminished many times over.
struct DirectedInterval {
    int steps = 0;
    int semitones = 0;

    [[nodiscard]] std::string text() const;
    /// Quality of P, M, m, or up to eight A or d; number from -99 to 99 without 0 and -1.
    [[nodiscard]] static std::optional<DirectedInterval> parse(std::string_view text);
    /// Between two MIDI numbers in the notebook's spelling.
    [[nodiscard]] static DirectedInterval between(int fromMidi, int toMidi);

    friend DirectedInterval operator+(DirectedInterval a, DirectedInterval b)
    {
        return {a.steps + b.steps, a.semitones + b.semitones};
    }
    friend DirectedInterval operator-(DirectedInterval a, DirectedInterval b)
    {
        return {a.steps - b.steps, a.semitones - b.semitones};
    }
    friend bool operator==(const DirectedInterval&, const DirectedInterval&) = default;
};

inline constexpr DirectedInterval minorThird{2, 3};

} // namespace woodshed
