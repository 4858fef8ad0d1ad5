#include "arrange/contour.h"

#include <algorithm>

namespace woodshed
{

namespace
{

constexpr double shortestPhrase = 2;
constexpr std::size_t phraseLengths = 5; // whole bars, from the shortest

double within(const Contour::Band& band, Random& random)
{
    return band.from + (band.to - band.from) * random.uniform();
}

} // namespace

Contour::Contour(int bars, Band valleys, Band peaks, Random& random)
{
    bool peak = random.index(2) == 1;
    double bar = 0;
    while (true) {
        m_turns.push_back({bar, within(peak ? peaks : valleys, random)});
        if (bar >= bars)
            break;
        peak = !peak;
        bar += shortestPhrase + static_cast<double>(random.index(phraseLengths));
    }
}

double Contour::at(double bar) const
{
    const auto after = std::upper_bound(m_turns.begin(), m_turns.end(), bar,
                                        [](double b, const Turn& turn) { return b < turn.bar; });
    if (after == m_turns.begin())
        return m_turns.front().pitch;
    const Turn& from = *std::prev(after);
    if (after == m_turns.end())
        return from.pitch;
    return from.pitch + (after->pitch - from.pitch) * (bar - from.bar) / (after->bar - from.bar);
}

} // namespace woodshed
