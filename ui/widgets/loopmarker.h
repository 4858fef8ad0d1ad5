#pragma once

#include <optional>

#include <QPoint>

#include "playback/transport.h"
#include "widgets/rollpainter.h"

namespace woodshed
{

/// The marked stretch in the ruler of the piano roll, and the drag that makes or changes it. A
/// press that does not move away is a click and marks nothing.
class LoopMarker
{
public:
    [[nodiscard]] const std::optional<LoopRegion>& region() const { return m_region; }
    void setRegion(std::optional<LoopRegion> region) { m_region = region; }

    /// The mouse goes down in the ruler; on an edge of the region it takes hold of that.
    void press(QPoint position, const RollGeometry& geometry);
    /// Returns whether the region has changed. Its ends lie on multiples of `grid`.
    bool drag(QPoint position, const RollGeometry& geometry, Ticks grid);
    /// Returns whether it was a click.
    bool release();
    [[nodiscard]] bool isPressed() const { return m_pressed; }
    [[nodiscard]] bool isOnEdge(QPoint position, const RollGeometry& geometry) const;

private:
    std::optional<LoopRegion> m_region;
    QPoint m_from;
    Ticks m_anchor; ///< the end of the region that stays
    bool m_pressed = false;
    bool m_dragging = false;
};

/// The region over a painted roll: shaded, and in the ruler a bar with its ends; fainter while the
/// loop is off.
void paintLoop(QPainter& painter, const RollScene& scene, const LoopRegion& region, bool active);

} // namespace woodshed
