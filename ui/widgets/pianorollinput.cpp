// What the keys, the wheel and the mouse do in the piano roll; the rest stands in pianoroll.cpp.
#include <algorithm>
#include <cmath>

#include <QWheelEvent>

#include "widgets/pianoroll.h"

namespace woodshed
{

namespace
{

constexpr double narrowestBeat = 8; ///< pixels; below, a loop is marked in whole bars

} // namespace

void PianoRoll::moveToPitch(int direction)
{
    const auto& notes = m_content.take().notes;
    const Note& from = notes[static_cast<std::size_t>(m_current)];
    int best = -1;
    std::int64_t bestDistance = m_content.barLength().count;
    const auto [first, last] = m_content.notesBetween(from.start - m_content.barLength(),
                                                      from.start + m_content.barLength());
    for (int i = first; i < last; ++i) {
        const Note& note = notes[static_cast<std::size_t>(i)];
        const std::int64_t distance = std::abs(note.start.count - from.start.count);
        if ((note.pitch - from.pitch) * direction > 0 && distance < bestDistance) {
            best = i;
            bestDistance = distance;
        }
    }
    if (best >= 0)
        setCurrentNote(best);
}

void PianoRoll::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (plain && key == Qt::Key_Escape && m_loop.region()) {
        setLoopRegion(std::nullopt);
        Q_EMIT loopMarked();
        event->accept();
        return;
    }
    const bool isArrow =
        key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
    if (!plain || !isArrow || m_content.noteCount() == 0) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    if (m_current < 0)
        setCurrentNote(
            m_content
                .notesBetween(m_geometry.ticksAt(m_geometry.notes().left()), m_content.length())
                .first);
    else if (key == Qt::Key_Left || key == Qt::Key_Right)
        setCurrentNote(m_current + (key == Qt::Key_Right ? 1 : -1));
    else
        moveToPitch(key == Qt::Key_Up ? 1 : -1);
    event->accept();
}

void PianoRoll::wheelEvent(QWheelEvent* event)
{
    const QPoint turned = event->angleDelta();
    const double steps = (turned.y() != 0 ? turned.y() : turned.x()) / 120.0;
    if (event->modifiers() & Qt::ControlModifier) {
        if (event->modifiers() & Qt::ShiftModifier) {
            m_rowsByHand = true;
            m_geometry.zoomPitch(std::pow(1.2, steps), event->position().y());
        } else {
            m_geometry.zoomTime(std::pow(1.25, steps), event->position().x());
        }
    } else {
        QPoint move(-turned.x(), -turned.y());
        if (event->modifiers() & Qt::ShiftModifier)
            move = {move.x() + move.y(), 0};
        m_geometry.setScroll(m_geometry.scroll() + move * 3 / 4);
    }
    scrolledByHand();
    applyGeometry();
    event->accept();
}

void PianoRoll::mousePressEvent(QMouseEvent* event)
{
    const QPoint position = event->position().toPoint();
    if (event->button() == Qt::MiddleButton) {
        m_panFrom = position;
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    if (m_geometry.ruler().contains(position)) {
        m_loop.press(position, m_geometry);
    } else if (const int note = noteAt(position); note >= 0) {
        setCurrentNote(note);
    } else if (m_current >= 0) {
        m_current = -1;
        viewport()->update();
        explain();
        Q_EMIT currentNoteChanged({});
    }
}

Ticks PianoRoll::loopGrid() const
{
    const Ticks beat = m_content.beatLength();
    const bool isTooNarrow = beat.quarters() * m_geometry.pixelsPerQuarter() < narrowestBeat;
    return isTooNarrow ? m_content.barLength() : beat;
}

void PianoRoll::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint position = event->position().toPoint();
    if (m_loop.isPressed() || m_loop.isOnEdge(position, m_geometry))
        viewport()->setCursor(Qt::SizeHorCursor);
    else
        viewport()->unsetCursor();
    if (m_loop.isPressed() && (event->buttons() & Qt::LeftButton)) {
        if (m_loop.drag(position, m_geometry, loopGrid()))
            invalidate();
        return;
    }
    if (!(event->buttons() & Qt::MiddleButton)) {
        setHovered(noteAt(position));
        m_panFrom.reset();
        return;
    }
    if (!m_panFrom)
        return;
    m_geometry.setScroll(m_geometry.scroll() + *m_panFrom - position);
    m_panFrom = position;
    scrolledByHand();
    applyGeometry();
}

void PianoRoll::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_loop.isPressed())
        return;
    if (m_loop.release())
        Q_EMIT seekRequested(
            std::clamp(m_geometry.ticksAt(event->position().x()), Ticks{}, m_content.length()));
    else
        Q_EMIT loopMarked();
}

void PianoRoll::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (m_geometry.ruler().contains(event->position().toPoint()))
        fitTime();
}

} // namespace woodshed
