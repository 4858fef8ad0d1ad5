#pragma once

#include <compare>
#include <cstdint>

namespace woodshed
{

/// Musical time, exact: 480 ticks a quarter note, as in the MIDI files we write. Sixteenths (120),
/// eighth triplets (160) and every multiple of a twelfth of a quarter (40) are whole numbers.
/// Wall-clock seconds are plain doubles and come from a TempoMap; a MIDI file's own division never
/// leaves core/midi except through a conversion.
struct Ticks {
    std::int64_t count = 0;

    static constexpr std::int64_t perQuarter = 480;

    [[nodiscard]] static constexpr Ticks fromQuarters(std::int64_t quarters)
    {
        return {quarters * perQuarter};
    }
    /// n/12 of a quarter: the grid of the notebook's quantisation.
    [[nodiscard]] static constexpr Ticks fromTwelfths(std::int64_t twelfths)
    {
        return {twelfths * (perQuarter / 12)};
    }
    [[nodiscard]] constexpr double quarters() const
    {
        return static_cast<double>(count) / perQuarter;
    }

    friend constexpr auto operator<=>(Ticks, Ticks) = default;
    friend constexpr Ticks operator+(Ticks a, Ticks b) { return {a.count + b.count}; }
    friend constexpr Ticks operator-(Ticks a, Ticks b) { return {a.count - b.count}; }
    friend constexpr Ticks operator*(Ticks a, std::int64_t n) { return {a.count * n}; }
    constexpr Ticks& operator+=(Ticks b)
    {
        count += b.count;
        return *this;
    }
};

} // namespace woodshed
