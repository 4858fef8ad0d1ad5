#include "support/random.h"

#include <bit>
#include <cmath>
#include <utility>

namespace woodshed
{

Random::Random(std::uint64_t seed)
    : m_increment((seed << 1U) | 1U)
{
    (void)next();
    m_state += seed ^ 0x9e3779b97f4a7c15ULL;
    (void)next();
}

std::uint32_t Random::next()
{
    const std::uint64_t old = m_state;
    m_state = old * 6364136223846793005ULL + m_increment;
    const auto shifted = static_cast<std::uint32_t>(((old >> 18U) ^ old) >> 27U);
    const auto rotation = static_cast<std::uint32_t>(old >> 59U);
    return (shifted >> rotation) | (shifted << ((32U - rotation) & 31U));
}

std::size_t Random::index(std::size_t count)
{
    // Draws below the remainder would favour small numbers: draw again.
    const std::uint64_t bound = count;
    const std::uint64_t threshold = (0 - bound) % bound;
    while (true) {
        const std::uint64_t high = next();
        const std::uint64_t drawn = (high << 32U) | next();
        if (drawn >= threshold)
            return static_cast<std::size_t>(drawn % bound);
    }
}

double Random::uniform()
{
    const std::uint64_t high = next() >> 5U;
    const std::uint64_t low = next() >> 6U;
    return static_cast<double>((high << 26U) | low) * 0x1.0p-53;
}

double Random::normal()
{
    if (m_hasSpareNormal) {
        m_hasSpareNormal = false;
        return m_spareNormal;
    }
    while (true) {
        const double u = 2 * uniform() - 1;
        const double v = 2 * uniform() - 1;
        const double s = u * u + v * v;
        if (s >= 1 || s == 0)
            continue;
        const double scale = std::sqrt(-2 * std::log(s) / s);
        m_spareNormal = v * scale;
        m_hasSpareNormal = true;
        return u * scale;
    }
}

void Random::shuffle(std::span<std::size_t> items)
{
    for (std::size_t i = items.size(); i > 1; --i)
        std::swap(items[i - 1], items[index(i)]);
}

Random::State Random::state() const
{
    return {m_state, m_increment, std::uint64_t{m_hasSpareNormal},
            m_hasSpareNormal ? std::bit_cast<std::uint64_t>(m_spareNormal) : 0};
}

std::optional<Random> Random::fromState(std::span<const std::uint64_t> state)
{
    // PCG's increment is odd.
    if (state.size() != stateSize || state[1] % 2 == 0 || state[2] > 1)
        return std::nullopt;
    const auto spare = std::bit_cast<double>(state[3]);
    if (!std::isfinite(spare) || (state[2] == 0 && state[3] != 0))
        return std::nullopt;
    Random random(0);
    random.m_state = state[0];
    random.m_increment = state[1];
    random.m_hasSpareNormal = state[2] == 1;
    random.m_spareNormal = spare;
    return random;
}

} // namespace woodshed
