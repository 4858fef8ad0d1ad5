#pragma once

#include <QDialog>

class QAction;

namespace woodshed
{

/// All commands with their shortcuts, in a window that may stay open beside the work.
class ShortcutList : public QDialog
{
    Q_OBJECT

public:
    ShortcutList(const QList<QAction*>& actions, QWidget* parent = nullptr);
};

} // namespace woodshed
