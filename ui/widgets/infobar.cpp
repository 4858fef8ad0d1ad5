#include "widgets/infobar.h"

#include <utility>

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include "widgets/contrast.h"
#include "widgets/icons.h"

namespace woodshed
{

InfoBar::InfoBar(QWidget* parent)
    : QFrame(parent)
    , m_sign(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("infoBar"));
    m_sign->setFixedWidth(18);
    m_sign->setAlignment(Qt::AlignCenter);
    m_text->setObjectName(QStringLiteral("infoText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_action->setObjectName(QStringLiteral("infoAction"));
    m_close->setObjectName(QStringLiteral("infoClose"));
    m_close->setIcon(themedIcon(QStringLiteral("close")));
    m_close->setAutoRaise(true);
    m_close->setAccessibleName(tr("Close message"));
    m_close->setToolTip(tr("Close this message (Esc)"));
    m_close->setStatusTip(tr("Close this message"));
    m_close->setFocusPolicy(Qt::StrongFocus);
    QSizePolicy keepsItsPlace = m_close->sizePolicy();
    keepsItsPlace.setRetainSizeWhenHidden(true); // the bar should not jump under the pointer
    m_close->setSizePolicy(keepsItsPlace);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 6, 6, 6);
    layout->addWidget(m_sign);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, this, &InfoBar::dismiss);
    connect(m_action, &QPushButton::clicked, this, &InfoBar::act);
    hide();
}

void InfoBar::showMessage(Kind kind, const QString& text, const QString& actionText,
                          std::function<void()> action)
{
    m_message = Content{kind, text, actionText, std::move(action)};
    present();
    announce();
}

void InfoBar::showActivity(const QString& text, const QString& actionText,
                           std::function<void()> action)
{
    const bool isNew = !m_activity;
    m_activity = Content{Kind::Information, text, actionText, std::move(action)};
    if (m_message)
        return;
    present();
    if (isNew) // a screen reader should not be interrupted at every step
        announce();
}

void InfoBar::endActivity()
{
    m_activity.reset();
    present();
}

void InfoBar::present()
{
    if (!m_message && !m_activity) {
        hide();
        return;
    }
    const Content& shown = m_message ? *m_message : *m_activity;
    m_text->setText(shown.text);
    m_action->setText(shown.actionText);
    m_action->setAccessibleName(shown.actionText);
    m_action->setToolTip(shown.actionText);
    m_action->setStatusTip(shown.actionText);
    m_action->setVisible(!shown.actionText.isEmpty());
    m_close->setVisible(m_message.has_value());
    m_sign->setText(shown.kind == Kind::Information ? QStringLiteral("i") : QStringLiteral("!"));
    const QString prefix = shown.kind == Kind::Error     ? tr("Error")
                           : shown.kind == Kind::Warning ? tr("Warning")
                                                         : tr("Note");
    setAccessibleName(QStringLiteral("%1: %2").arg(prefix, shown.text));
    m_sign->setAccessibleName(prefix);
    applyColours();
    show();
}

void InfoBar::announce()
{
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void InfoBar::act()
{
    const auto& shown = m_message ? m_message : m_activity;
    if (!shown)
        return;
    const auto run = shown->action; // it may show something else
    dismiss();
    if (run)
        run();
}

QString InfoBar::message() const
{
    return m_text->text();
}

InfoBar::Kind InfoBar::kind() const
{
    return m_message ? m_message->kind : Kind::Information;
}

void InfoBar::dismiss()
{
    m_message.reset();
    present();
}

QColor InfoBar::accent() const
{
    const QColor base = kind() == Kind::Error     ? QColor(0xD5, 0x5E, 0x00)
                        : kind() == Kind::Warning ? QColor(0xE6, 0x9F, 0x00)
                                                  : QColor(0x00, 0x72, 0xB2);
    return legible(base, palette().color(QPalette::Window));
}

void InfoBar::applyColours()
{
    QFont bold = font();
    bold.setBold(true);
    m_sign->setFont(bold);
    QPalette colours = m_sign->palette();
    colours.setColor(QPalette::WindowText,
                     legible(accent(), palette().color(QPalette::Window), 4.5));
    m_sign->setPalette(colours);
    update();
}

void InfoBar::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    const QColor window = palette().color(QPalette::Window);
    painter.fillRect(rect(), blended(window, accent(), 0.1));
    painter.fillRect(QRect(0, 0, 4, height()), accent());
    painter.fillRect(QRect(0, height() - 1, width(), 1), blended(window, accent(), 0.35));
}

void InfoBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyColours();
}

void InfoBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_message)
        dismiss();
    else
        QFrame::keyPressEvent(event);
}

} // namespace woodshed
