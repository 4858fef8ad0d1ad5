#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace woodshed
{

/// The one source of chance: PCG-XSH-RR 64/32 (O'Neill 2014) with distributions of our own, because
/// those of the standard library differ between implementations. Same seed, same numbers, on every
/// machine. Passed in, never global.
class Random
{
public:
    explicit Random(std::uint64_t seed);

    /// 32 uniform bits.
    [[nodiscard]] std::uint32_t next();
    /// Uniform in 0 .. count-1, without bias; count > 0.
    [[nodiscard]] std::size_t index(std::size_t count);
    /// Uniform in [0, 1), 53 bits.
    [[nodiscard]] double uniform();
    /// Normal with mean 0 and standard deviation 1 (Marsaglia's polar method).
    [[nodiscard]] double normal();
    /// Fisher-Yates.
    void shuffle(std::span<std::size_t> items);

    /// All that the numbers to come depend on.
    static constexpr std::size_t stateSize = 4;
    using State = std::array<std::uint64_t, stateSize>;
    [[nodiscard]] State state() const;
    /// A generator that goes on from there; nothing where no generator can be in that state.
    [[nodiscard]] static std::optional<Random> fromState(std::span<const std::uint64_t> state);

private:
    std::uint64_t m_state = 0;
    std::uint64_t m_increment = 1;
    double m_spareNormal = 0;
    bool m_hasSpareNormal = false;
};

} // namespace woodshed
