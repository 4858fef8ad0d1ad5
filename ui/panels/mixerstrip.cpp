#include "panels/mixerstrip.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSlider>
#include <QToolButton>

#include "widgets/describe.h"

namespace woodshed
{

MixerStrip::MixerStrip(const QString& part, const QString& shown, QWidget* parent)
    : QWidget(parent)
    , m_part(part)
    , m_volume(new QSlider(Qt::Horizontal, this))
    , m_pan(new QSlider(Qt::Horizontal, this))
    , m_mute(new QToolButton(this))
    , m_solo(new QToolButton(this))
{
    setObjectName(QStringLiteral("strip") + part);
    auto* title = new QLabel(shown, this);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    m_volume->setObjectName(QStringLiteral("sliderVolume") + part);
    m_volume->setRange(0, 100);
    m_volume->setValue(100);
    describe(m_volume, tr("%1 volume").arg(shown), tr("How loud: %1").arg(shown));
    m_pan->setObjectName(QStringLiteral("sliderPan") + part);
    m_pan->setRange(-100, 100);
    m_pan->setPageStep(25);
    m_pan->setTickInterval(100);
    m_pan->setTickPosition(QSlider::TicksBelow);
    describe(m_pan, tr("%1 pan").arg(shown), tr("Further left or right: %1").arg(shown));
    m_mute->setText(tr("Mute"));
    m_mute->setObjectName(QStringLiteral("btnMute") + part);
    describe(m_mute, tr("Mute %1").arg(shown), tr("Silence this part (M): %1").arg(shown));
    m_solo->setText(tr("Solo"));
    m_solo->setObjectName(QStringLiteral("btnSolo") + part);
    describe(m_solo, tr("Solo %1").arg(shown), tr("Hear only this part (S): %1").arg(shown));

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(2);
    grid->setHorizontalSpacing(5);
    grid->addWidget(title, 0, 0, 1, 2);
    int row = 1;
    for (const auto& [slider, text] :
         {std::pair(m_volume, tr("Vol")), std::pair(m_pan, tr("Pan"))}) {
        auto* label = new QLabel(text, this);
        label->setBuddy(slider);
        grid->addWidget(label, row, 0);
        grid->addWidget(slider, row++, 1);
        slider->setMinimumWidth(60);
        connect(slider, &QSlider::valueChanged, this, &MixerStrip::changed);
    }
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    for (QToolButton* button : {m_mute, m_solo}) {
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        buttons->addWidget(button);
        connect(button, &QToolButton::toggled, this, &MixerStrip::changed);
    }
    grid->addLayout(buttons, row, 0, 1, 2);
    grid->setColumnStretch(1, 1);
}

PartMix MixerStrip::mix() const
{
    return {.volume = m_volume->value() / 100.0,
            .pan = m_pan->value() / 100.0,
            .muted = m_mute->isChecked(),
            .soloed = m_solo->isChecked()};
}

void MixerStrip::setMix(const PartMix& mix)
{
    m_volume->setValue(qRound(mix.volume * 100));
    m_pan->setValue(qRound(mix.pan * 100));
    m_mute->setChecked(mix.muted);
    m_solo->setChecked(mix.soloed);
}

void MixerStrip::keyPressEvent(QKeyEvent* event)
{
    if (event->modifiers() == Qt::NoModifier && event->key() == Qt::Key_M)
        m_mute->toggle();
    else if (event->modifiers() == Qt::NoModifier && event->key() == Qt::Key_S)
        m_solo->toggle();
    else
        QWidget::keyPressEvent(event);
}

} // namespace woodshed
