#include "controllers/taptempo.h"

#include <algorithm>

#include "playback/transport.h"

namespace woodshed
{

namespace
{

constexpr std::int64_t longestPause = 2000; ///< slower than the slowest tempo
constexpr std::size_t mostTaps = 5;

} // namespace

std::optional<double> TapTempo::tap(std::int64_t milliseconds)
{
    if (!m_taps.empty() && milliseconds - m_taps.back() > longestPause)
        m_taps.clear();
    m_taps.push_back(milliseconds);
    if (m_taps.size() > mostTaps)
        m_taps.erase(m_taps.begin());
    if (m_taps.size() < 2 || m_taps.back() <= m_taps.front())
        return std::nullopt;
    const double beat = static_cast<double>(m_taps.back() - m_taps.front()) /
                        static_cast<double>(m_taps.size() - 1);
    return std::clamp(60000.0 / beat, slowestTempo, fastestTempo);
}

} // namespace woodshed
