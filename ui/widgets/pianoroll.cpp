#include "widgets/pianoroll.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QAccessible>
#include <QHelpEvent>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QToolTip>

#include "widgets/rollaccessible.h"
#include "widgets/rollpainter.h"

namespace woodshed
{

namespace
{

constexpr double followPlace = 0.4; ///< of the width, where a followed playhead stands

} // namespace

PianoRoll::PianoRoll(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    installRollAccessibility();
    setObjectName(QStringLiteral("pianoRoll"));
    setAccessibleName(tr("Piano roll"));
    setToolTip(tr("The solo: time from left to right, pitch upwards"));
    setStatusTip(tr("Arrow keys move among the notes; Ctrl and wheel zoom; a click into the ruler "
                    "plays from there, a drag marks a loop"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    m_theme = RollTheme::from(palette());

    m_followButton = new QPushButton(tr("Return to playhead"), viewport());
    m_followButton->setObjectName(QStringLiteral("btnFollowAgain"));
    m_followButton->setAccessibleName(m_followButton->text());
    m_followButton->setToolTip(tr("Follow the playhead again"));
    m_followButton->setStatusTip(m_followButton->toolTip());
    m_followButton->setFocusPolicy(Qt::NoFocus);
    m_followButton->setCursor(Qt::ArrowCursor);
    m_followButton->hide();
    connect(m_followButton, &QPushButton::clicked, this, &PianoRoll::followAgain);
    for (QScrollBar* bar : {horizontalScrollBar(), verticalScrollBar()}) {
        connect(bar, &QScrollBar::actionTriggered, this, &PianoRoll::scrolledByHand);
        connect(bar, &QScrollBar::sliderMoved, this, &PianoRoll::scrolledByHand);
    }
    horizontalScrollBar()->setAccessibleName(tr("Time"));
    verticalScrollBar()->setAccessibleName(tr("Pitch"));
}

QSize PianoRoll::sizeHint() const
{
    return {900, 420};
}

QSize PianoRoll::minimumSizeHint() const
{
    return {320, 180};
}

void PianoRoll::setTake(std::shared_ptr<const Take> take)
{
    m_content = RollContent(std::move(take));
    m_current = -1;
    m_hovered = -1;
    explain();
    m_sounding.clear();
    m_playhead = {};
    m_rowsByHand = false;
    m_followSuspended = false;
    m_followButton->hide();
    m_geometry.setLength(m_content.length());
    m_geometry.setScroll({});
    // The same bars of the next take, for whoever practises them.
    if (m_loop.region() && m_loop.region()->to > m_content.length())
        m_loop.setRegion(std::nullopt);
    fitPitches();
    applyGeometry();
    setAccessibleName(m_content.summary());
}

void PianoRoll::exchangeTake(std::shared_ptr<const Take> take)
{
    m_content = RollContent(std::move(take));
    m_current = -1;
    m_hovered = -1;
    explain();
    m_sounding = m_playing ? m_content.soundingAt(m_playhead) : std::vector<int>{};
    m_geometry.setLength(m_content.length());
    if (!m_rowsByHand)
        fitPitches();
    applyGeometry();
    setAccessibleName(m_content.summary());
}

void PianoRoll::fitPitches()
{
    m_geometry.fitPitches(m_content.lowestPitch(), m_content.highestPitch());
}

void PianoRoll::applyGeometry()
{
    m_applying = true;
    const QPoint most = m_geometry.maximumScroll();
    const QPoint at = m_geometry.scroll();
    horizontalScrollBar()->setRange(0, most.x());
    horizontalScrollBar()->setPageStep(m_geometry.notes().width());
    horizontalScrollBar()->setSingleStep(40);
    horizontalScrollBar()->setValue(at.x());
    verticalScrollBar()->setRange(0, most.y());
    verticalScrollBar()->setPageStep(m_geometry.notes().height());
    verticalScrollBar()->setSingleStep(24);
    verticalScrollBar()->setValue(at.y());
    m_applying = false;
    invalidate();
}

void PianoRoll::invalidate()
{
    m_staticLayer = {};
    viewport()->update();
}

void PianoRoll::renderStaticLayer()
{
    const double ratio = devicePixelRatioF();
    m_staticLayer = QPixmap((QSizeF(viewport()->size()) * ratio).toSize());
    m_staticLayer.setDevicePixelRatio(ratio);
    m_staticLayer.fill(m_theme.lane);
    QPainter painter(&m_staticLayer);
    painter.setFont(font());
    m_paintedNotes =
        paintRoll(painter, {m_content, m_geometry, m_theme, m_loop.region(), m_loopActive});
}

void PianoRoll::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    if (m_staticLayer.isNull())
        renderStaticLayer();
    QPainter painter(viewport());
    painter.drawPixmap(0, 0, m_staticLayer);
    painter.setFont(font());
    const RollScene scene{m_content, m_geometry, m_theme};
    if (m_playing)
        paintSounding(painter, scene, m_sounding);
    if (m_current >= 0)
        paintOutline(painter, scene, m_current);
    paintPlayhead(painter, scene, m_playhead);
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

QRect PianoRoll::playheadStrip(Ticks position) const
{
    const int x = static_cast<int>(std::floor(m_geometry.xAt(position)));
    return {x - 8, 0, 17, viewport()->height()};
}

void PianoRoll::setPlayhead(Ticks position, bool playing)
{
    if (playing && !m_playing) {
        m_followSuspended = false;
        m_followButton->hide();
    }
    if (position == m_playhead && playing == m_playing)
        return;
    std::vector<int> sounding = playing ? m_content.soundingAt(position) : std::vector<int>{};
    const bool repaintAll = playing != m_playing || sounding != m_sounding;
    const QRect before = playheadStrip(m_playhead);
    m_playhead = position;
    m_playing = playing;
    m_sounding = std::move(sounding);
    if (!playing)
        m_followButton->hide();
    if (playing && isFollowing())
        followPlayhead();
    if (repaintAll) {
        viewport()->update();
    } else {
        viewport()->update(before);
        viewport()->update(playheadStrip(m_playhead));
    }
}

void PianoRoll::followPlayhead()
{
    const QRect area = m_geometry.notes();
    const double x = m_geometry.xAt(m_playhead) - area.left();
    const double place = area.width() * followPlace;
    if (x >= 0 && x <= place)
        return;
    QPoint scroll = m_geometry.scroll();
    scroll.rx() += static_cast<int>(std::lround(x - place));
    const QPoint before = m_geometry.scroll();
    m_geometry.setScroll(scroll);
    if (m_geometry.scroll() != before)
        applyGeometry();
}

void PianoRoll::setLoopRegion(std::optional<LoopRegion> region)
{
    m_loop.setRegion(region);
    invalidate();
}

void PianoRoll::setLoopActive(bool active)
{
    if (active == m_loopActive)
        return;
    m_loopActive = active;
    invalidate();
}

void PianoRoll::setFollow(bool follow)
{
    m_follow = follow;
    m_followSuspended = false;
    m_followButton->hide();
}

void PianoRoll::followAgain()
{
    m_followSuspended = false;
    m_followButton->hide();
    if (m_playing)
        followPlayhead();
}

void PianoRoll::scrolledByHand()
{
    if (!m_playing || !m_follow || m_followSuspended)
        return;
    m_followSuspended = true;
    placeFollowButton();
    m_followButton->show();
}

void PianoRoll::placeFollowButton()
{
    m_followButton->adjustSize();
    m_followButton->move(viewport()->width() - m_followButton->width() - 12,
                         m_geometry.notes().top() + 10);
}

void PianoRoll::zoomTime(double factor)
{
    const double playhead = m_geometry.xAt(m_playhead);
    const QRect area = m_geometry.notes();
    const bool inView = playhead >= area.left() && playhead <= area.right();
    m_geometry.zoomTime(factor, inView ? playhead : area.center().x());
    applyGeometry();
}

void PianoRoll::fitTime()
{
    m_geometry.fitTime();
    m_rowsByHand = false;
    fitPitches();
    applyGeometry();
}

void PianoRoll::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    m_geometry.setViewport(viewport()->size());
    m_geometry.setLength(m_content.length());
    if (!m_rowsByHand)
        fitPitches();
    placeFollowButton();
    applyGeometry();
}

void PianoRoll::scrollContentsBy(int dx, int dy)
{
    Q_UNUSED(dx)
    Q_UNUSED(dy)
    if (m_applying)
        return;
    m_geometry.setScroll({horizontalScrollBar()->value(), verticalScrollBar()->value()});
    invalidate();
}

void PianoRoll::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange) {
        m_theme = RollTheme::from(palette());
        invalidate();
    }
}

bool PianoRoll::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), hoverText(help->pos()), viewport());
        return true;
    }
    if (event->type() == QEvent::Leave)
        setHovered(-1);
    return QAbstractScrollArea::viewportEvent(event);
}

QString PianoRoll::hoverText(QPoint position) const
{
    if (const int note = noteAt(position); note >= 0)
        return (m_content.noteReasons(note) << m_content.describeNote(note))
            .join(QLatin1Char('\n'));
    if (m_geometry.valueLane().contains(position)) {
        for (const TakeValue& value : m_content.take().values) {
            if (valueRect(m_geometry, value).contains(position))
                return m_content.describeValue(value);
        }
    }
    if (m_geometry.ruler().contains(position))
        return tr("Click to play from here, drag to mark a loop, double-click to see the whole");
    return {};
}

int PianoRoll::noteAt(QPoint position) const
{
    if (!m_geometry.notes().contains(position))
        return -1;
    const Ticks when = m_geometry.ticksAt(position.x());
    const auto [first, last] = m_content.notesBetween(when, when + Ticks{1});
    for (int i = last - 1; i >= first; --i) {
        const Note& note = m_content.take().notes[static_cast<std::size_t>(i)];
        if (m_geometry.noteRect(note.start, note.duration, note.pitch).contains(position))
            return i;
    }
    return -1;
}

void PianoRoll::setCurrentNote(int note)
{
    if (m_content.noteCount() == 0)
        return;
    m_current = std::clamp(note, 0, m_content.noteCount() - 1);
    m_hovered = -1; // what was chosen last counts, until the mouse moves on
    ensureVisible(m_current);
    viewport()->update();
    explain();
    Q_EMIT currentNoteChanged(m_content.describeNote(m_current));
    QAccessibleValueChangeEvent changed(this, m_content.describeNote(m_current));
    QAccessible::updateAccessibility(&changed);
}

void PianoRoll::setHovered(int note)
{
    if (note == m_hovered)
        return;
    m_hovered = note;
    explain();
}

void PianoRoll::explain()
{
    const int note = m_hovered >= 0 ? m_hovered : m_current;
    Q_EMIT noteExplained(note >= 0 ? m_content.explainNote(note) : QString());
}

void PianoRoll::ensureVisible(int note)
{
    const Note& it = m_content.take().notes[static_cast<std::size_t>(note)];
    const QRectF block = m_geometry.noteRect(it.start, it.duration, it.pitch);
    const QRect area = m_geometry.notes();
    QPoint scroll = m_geometry.scroll();
    if (block.left() < area.left() || block.right() > area.right())
        scroll.rx() += static_cast<int>(block.left() - area.left() - area.width() / 4.0);
    if (block.top() < area.top() || block.bottom() > area.bottom())
        scroll.ry() += static_cast<int>(block.center().y() - area.center().y());
    if (scroll == m_geometry.scroll())
        return;
    scrolledByHand();
    m_geometry.setScroll(scroll);
    applyGeometry();
}

void PianoRoll::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void PianoRoll::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

QImage renderPianoRoll(std::shared_ptr<const Take> take, QSize size)
{
    PianoRoll roll;
    roll.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    roll.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    roll.resize(size);
    roll.setTake(std::move(take));
    (void)roll.grab(); // lays the viewport out, which fitting needs
    roll.fitTime();
    return roll.grab().toImage();
}

} // namespace woodshed
