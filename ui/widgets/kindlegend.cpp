#include "widgets/kindlegend.h"

#include <array>

#include <QEvent>
#include <QPainter>

#include "widgets/rolltheme.h"

namespace woodshed
{

namespace
{

constexpr std::array kinds{ValueKind::ChordTone, ValueKind::ScaleTone, ValueKind::ApproachTone,
                           ValueKind::Outside, ValueKind::Rest};
constexpr int swatchWidth = 22;
constexpr int swatchHeight = 11;
constexpr int gap = 6;
constexpr int spacing = 18;

QString label(ValueKind kind)
{
    switch (kind) {
    case ValueKind::ChordTone:
        return KindLegend::tr("C  chord");
    case ValueKind::ScaleTone:
        return KindLegend::tr("S  scale");
    case ValueKind::ApproachTone:
        return KindLegend::tr("A  approach");
    case ValueKind::Outside:
        return KindLegend::tr("X  outside");
    case ValueKind::Rest:
        break;
    }
    return KindLegend::tr("R  rest");
}

} // namespace

KindLegend::KindLegend(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("kindLegend"));
    QStringList names;
    for (const ValueKind kind : kinds)
        names << QStringLiteral("%1 %2")
                     .arg(QLatin1Char(static_cast<char>(kind)))
                     .arg(kindName(kind));
    setAccessibleName(tr("Legend: %1").arg(names.join(QStringLiteral(", "))));
    setToolTip(tr("What a note is over the chord that sounds, by colour and by pattern"));
    setStatusTip(toolTip());
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize KindLegend::sizeHint() const
{
    int width = 0;
    for (const ValueKind kind : kinds)
        width += swatchWidth + gap + fontMetrics().horizontalAdvance(label(kind)) + spacing;
    return {width, fontMetrics().height() + 8};
}

void KindLegend::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    const RollTheme theme = RollTheme::from(palette());
    int x = 2;
    for (const ValueKind kind : kinds) {
        paintKind(painter, QRectF(x, (height() - swatchHeight) / 2.0, swatchWidth, swatchHeight),
                  theme.style(kind), theme.background);
        x += swatchWidth + gap;
        const QString text = label(kind);
        painter.setPen(theme.text);
        painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft,
                         text);
        x += fontMetrics().horizontalAdvance(text) + spacing;
    }
}

void KindLegend::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        update();
    else if (event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace woodshed
