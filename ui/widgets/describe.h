#pragma once

#include <QWidget>

namespace woodshed
{

/// Gives a control its name for assistive programs and one sentence as tool tip and status tip.
inline void describe(QWidget* control, const QString& name, const QString& tip)
{
    control->setAccessibleName(name);
    control->setToolTip(tip);
    control->setStatusTip(tip);
}

} // namespace woodshed
