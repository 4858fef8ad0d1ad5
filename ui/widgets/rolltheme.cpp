#include "widgets/rolltheme.h"

#include <QCoreApplication>

#include "widgets/contrast.h"

namespace woodshed
{

namespace
{

std::size_t styleIndex(std::optional<ValueKind> kind)
{
    if (!kind)
        return 5;
    switch (*kind) {
    case ValueKind::ChordTone:
        return 0;
    case ValueKind::ScaleTone:
        return 1;
    case ValueKind::ApproachTone:
        return 2;
    case ValueKind::Outside:
        return 3;
    case ValueKind::Rest:
        break;
    }
    return 4;
}

} // namespace

RollTheme RollTheme::from(const QPalette& palette)
{
    RollTheme theme;
    const bool dark = isDark(palette);
    const QColor text = palette.color(QPalette::Text);
    theme.background = palette.color(QPalette::Base);
    theme.blackRow = blended(theme.background, text, dark ? 0.05 : 0.045);
    theme.beatLine = blended(theme.background, text, 0.11);
    theme.barLine = blended(theme.background, text, 0.32);
    theme.lane = palette.color(QPalette::Window);
    theme.text = palette.color(QPalette::WindowText);
    theme.whiteKey = dark ? QColor(0xD8, 0xD8, 0xD8) : QColor(Qt::white);
    theme.blackKey = QColor(0x2A, 0x2A, 0x2A);
    theme.keyText = QColor(0x40, 0x40, 0x40);
    theme.lit = QColor(0xE6, 0x9F, 0x00);
    theme.playhead = legible(QColor(0xE6, 0x9F, 0x00), theme.background);
    // What is marked for the loop is shaded, and what stands on it keeps its contrast.
    const auto shaded = [&theme](const QColor& under) {
        return blended(under, theme.playhead, loopShare);
    };
    theme.dimText = legible(legible(blended(theme.lane, theme.text, 0.65), theme.lane, 4.5),
                            shaded(theme.lane), 4.5);
    // Okabe and Ito's palette for every kind of colour vision.
    const auto set = [&](std::optional<ValueKind> kind, const QColor& colour, KindPattern pattern) {
        theme.m_styles.at(styleIndex(kind)) = {
            legible(legible(colour, theme.blackRow), shaded(theme.blackRow)), pattern};
    };
    const QColor grey = blended(theme.background, text, 0.5);
    set(ValueKind::ChordTone, QColor(0x00, 0x72, 0xB2), KindPattern::Plain);
    set(ValueKind::ScaleTone, QColor(0x00, 0x9E, 0x73), KindPattern::Dot);
    set(ValueKind::ApproachTone, QColor(0xD5, 0x5E, 0x00), KindPattern::Hatch);
    set(ValueKind::Outside, QColor(0xCC, 0x79, 0xA7), KindPattern::Cross);
    set(ValueKind::Rest, grey, KindPattern::Hollow);
    set(std::nullopt, grey, KindPattern::Plain);
    return theme;
}

const KindStyle& RollTheme::style(std::optional<ValueKind> kind) const
{
    return m_styles.at(styleIndex(kind));
}

QString kindName(ValueKind kind)
{
    switch (kind) {
    case ValueKind::ChordTone:
        return QCoreApplication::translate("woodshed::ValueKind", "chord tone");
    case ValueKind::ScaleTone:
        return QCoreApplication::translate("woodshed::ValueKind", "scale tone");
    case ValueKind::ApproachTone:
        return QCoreApplication::translate("woodshed::ValueKind", "approach tone");
    case ValueKind::Outside:
        return QCoreApplication::translate("woodshed::ValueKind", "outside tone");
    case ValueKind::Rest:
        break;
    }
    return QCoreApplication::translate("woodshed::ValueKind", "rest");
}

void paintKind(QPainter& painter, const QRectF& block, const KindStyle& style,
               const QColor& background)
{
    const double width = block.width();
    const double height = block.height();
    if (style.pattern == KindPattern::Hollow && width >= 3 && height >= 3) {
        painter.setPen(style.colour);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(block.adjusted(0.5, 0.5, -0.5, -0.5));
        return;
    }
    painter.fillRect(block, style.colour);
    if (style.pattern == KindPattern::Plain || width < 5 || height < 5)
        return;

    painter.save();
    painter.setClipRect(block.adjusted(1, 1, -1, -1), Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(background, 1.4);
    painter.setPen(pen);
    const QPointF centre = block.center();
    switch (style.pattern) {
    case KindPattern::Dot:
        painter.setPen(Qt::NoPen);
        painter.setBrush(background);
        painter.drawEllipse(QPointF(block.left() + qMin(width / 2, height / 2 + 1.0), centre.y()),
                            height * 0.24, height * 0.24);
        break;
    case KindPattern::Hatch:
        for (double x = block.left(); x < block.right() + height; x += 5)
            painter.drawLine(QPointF(x, block.top()), QPointF(x - height, block.bottom()));
        break;
    case KindPattern::Cross: {
        const double arm = qMin(width, height) * 0.32;
        const QPointF middle(block.left() + qMin(width / 2, height / 2 + 1.0), centre.y());
        pen.setWidthF(1.8);
        painter.setPen(pen);
        painter.drawLine(middle + QPointF(-arm, -arm), middle + QPointF(arm, arm));
        painter.drawLine(middle + QPointF(-arm, arm), middle + QPointF(arm, -arm));
        break;
    }
    case KindPattern::Plain:
    case KindPattern::Hollow:
        break;
    }
    painter.restore();
}

} // namespace woodshed
