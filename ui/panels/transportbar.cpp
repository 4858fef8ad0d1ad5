#include "panels/transportbar.h"

#include <algorithm>
#include <cmath>

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>

#include "studio/studioactions.h"
#include "widgets/describe.h"

namespace woodshed
{

TransportBar::TransportBar(const StudioActions& actions, QWidget* parent)
    : QToolBar(tr("Transport"), parent)
    , m_position(new QLabel(this))
    , m_output(new QLabel(this))
    , m_volume(new QSlider(Qt::Horizontal, this))
{
    setObjectName(QStringLiteral("transportBar"));
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize({20, 20});
    setContentsMargins(6, 2, 6, 2);
    addPlay(actions.play);
    addActions({actions.stop, actions.home});
    addSeparator();
    addActions({actions.follow, actions.panic});
    addSeparator();
    for (QAction* action : {actions.stop, actions.home, actions.follow, actions.panic}) {
        auto* button = qobject_cast<QToolButton*>(widgetForAction(action));
        button->setFocusPolicy(Qt::StrongFocus);
        button->setObjectName(QStringLiteral("btn") + action->objectName().mid(3));
    }

    m_position->setObjectName(QStringLiteral("positionText"));
    m_position->setToolTip(tr("Bar and beat / minutes and seconds"));
    m_position->setStatusTip(m_position->toolTip());
    m_position->setAlignment(Qt::AlignCenter);
    m_position->setFixedWidth(
        m_position->fontMetrics().horizontalAdvance(QStringLiteral("000.0 / 00:00")));
    addWidget(m_position);
    addSeparator();
    auto* space = new QWidget(this);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(space);
    m_output->setObjectName(QStringLiteral("outputText"));
    m_output->setToolTip(tr("What you hear the music through"));
    m_output->setStatusTip(m_output->toolTip());
    m_output->setText(tr("Opening sound..."));
    addWidget(m_output);
    addSeparator();
    auto* volumeLabel = new QLabel(tr("Vo&lume"), this);
    volumeLabel->setContentsMargins(4, 0, 6, 0);
    volumeLabel->setBuddy(m_volume);
    addWidget(volumeLabel);
    m_volume->setObjectName(QStringLiteral("sliderVolume"));
    m_volume->setRange(0, 100);
    m_volume->setValue(80);
    m_volume->setFixedWidth(96);
    describe(m_volume, tr("Volume"), tr("How loud"));
    addWidget(m_volume);
    setTabOrder(widgetForAction(actions.panic), m_volume);
    connect(m_volume, &QSlider::valueChanged, this,
            [this](int percent) { Q_EMIT volumeChanged(percent / 100.0); });
    setPosition(QStringLiteral("1.1"), 0);
}

void TransportBar::addPlay(QAction* play)
{
    m_play = new QPushButton(this);
    m_play->setObjectName(QStringLiteral("btnPlay"));
    m_play->setIconSize({22, 22});
    QFont bold = m_play->font();
    bold.setBold(true);
    m_play->setFont(bold);
    // The place stays the same when the text turns from Play to Pause.
    m_play->setMinimumSize(m_play->fontMetrics().horizontalAdvance(tr("Pause")) + 68, 38);
    const auto show = [this, play] {
        const QString name = play->text().remove(QLatin1Char('&'));
        m_play->setText(name);
        m_play->setIcon(play->icon());
        m_play->setAccessibleName(name);
        m_play->setToolTip(play->toolTip());
        m_play->setStatusTip(play->statusTip());
    };
    show();
    connect(play, &QAction::changed, this, show);
    connect(m_play, &QPushButton::clicked, play, &QAction::trigger);
    addWidget(m_play);
}

void TransportBar::setPosition(const QString& barAndBeat, double seconds)
{
    const int whole = static_cast<int>(std::floor(std::max(0.0, seconds)));
    const QString text = QStringLiteral("%1 / %2:%3")
                             .arg(barAndBeat)
                             .arg(whole / 60)
                             .arg(whole % 60, 2, 10, QLatin1Char('0'));
    if (text != m_position->text())
        m_position->setText(text);
}

void TransportBar::setOutput(const SoundStatus& status)
{
    m_output->setText(status.isSilent()
                          ? tr("Silent clock")
                          : tr("Built-in synth (%1)").arg(QString::fromStdString(status.driver)));
}

void TransportBar::focusPlay()
{
    // A reason that shows the focus frame from the start.
    m_play->setFocus(Qt::TabFocusReason);
}

} // namespace woodshed
