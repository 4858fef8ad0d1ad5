#include "panels/transportbar.h"

#include <algorithm>
#include <cmath>

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "studio/studioactions.h"

namespace woodshed
{

TransportBar::TransportBar(const StudioActions& actions, QWidget* parent)
    : QToolBar(tr("Transport"), parent)
    , m_position(new QLabel(this))
{
    setObjectName(QStringLiteral("transportBar"));
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize({18, 18});
    setContentsMargins(6, 2, 6, 0);
    addPlay(actions.play);
    for (QAction* action : {actions.stop, actions.home, actions.loop, actions.countIn,
                            actions.metronome, actions.record, actions.follow, actions.panic}) {
        if (action == actions.loop || action == actions.follow)
            addSeparator();
        addAction(action);
        auto* button = qobject_cast<QToolButton*>(widgetForAction(action));
        button->setFocusPolicy(Qt::StrongFocus);
        button->setObjectName(QStringLiteral("btn") + action->objectName().mid(3));
    }
    auto* space = new QWidget(this);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(space);
    m_position->setObjectName(QStringLiteral("positionText"));
    m_position->setToolTip(tr("Bar and beat / minutes and seconds"));
    m_position->setStatusTip(m_position->toolTip());
    m_position->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    QFont large = m_position->font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    m_position->setFont(large);
    m_position->setFixedWidth(
        QFontMetrics(large).horizontalAdvance(QStringLiteral("000.0 / 00:00")) + 8);
    addWidget(m_position);
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

void TransportBar::showCountIn()
{
    m_position->setText(tr("Count-in"));
}

void TransportBar::focusPlay()
{
    // A reason that shows the focus frame from the start.
    m_play->setFocus(Qt::TabFocusReason);
}

} // namespace woodshed
