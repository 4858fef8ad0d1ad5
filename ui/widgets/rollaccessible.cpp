#include "widgets/rollaccessible.h"

#include <QAccessibleWidget>

#include "widgets/pianoroll.h"

namespace woodshed
{

namespace
{

class RollAccessible : public QAccessibleWidget
{
public:
    explicit RollAccessible(PianoRoll* roll)
        : QAccessibleWidget(roll, QAccessible::Canvas)
    {
    }

    [[nodiscard]] QString text(QAccessible::Text what) const override
    {
        const auto* roll = static_cast<const PianoRoll*>(widget());
        if (what == QAccessible::Name)
            return roll->content().summary();
        if (what == QAccessible::Value && roll->currentNote() >= 0)
            return roll->content().describeNote(roll->currentNote()) + QStringLiteral(". ") +
                   roll->content().explainNote(roll->currentNote());
        return QAccessibleWidget::text(what);
    }
};

QAccessibleInterface* makeInterface(const QString& className, QObject* object)
{
    if (className != QLatin1String(PianoRoll::staticMetaObject.className()))
        return nullptr;
    auto* roll = qobject_cast<PianoRoll*>(object);
    return roll ? new RollAccessible(roll) : nullptr;
}

} // namespace

void installRollAccessibility()
{
    // Qt keeps a factory once, however often it is installed.
    QAccessible::installFactory(makeInterface);
}

} // namespace woodshed
