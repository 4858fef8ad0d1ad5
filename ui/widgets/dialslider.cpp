#include "widgets/dialslider.h"

#include <utility>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/describe.h"
#include "widgets/elidedlabel.h"

namespace woodshed
{

namespace
{

constexpr int farFrom = 60; ///< hundredths, where the stronger words begin

} // namespace

DialSlider::DialSlider(const QString& id, const QString& name, const QString& tip, Words words,
                       QWidget* parent)
    : QWidget(parent)
    , m_name(name)
    , m_tip(tip)
    , m_words(std::move(words))
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_word(new ElidedLabel(this))
    , m_reset(new QToolButton(this))
{
    setObjectName(QStringLiteral("dial") + id);
    m_slider->setObjectName(QStringLiteral("slider") + id);
    m_slider->setRange(-100, 100);
    m_slider->setSingleStep(5);
    m_slider->setPageStep(20);
    m_slider->installEventFilter(this);
    auto* label = new QLabel(tr("%1:").arg(name), this);
    label->setBuddy(m_slider);
    m_word->setObjectName(QStringLiteral("word") + id);
    m_word->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_reset->setObjectName(QStringLiteral("btnReset") + id);
    m_reset->setText(tr("Reset"));
    m_reset->setAutoRaise(true);
    m_reset->setFocusPolicy(Qt::NoFocus); // the slider has keys for it
    describe(m_reset, tr("Reset %1").arg(name), tr("Leave it to the network again (Delete)"));
    m_reset->setFixedHeight(label->sizeHint().height());

    auto* top = new QHBoxLayout;
    top->setSpacing(6);
    top->addWidget(label);
    top->addWidget(m_word, 1);
    top->addWidget(m_reset);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(m_slider);
    connect(m_reset, &QToolButton::clicked, m_slider, [this] { m_slider->setValue(0); });
    connect(m_slider, &QSlider::valueChanged, this, [this](int hundredths) {
        show(hundredths);
        Q_EMIT changed();
    });
    show(0);
}

void DialSlider::setValue(double value)
{
    m_slider->setValue(qRound(value * 100));
}

double DialSlider::value() const
{
    return m_slider->value() / 100.0;
}

void DialSlider::rest(const QString& reason)
{
    m_reason = reason;
    setEnabled(reason.isEmpty());
    show(m_slider->value());
}

QString DialSlider::word(int hundredths) const
{
    if (hundredths == 0)
        return tr("as the network likes it");
    if (hundredths < 0)
        return hundredths <= -farFrom ? m_words.farLeft : m_words.left;
    return hundredths >= farFrom ? m_words.farRight : m_words.right;
}

void DialSlider::show(int hundredths)
{
    m_word->setText(word(hundredths));
    m_reset->setVisible(hundredths != 0 && m_reason.isEmpty());
    describe(m_slider, tr("%1: %2").arg(m_name, word(hundredths)),
             m_reason.isEmpty() ? tr("%1 (double click or Delete: back to the middle)").arg(m_tip)
                                : m_reason);
    setToolTip(m_slider->toolTip());
    setStatusTip(m_slider->statusTip());
}

bool DialSlider::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_slider && event->type() == QEvent::MouseButtonDblClick) {
        m_slider->setValue(0);
        return true;
    }
    if (watched == m_slider && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Delete || key == Qt::Key_Backspace || key == Qt::Key_0) {
            m_slider->setValue(0);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace woodshed
