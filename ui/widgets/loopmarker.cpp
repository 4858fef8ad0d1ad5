#include "widgets/loopmarker.h"

#include <algorithm>
#include <cmath>

#include <QApplication>

namespace woodshed
{

namespace
{

constexpr double edgeReach = 5; ///< pixels
constexpr int barHeight = 5;

bool isNear(double x, Ticks edge, const RollGeometry& geometry)
{
    return std::abs(x - geometry.xAt(edge)) <= edgeReach;
}

std::int64_t cellOf(Ticks when, Ticks grid)
{
    return when.count >= 0 ? when.count / grid.count : -1;
}

} // namespace

bool LoopMarker::isOnEdge(QPoint position, const RollGeometry& geometry) const
{
    return m_region && geometry.ruler().contains(position) &&
           (isNear(position.x(), m_region->from, geometry) ||
            isNear(position.x(), m_region->to, geometry));
}

void LoopMarker::press(QPoint position, const RollGeometry& geometry)
{
    m_from = position;
    m_pressed = true;
    m_dragging = isOnEdge(position, geometry);
    m_anchor = geometry.ticksAt(position.x());
    if (m_dragging)
        m_anchor = isNear(position.x(), m_region->to, geometry) ? m_region->from : m_region->to;
}

bool LoopMarker::drag(QPoint position, const RollGeometry& geometry, Ticks grid)
{
    if (!m_pressed)
        return false;
    if (!m_dragging &&
        std::abs(position.x() - m_from.x()) < QApplication::startDragDistance())
        return false;
    m_dragging = true;
    const Ticks last = geometry.length();
    const Ticks here = std::clamp(geometry.ticksAt(position.x()), Ticks{}, last);
    const Ticks anchor = std::clamp(m_anchor, Ticks{}, last);
    // Whole cells of the grid: every one that the stretch touches.
    const Ticks from = grid * cellOf(std::min(anchor, here), grid);
    const Ticks end = std::max(anchor, here);
    const Ticks to = std::min(last, grid * (cellOf(end - Ticks{1}, grid) + 1));
    if (from >= to || m_region == LoopRegion{from, to})
        return false;
    m_region = {from, to};
    return true;
}

bool LoopMarker::release()
{
    const bool wasClick = m_pressed && !m_dragging;
    m_pressed = false;
    m_dragging = false;
    return wasClick;
}

void paintLoop(QPainter& painter, const RollScene& scene, const LoopRegion& region, bool active)
{
    const RollGeometry& geometry = scene.geometry;
    const double left = geometry.xAt(region.from);
    const double right = geometry.xAt(region.to);
    QColor shade = scene.theme.playhead;
    shade.setAlphaF(active ? 0.13F : 0.05F);
    painter.setClipRect(geometry.timeArea());
    painter.fillRect(QRectF(left, 0, right - left, geometry.timeArea().height()), shade);
    const QColor edge = active ? scene.theme.playhead : scene.theme.dimText;
    painter.fillRect(QRectF(left, 0, right - left, active ? barHeight : 2), edge);
    const double height = active ? geometry.timeArea().height() : RollGeometry::rulerHeight;
    for (const double x : {left, right})
        painter.fillRect(QRectF(x - 0.75, 0, 1.5, height), edge);
    for (const double x : {left, right - 4})
        painter.fillRect(QRectF(x, 0, 4, RollGeometry::rulerHeight / 2.0), edge);
    painter.setClipping(false);
}

} // namespace woodshed
