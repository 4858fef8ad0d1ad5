#include "widgets/levelmeter.h"

#include <algorithm>
#include <cmath>

#include <QAccessible>
#include <QAccessibleWidget>
#include <QKeyEvent>
#include <QPainter>

#include "widgets/contrast.h"
#include "widgets/describe.h"

namespace woodshed
{

namespace
{

constexpr double fall = 1.5; ///< decibels a call
constexpr int clipWidth = 40;
constexpr int gap = 3;

class MeterAccessible : public QAccessibleWidget
{
public:
    explicit MeterAccessible(LevelMeter* meter)
        : QAccessibleWidget(meter, QAccessible::Indicator)
    {
    }

    [[nodiscard]] QString text(QAccessible::Text what) const override
    {
        if (what == QAccessible::Value)
            return static_cast<const LevelMeter*>(widget())->valueText();
        return QAccessibleWidget::text(what);
    }
};

QAccessibleInterface* makeInterface(const QString& className, QObject* object)
{
    if (className != QLatin1String(LevelMeter::staticMetaObject.className()))
        return nullptr;
    auto* meter = qobject_cast<LevelMeter*>(object);
    return meter ? new MeterAccessible(meter) : nullptr;
}

} // namespace

LevelMeter::LevelMeter(QWidget* parent)
    : QWidget(parent)
{
    QAccessible::installFactory(makeInterface);
    setObjectName(QStringLiteral("levelMeter"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe(this, tr("Level"), tr("How loud it is; a click or Space takes the clip mark away"));
}

QSize LevelMeter::sizeHint() const
{
    return {140, fontMetrics().height() + 4};
}

QSize LevelMeter::minimumSizeHint() const
{
    return {90, fontMetrics().height() + 4};
}

void LevelMeter::setLevel(const Meter& level)
{
    const double now =
        level.peak > 0 ? std::clamp(20 * std::log10(static_cast<double>(level.peak)), quietest, 0.0)
                       : quietest;
    const double shown = std::max(now, m_decibels - fall);
    const bool clips = level.clipped && !m_clipped;
    if (shown == m_decibels && !clips)
        return;
    m_decibels = std::max(shown, quietest);
    if (clips) {
        m_clipped = true;
        QAccessibleValueChangeEvent changed(this, valueText());
        QAccessible::updateAccessibility(&changed);
    }
    update();
}

void LevelMeter::resetClip()
{
    m_clipped = false;
    update();
}

QString LevelMeter::valueText() const
{
    const QString level =
        m_decibels <= quietest ? tr("silent") : tr("%1 dB").arg(qRound(m_decibels));
    return m_clipped ? tr("%1, has been too loud").arg(level) : level;
}

void LevelMeter::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    const QColor base = palette().color(QPalette::Base);
    const QColor text = palette().color(QPalette::Text);
    const QColor frame = legible(blended(base, text, 0.4), base);
    const QRect bar = rect().adjusted(1, 3, -clipWidth - gap - 1, -3);
    painter.fillRect(bar, base);
    const double share = 1 - m_decibels / quietest;
    const QRectF filled(bar.left(), bar.top(), bar.width() * share, bar.height());
    painter.fillRect(filled, legible(QColor(0x00, 0x9E, 0x73), base));
    // A line every 12 decibels tells more than a bare bar.
    for (double mark = quietest + 12; mark < 0; mark += 12) {
        const double x = bar.left() + bar.width() * (1 - mark / quietest);
        painter.fillRect(QRectF(x, bar.top(), 1, bar.height()), frame);
    }
    painter.setPen(frame);
    painter.drawRect(bar.adjusted(0, 0, -1, -1));

    const QRect clip(width() - clipWidth, bar.top(), clipWidth - 1, bar.height());
    const QColor alarm(0xB0, 0x3A, 0x00);
    painter.fillRect(clip, m_clipped ? alarm : base);
    painter.setPen(m_clipped ? alarm : frame);
    painter.drawRect(clip.adjusted(0, 0, -1, -1));
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.8);
    small.setBold(m_clipped);
    painter.setFont(small);
    painter.setPen(m_clipped ? QColor(Qt::white) : legible(blended(base, text, 0.6), base, 4.5));
    painter.drawText(clip, Qt::AlignCenter, tr("Clip"));
    if (hasFocus()) {
        painter.setPen(palette().color(QPalette::Highlight));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void LevelMeter::mousePressEvent(QMouseEvent* event)
{
    QWidget::mousePressEvent(event);
    resetClip();
}

void LevelMeter::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return ||
        event->key() == Qt::Key_Enter)
        resetClip();
    else
        QWidget::keyPressEvent(event);
}

void LevelMeter::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void LevelMeter::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace woodshed
