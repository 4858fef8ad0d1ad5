#pragma once

#include <span>

#include <QList>
#include <QPointF>

namespace woodshed
{

/// At most about `limit` points (at least 4) that draw the same curve: of each stretch its lowest
/// and highest, in order, and both ends of the whole. Points that are not finite are left out.
[[nodiscard]] QList<QPointF> decimated(std::span<const QPointF> points, int limit);

} // namespace woodshed
