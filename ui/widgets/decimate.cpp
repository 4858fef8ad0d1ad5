#include "widgets/decimate.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace woodshed
{

QList<QPointF> decimated(std::span<const QPointF> points, int limit)
{
    QList<QPointF> finite;
    finite.reserve(static_cast<qsizetype>(points.size()));
    std::copy_if(
        points.begin(), points.end(), std::back_inserter(finite),
        [](const QPointF& point) { return std::isfinite(point.x()) && std::isfinite(point.y()); });
    limit = std::max(4, limit);
    if (finite.size() <= limit)
        return finite;

    QList<QPointF> kept{finite.first()};
    kept.reserve(limit + 2);
    const qsizetype stretches = (limit - 2) / 2;
    const qsizetype inner = finite.size() - 2;
    for (qsizetype i = 0; i < stretches; ++i) {
        const auto from = finite.cbegin() + 1 + inner * i / stretches;
        const auto to = finite.cbegin() + 1 + inner * (i + 1) / stretches;
        auto [low, high] = std::minmax_element(
            from, to, [](const QPointF& a, const QPointF& b) { return a.y() < b.y(); });
        if (low == to)
            continue;
        if (high < low)
            std::swap(low, high);
        kept << *low;
        if (high != low)
            kept << *high;
    }
    kept << finite.last();
    return kept;
}

} // namespace woodshed
