#include "widgets/rollgeometry.h"

#include <algorithm>
#include <cmath>

namespace woodshed
{

namespace
{

constexpr int pitches = 128;
constexpr int endMargin = 24; ///< air after the last bar line
constexpr int airRows = 2;

} // namespace

void RollGeometry::setViewport(QSize size)
{
    m_viewport = size;
    setScroll(m_scroll);
}

void RollGeometry::setLength(Ticks length)
{
    m_length = std::max(length, Ticks::fromQuarters(1));
    m_pixelsPerQuarter = std::max(m_pixelsPerQuarter, smallestScale());
    setScroll(m_scroll);
}

void RollGeometry::setScroll(QPoint scroll)
{
    const QPoint most = maximumScroll();
    m_scroll = {std::clamp(scroll.x(), 0, most.x()), std::clamp(scroll.y(), 0, most.y())};
}

void RollGeometry::setRowHeight(double height)
{
    m_rowHeight = std::clamp(height, minimumRow, maximumRow);
    setScroll(m_scroll);
}

double RollGeometry::smallestScale() const
{
    const double room = std::max(50, notes().width() - endMargin);
    return std::min(room / m_length.quarters(), maximumPixelsPerQuarter);
}

void RollGeometry::zoomTime(double factor, double x)
{
    const double left = notes().left();
    const double quarter = (x - left + m_scroll.x()) / m_pixelsPerQuarter;
    m_pixelsPerQuarter =
        std::clamp(m_pixelsPerQuarter * factor, smallestScale(), maximumPixelsPerQuarter);
    setScroll(
        {static_cast<int>(std::lround(quarter * m_pixelsPerQuarter - (x - left))), m_scroll.y()});
}

void RollGeometry::zoomPitch(double factor, double y)
{
    const double top = notes().top();
    const double row = (y - top + m_scroll.y()) / m_rowHeight;
    m_rowHeight = std::clamp(m_rowHeight * factor, minimumRow, maximumRow);
    setScroll({m_scroll.x(), static_cast<int>(std::lround(row * m_rowHeight - (y - top)))});
}

void RollGeometry::fitTime()
{
    m_pixelsPerQuarter = smallestScale();
    setScroll({0, m_scroll.y()});
}

void RollGeometry::fitPitches(int lowest, int highest)
{
    const int rows = highest - lowest + 1 + 2 * airRows;
    m_rowHeight =
        std::clamp(std::floor(static_cast<double>(notes().height()) / rows), minimumRow, 15.0);
    const double middle = (pitches - 0.5 - (lowest + highest) / 2.0) * m_rowHeight;
    setScroll({m_scroll.x(), static_cast<int>(std::lround(middle - notes().height() / 2.0))});
}

QRect RollGeometry::ruler() const
{
    return {keyboardWidth, 0, std::max(0, m_viewport.width() - keyboardWidth), rulerHeight};
}

QRect RollGeometry::chordLane() const
{
    return {keyboardWidth, rulerHeight, ruler().width(), chordHeight};
}

QRect RollGeometry::notes() const
{
    const int top = rulerHeight + chordHeight;
    return {keyboardWidth, top, ruler().width(),
            std::max(0, m_viewport.height() - top - valueHeight)};
}

QRect RollGeometry::keyboard() const
{
    return {0, notes().top(), keyboardWidth, notes().height()};
}

QRect RollGeometry::valueLane() const
{
    return {keyboardWidth, notes().top() + notes().height(), ruler().width(), valueHeight};
}

QRect RollGeometry::timeArea() const
{
    return {keyboardWidth, 0, ruler().width(), m_viewport.height()};
}

double RollGeometry::xAt(Ticks when) const
{
    return notes().left() + when.quarters() * m_pixelsPerQuarter - m_scroll.x();
}

Ticks RollGeometry::ticksAt(double x) const
{
    const double quarters = (x - notes().left() + m_scroll.x()) / m_pixelsPerQuarter;
    return {static_cast<std::int64_t>(std::llround(quarters * Ticks::perQuarter))};
}

double RollGeometry::yOf(int pitch) const
{
    return notes().top() + (pitches - 1 - pitch) * m_rowHeight - m_scroll.y();
}

int RollGeometry::pitchAt(double y) const
{
    const double row = (y - notes().top() + m_scroll.y()) / m_rowHeight;
    return std::clamp(pitches - 1 - static_cast<int>(std::floor(row)), 0, pitches - 1);
}

QRectF RollGeometry::noteRect(Ticks start, Ticks duration, int pitch) const
{
    const double left = xAt(start);
    const double width = duration.quarters() * m_pixelsPerQuarter;
    // A hair of air between neighbours, while there is room for it.
    return {left, yOf(pitch) + 0.5, std::max(2.0, width - (width > 6 ? 1.0 : 0.0)),
            m_rowHeight - 1.0};
}

QPoint RollGeometry::maximumScroll() const
{
    const double width = m_length.quarters() * m_pixelsPerQuarter + endMargin;
    const double height = pitches * m_rowHeight;
    return {std::max(0, static_cast<int>(std::ceil(width)) - notes().width()),
            std::max(0, static_cast<int>(std::ceil(height)) - notes().height())};
}

} // namespace woodshed
