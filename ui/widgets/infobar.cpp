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
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 6, 6, 6);
    layout->addWidget(m_sign);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, this, &InfoBar::dismiss);
    connect(m_action, &QPushButton::clicked, this, [this] {
        const auto run = std::exchange(m_run, {});
        dismiss();
        if (run)
            run();
    });
    hide();
}

void InfoBar::showMessage(Kind kind, const QString& text, const QString& actionText,
                          std::function<void()> action)
{
    m_kind = kind;
    m_run = std::move(action);
    m_text->setText(text);
    m_action->setText(actionText);
    m_action->setVisible(!actionText.isEmpty());
    m_action->setAccessibleName(actionText);
    m_action->setToolTip(actionText);
    m_action->setStatusTip(actionText);
    m_sign->setText(kind == Kind::Information ? QStringLiteral("i") : QStringLiteral("!"));
    const QString prefix = kind == Kind::Error     ? tr("Error")
                           : kind == Kind::Warning ? tr("Warning")
                                                   : tr("Note");
    setAccessibleName(QStringLiteral("%1: %2").arg(prefix, text));
    m_sign->setAccessibleName(prefix);
    applyColours();
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QString InfoBar::message() const
{
    return m_text->text();
}

void InfoBar::dismiss()
{
    m_run = {};
    hide();
}

QColor InfoBar::accent() const
{
    const QColor base = m_kind == Kind::Error     ? QColor(0xD5, 0x5E, 0x00)
                        : m_kind == Kind::Warning ? QColor(0xE6, 0x9F, 0x00)
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
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QFrame::keyPressEvent(event);
}

} // namespace woodshed
