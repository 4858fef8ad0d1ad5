#include "studio/shortcutguard.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>

namespace woodshed
{

namespace
{

bool keepsKey(const QWidget* widget, const QKeyEvent& key)
{
    if ((key.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) != Qt::NoModifier)
        return false;
    const bool space = key.key() == Qt::Key_Space;
    const bool home = key.key() == Qt::Key_Home;
    const bool character = space || !key.text().trimmed().isEmpty();
    if (qobject_cast<const QAbstractButton*>(widget))
        return space;
    if (qobject_cast<const QAbstractSlider*>(widget))
        return home;
    if (qobject_cast<const QComboBox*>(widget) || qobject_cast<const QAbstractItemView*>(widget) ||
        qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QLineEdit*>(widget))
        return character || home;
    return false;
}

} // namespace

bool ShortcutGuard::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* widget = qobject_cast<QWidget*>(watched);
        if (widget && widget->hasFocus() && keepsKey(widget, *static_cast<QKeyEvent*>(event))) {
            event->accept();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace woodshed
