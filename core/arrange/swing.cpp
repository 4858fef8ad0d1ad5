#include "arrange/swing.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace woodshed
{

namespace
{

using Point = std::pair<double, double>; ///< tempo and ratio

constexpr std::array<Point, 5> swingCurve{
    {{50, 2.3}, {120, 2.0}, {190, 1.8}, {240, 1.6}, {300, 1.3}}};
constexpr std::array<Point, 3> shuffleCurve{{{190, 2.0}, {240, 1.7}, {300, 1.3}}};
constexpr std::array<Point, 6> soloCurve{
    {{60, 1.15}, {110, 1.28}, {140, 1.25}, {180, 1.3}, {220, 1.2}, {280, 1.1}}};

constexpr double balladRatio = 1.6;
constexpr double balladSoloRatio = 1.15;
constexpr double straight = 1;

constexpr std::int64_t half = Ticks::perQuarter / 2;

/// Linear between the points, level beyond them.
double along(std::span<const Point> curve, double tempo)
{
    const auto above = std::find_if(curve.begin(), curve.end(),
                                    [&](const Point& point) { return tempo < point.first; });
    if (above == curve.begin())
        return curve.front().second;
    if (above == curve.end())
        return curve.back().second;
    const auto [lowTempo, lowRatio] = *std::prev(above);
    const auto [highTempo, highRatio] = *above;
    return lowRatio + (highRatio - lowRatio) * (tempo - lowTempo) / (highTempo - lowTempo);
}

} // namespace

double bandSwingRatio(Feel feel, double tempo)
{
    switch (feel) {
    case Feel::Swing:
    case Feel::UpTempo:
    case Feel::Waltz:
        return along(swingCurve, tempo);
    case Feel::Ballad:
        return std::min(balladRatio, along(swingCurve, tempo));
    case Feel::Shuffle:
        return along(shuffleCurve, tempo);
    case Feel::Bossa:
        return straight;
    }
    return straight;
}

double soloSwingRatio(Feel feel, double tempo)
{
    switch (feel) {
    case Feel::Swing:
    case Feel::UpTempo:
    case Feel::Waltz:
    case Feel::Shuffle:
        return along(soloCurve, tempo);
    case Feel::Ballad:
        return std::min(balladSoloRatio, along(soloCurve, tempo));
    case Feel::Bossa:
        return straight;
    }
    return straight;
}

SwungBeats::SwungBeats(const std::vector<Note>& written, Ticks beat)
    : m_isSwinging(beat >= Ticks{Ticks::perQuarter})
{
    for (const Note& note : written) {
        if (note.start.count % half != 0)
            m_fine.push_back(note.start.count / Ticks::perQuarter);
    }
    std::sort(m_fine.begin(), m_fine.end());
}

bool SwungBeats::isSwung(Ticks when) const
{
    return m_isSwinging &&
           !std::binary_search(m_fine.begin(), m_fine.end(), when.count / Ticks::perQuarter);
}

double SwungBeats::played(Ticks when, double share) const
{
    if (!isSwung(when))
        return static_cast<double>(when.count);
    const std::int64_t inBeat = when.count % Ticks::perQuarter;
    const auto onBeat = static_cast<double>(when.count - inBeat);
    const double offBeat = share * Ticks::perQuarter;
    if (inBeat <= half)
        return onBeat + static_cast<double>(inBeat) * share * 2;
    return onBeat + offBeat + static_cast<double>(inBeat - half) * (1 - share) * 2;
}

} // namespace woodshed
