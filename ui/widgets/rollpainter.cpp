#include "widgets/rollpainter.h"

#include <algorithm>
#include <array>

#include <QFontMetrics>

#include "widgets/contrast.h"
#include "widgets/loopmarker.h"

namespace woodshed
{

namespace
{

constexpr double narrowestLabel = 7; ///< pixels; below, not even a letter fits

constexpr std::array blackKeys{false, true,  false, true,  false, false,
                               true,  false, true,  false, true,  false};

bool isBlackKey(int pitch)
{
    return blackKeys.at(static_cast<std::size_t>(pitch % 12));
}

QFont laneFont(const QPainter& painter, double share)
{
    QFont font = painter.font();
    if (font.pointSizeF() > 0)
        font.setPointSizeF(std::max(7.0, font.pointSizeF() * share));
    return font;
}

/// The pitches whose rows are in view, lowest first.
std::pair<int, int> visiblePitches(const RollGeometry& geometry)
{
    const QRect area = geometry.notes();
    return {geometry.pitchAt(area.bottom()), geometry.pitchAt(area.top())};
}

void paintRows(QPainter& painter, const RollScene& scene)
{
    const QRect area = scene.geometry.notes();
    painter.fillRect(area, scene.theme.background);
    const auto [low, high] = visiblePitches(scene.geometry);
    for (int pitch = low; pitch <= high; ++pitch) {
        const double y = scene.geometry.yOf(pitch);
        if (isBlackKey(pitch))
            painter.fillRect(QRectF(area.left(), y, area.width(), scene.geometry.rowHeight()),
                             scene.theme.blackRow);
        // The lower edges of C and F part the groups of black keys.
        const bool isC = pitch % 12 == 0;
        if (isC || pitch % 12 == 5) {
            painter.fillRect(
                QRectF(area.left(), y + scene.geometry.rowHeight() - 0.5, area.width(), 1),
                isC ? blended(scene.theme.beatLine, scene.theme.barLine, 0.4)
                    : scene.theme.beatLine);
        }
    }
}

void paintTimeLines(QPainter& painter, const RollScene& scene)
{
    const RollGeometry& geometry = scene.geometry;
    const Ticks beat = scene.content.beatLength();
    const std::int64_t beatsInBar = scene.content.barLength().count / beat.count;
    const double beatWidth = beat.quarters() * geometry.pixelsPerQuarter();
    const double barWidth = beatWidth * static_cast<double>(beatsInBar);
    const QRect ruler = geometry.ruler();
    painter.fillRect(ruler, scene.theme.lane);
    painter.setFont(laneFont(painter, 0.85));
    const QFontMetrics metrics(painter.font());
    // Bar numbers keep their distance when zoomed out.
    std::int64_t barStep = 1;
    while (barWidth * static_cast<double>(barStep) <
           metrics.horizontalAdvance(QStringLiteral("0000")))
        barStep *= barStep == 1 ? 4 : 2;

    const std::int64_t first =
        std::max<std::int64_t>(0, geometry.ticksAt(ruler.left()).count / beat.count);
    const std::int64_t last =
        std::min(geometry.ticksAt(ruler.right()).count, scene.content.length().count) / beat.count;
    const QRect notes = geometry.notes();
    const QRect values = geometry.valueLane();
    for (std::int64_t i = first; i <= last; ++i) {
        const bool isBar = i % beatsInBar == 0;
        if (!isBar && beatWidth < 7)
            continue;
        const std::int64_t bar = i / beatsInBar;
        if (isBar && barWidth < 7 && bar % barStep != 0)
            continue;
        const double x = geometry.xAt(beat * i);
        const QColor& colour = isBar ? scene.theme.barLine : scene.theme.beatLine;
        painter.fillRect(QRectF(x, notes.top(), 1, notes.height()), colour);
        if (isBar) {
            painter.fillRect(QRectF(x, values.top(), 1, values.height()), scene.theme.beatLine);
            painter.fillRect(QRectF(x, ruler.bottom() - 5, 1, 6), scene.theme.dimText);
            if (bar % barStep == 0 && beat * i < scene.content.length()) {
                painter.setPen(scene.theme.dimText);
                painter.drawText(
                    QPointF(x + 4, ruler.top() + (ruler.height() + metrics.capHeight()) / 2.0),
                    QString::number(bar + 1));
            }
        }
    }
}

void paintChords(QPainter& painter, const RollScene& scene)
{
    const QRect lane = scene.geometry.chordLane();
    painter.fillRect(lane, scene.theme.lane);
    QFont font = painter.font();
    font.setBold(true);
    painter.setFont(font);
    const QFontMetrics metrics(font);
    const auto& chords = scene.content.take().tune.chords.chords;
    const Ticks left = scene.geometry.ticksAt(lane.left());
    const Ticks right = scene.geometry.ticksAt(lane.right());
    const QColor fill = blended(scene.theme.lane, scene.theme.text, 0.09);
    for (std::size_t i = 0; i < chords.size(); ++i) {
        const PlacedChord& chord = chords[i];
        if (chord.end() < left || chord.start > right)
            continue;
        QRectF block(scene.geometry.xAt(chord.start), lane.top() + 2,
                     chord.duration.quarters() * scene.geometry.pixelsPerQuarter() - 2,
                     lane.height() - 4);
        if (block.width() < 2)
            continue;
        painter.fillRect(block, fill);
        // A name stays readable while its chord reaches into the view.
        block.setLeft(std::max<double>(block.left(), lane.left()) + 5);
        const QString name = QString::fromStdString(chord.text);
        if (block.width() < 8)
            continue;
        painter.setPen(scene.theme.text);
        painter.drawText(block, Qt::AlignVCenter | Qt::AlignLeft,
                         metrics.elidedText(name, Qt::ElideRight, static_cast<int>(block.width())));
    }
}

int paintNotes(QPainter& painter, const RollScene& scene)
{
    const QRect area = scene.geometry.notes();
    const auto [first, last] = scene.content.notesBetween(scene.geometry.ticksAt(area.left()),
                                                          scene.geometry.ticksAt(area.right()));
    painter.setClipRect(area);
    int painted = 0;
    for (int i = first; i < last; ++i) {
        const Note& note = scene.content.take().notes[static_cast<std::size_t>(i)];
        const QRectF block = scene.geometry.noteRect(note.start, note.duration, note.pitch);
        if (!block.intersects(area))
            continue;
        paintKind(painter, block, scene.theme.style(scene.content.kindOf(i)),
                  scene.theme.background);
        ++painted;
    }
    painter.setClipping(false);
    return painted;
}

/// Kind, duration and interval of a value, one below the other, as far as each fits.
void paintValueText(QPainter& painter, const QRectF& block, const QString& value)
{
    const QFontMetrics metrics(painter.font());
    double y = block.top() + 9;
    for (const QString& line :
         {value.section(QLatin1Char(','), 0, 0), value.section(QLatin1Char(','), 1, 1),
          value.section(QLatin1Char(','), 2)}) {
        if (metrics.horizontalAdvance(line) > block.width() + 1)
            break;
        painter.drawText(QPointF(block.left() + 1, y + metrics.ascent()), line);
        y += metrics.height() - 1;
    }
}

void paintValues(QPainter& painter, const RollScene& scene)
{
    const QRect lane = scene.geometry.valueLane();
    painter.setClipRect(lane);
    painter.setFont(laneFont(painter, 0.78));
    const Ticks right = scene.geometry.ticksAt(lane.right());
    const Ticks left = scene.geometry.ticksAt(lane.left());
    for (const TakeValue& value : scene.content.take().values) {
        if (value.start > right || value.start + value.duration < left)
            continue;
        const QRectF block = valueRect(scene.geometry, value);
        paintKind(painter, QRectF(block.left(), block.top(), block.width(), 8),
                  scene.theme.style(value.kind), scene.theme.lane);
        if (block.width() < narrowestLabel)
            continue;
        painter.setPen(scene.theme.dimText);
        paintValueText(painter, block, QString::fromStdString(value.text));
    }
    painter.setClipping(false);
}

void paintKey(QPainter& painter, const RollScene& scene, int pitch, bool lit)
{
    const RollGeometry& geometry = scene.geometry;
    const double y = geometry.yOf(pitch);
    const double height = geometry.rowHeight();
    const int width = RollGeometry::keyboardWidth;
    const double keyWidth = isBlackKey(pitch) ? width * 0.6 : width - 1.0;
    const QColor key = isBlackKey(pitch) ? scene.theme.blackKey : scene.theme.whiteKey;
    painter.fillRect(QRectF(0, y, keyWidth, height), lit ? scene.theme.lit : key);
    if (isBlackKey(pitch)) {
        if (!lit)
            painter.fillRect(QRectF(keyWidth, y + height / 2 - 0.5, width - keyWidth - 1, 1),
                             blended(scene.theme.whiteKey, scene.theme.blackKey, 0.3));
        return;
    }
    if (!isBlackKey((pitch + 11) % 12))
        painter.fillRect(QRectF(0, y + height - 0.5, width - 1, 1),
                         blended(scene.theme.whiteKey, scene.theme.blackKey, 0.3));
    if (pitch % 12 == 0 && height >= 8) {
        QFont font = painter.font();
        font.setPixelSize(std::clamp(static_cast<int>(height) - 1, 8, 11));
        painter.setFont(font);
        painter.setPen(scene.theme.keyText);
        painter.drawText(QRectF(0, y, width - 5, height), Qt::AlignRight | Qt::AlignVCenter,
                         pitchName(pitch));
    }
}

void paintKeyboard(QPainter& painter, const RollScene& scene)
{
    const QRect area = scene.geometry.keyboard();
    painter.setClipRect(area);
    painter.fillRect(area, scene.theme.whiteKey);
    const auto [low, high] = visiblePitches(scene.geometry);
    for (int pitch = low; pitch <= high; ++pitch)
        paintKey(painter, scene, pitch, false);
    painter.fillRect(QRect(area.right(), area.top(), 1, area.height()), scene.theme.barLine);
    painter.setClipping(false);
}

void paintLaneNames(QPainter& painter, const RollScene& scene, const QFont& font)
{
    const RollGeometry& geometry = scene.geometry;
    const int width = RollGeometry::keyboardWidth;
    painter.setFont(font);
    painter.setPen(scene.theme.dimText);
    const auto name = [&](const QRect& lane, const QString& label) {
        const QRect box(0, lane.top(), width, lane.height());
        painter.fillRect(box, scene.theme.lane);
        painter.drawText(box.adjusted(6, 0, -2, 0), Qt::AlignLeft | Qt::AlignVCenter, label);
    };
    name(geometry.ruler(), RollContent::tr("Bar"));
    name(geometry.chordLane(), RollContent::tr("Chords"));
    name(geometry.valueLane(), RollContent::tr("Values"));
}

} // namespace

QRectF valueRect(const RollGeometry& geometry, const TakeValue& value)
{
    const QRect lane = geometry.valueLane();
    const double width = value.duration.quarters() * geometry.pixelsPerQuarter();
    return {geometry.xAt(value.start), lane.top() + 4.0,
            std::max(1.0, width - (width > 4 ? 1.5 : 0.0)), lane.height() - 7.0};
}

int paintRoll(QPainter& painter, const RollScene& scene)
{
    const QFont font = painter.font();
    const QFont small = laneFont(painter, 0.85);
    paintRows(painter, scene);
    painter.fillRect(scene.geometry.valueLane(), scene.theme.lane);
    paintTimeLines(painter, scene);
    painter.setFont(font);
    paintChords(painter, scene);
    painter.setFont(font);
    paintLoop(painter, scene); // under the notes, whose colours stay as they are
    const int painted = paintNotes(painter, scene);
    paintValues(painter, scene);
    painter.setFont(font);
    paintKeyboard(painter, scene);
    paintLaneNames(painter, scene, small);
    const QRect notes = scene.geometry.notes();
    const QRect ruler = scene.geometry.timeArea();
    painter.fillRect(QRect(0, notes.top() - 1, ruler.right() + 1, 1), scene.theme.barLine);
    painter.fillRect(QRect(0, notes.bottom() + 1, ruler.right() + 1, 1), scene.theme.barLine);
    return painted;
}

void paintSounding(QPainter& painter, const RollScene& scene, std::span<const int> notes)
{
    for (const int i : notes) {
        const Note& note = scene.content.take().notes[static_cast<std::size_t>(i)];
        painter.setClipRect(scene.geometry.notes());
        const QRectF block = scene.geometry.noteRect(note.start, note.duration, note.pitch);
        painter.fillRect(block.adjusted(-1, -1, 1, 1), scene.theme.playhead);
        KindStyle style = scene.theme.style(scene.content.kindOf(i));
        style.colour = blended(style.colour, scene.theme.lit, 0.25);
        paintKind(painter, block.adjusted(1, 1, -1, -1), style, scene.theme.background);
        painter.setClipRect(scene.geometry.keyboard());
        paintKey(painter, scene, note.pitch, true);
    }
    painter.setClipping(false);
}

void paintOutline(QPainter& painter, const RollScene& scene, int note)
{
    const Note& it = scene.content.take().notes[static_cast<std::size_t>(note)];
    painter.setClipRect(scene.geometry.notes());
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(scene.theme.text, 2));
    painter.drawRect(
        scene.geometry.noteRect(it.start, it.duration, it.pitch).adjusted(-1, -1, 1, 1));
    painter.setClipping(false);
}

void paintPlayhead(QPainter& painter, const RollScene& scene, Ticks position)
{
    const QRect area = scene.geometry.timeArea();
    const double x = scene.geometry.xAt(position);
    painter.setClipRect(area);
    painter.fillRect(QRectF(x - 0.75, RollGeometry::rulerHeight - 8.0, 1.5, area.height()),
                     scene.theme.playhead);
    const QPolygonF head{QPointF(x - 6, RollGeometry::rulerHeight - 13.0),
                         QPointF(x + 6, RollGeometry::rulerHeight - 13.0),
                         QPointF(x, RollGeometry::rulerHeight - 3.0)};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(scene.theme.playhead);
    painter.drawPolygon(head);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setClipping(false);
}

} // namespace woodshed
