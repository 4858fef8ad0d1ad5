#pragma once

#include <QPoint>
#include <QRect>
#include <QSize>

#include "support/ticks.h"

namespace woodshed
{

/// Where things lie in the piano roll: ticks across, pitches up, lanes round them. A plain value
/// without a widget. Pixels are device-independent and relative to the viewport.
class RollGeometry
{
public:
    static constexpr int keyboardWidth = 54;
    static constexpr int rulerHeight = 22;
    static constexpr int chordHeight = 24;
    static constexpr int valueHeight = 54;
    static constexpr double minimumRow = 5;
    static constexpr double maximumRow = 26;
    static constexpr double maximumPixelsPerQuarter = 480;

    [[nodiscard]] double pixelsPerQuarter() const { return m_pixelsPerQuarter; }
    [[nodiscard]] double rowHeight() const { return m_rowHeight; }
    [[nodiscard]] Ticks length() const { return m_length; }
    [[nodiscard]] QPoint scroll() const { return m_scroll; }

    void setViewport(QSize size);
    void setLength(Ticks length);
    void setScroll(QPoint scroll);
    void setRowHeight(double height);

    /// Changes the time scale and keeps the tick under x in place, as far as the ends of the form
    /// allow.
    void zoomTime(double factor, double x);
    /// Changes the height of the rows and keeps the pitch under y in place.
    void zoomPitch(double factor, double y);
    /// The whole form in view.
    void fitTime();
    /// These pitches in view, with a little air, in rows as high as allowed.
    void fitPitches(int lowest, int highest);

    [[nodiscard]] QRect ruler() const;
    [[nodiscard]] QRect chordLane() const;
    [[nodiscard]] QRect keyboard() const;
    [[nodiscard]] QRect notes() const;
    [[nodiscard]] QRect valueLane() const;
    /// The lanes over time together, without the keyboard.
    [[nodiscard]] QRect timeArea() const;

    [[nodiscard]] double xAt(Ticks when) const;
    [[nodiscard]] Ticks ticksAt(double x) const;
    /// Upper edge of a pitch's row.
    [[nodiscard]] double yOf(int pitch) const;
    [[nodiscard]] int pitchAt(double y) const;
    [[nodiscard]] QRectF noteRect(Ticks start, Ticks duration, int pitch) const;

    /// The furthest scroll in each direction.
    [[nodiscard]] QPoint maximumScroll() const;

private:
    [[nodiscard]] double smallestScale() const;

    QSize m_viewport{800, 400};
    QPoint m_scroll;
    Ticks m_length = Ticks::fromQuarters(16);
    double m_pixelsPerQuarter = 56;
    double m_rowHeight = 12;
};

} // namespace woodshed
