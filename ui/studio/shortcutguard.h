#pragma once

#include <QObject>

namespace woodshed
{

/// Keeps window-wide plain keys (Space, letters, brackets, Home) from being stolen from the control
/// that has the focus: buttons keep Space; combo boxes, lists, tables, spin boxes, sliders and text
/// fields keep what they use. Keys with Ctrl always reach the window. Install on the application.
class ShortcutGuard : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace woodshed
