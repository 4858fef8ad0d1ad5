#include "dialogs/shortcutlist.h"

#include <QAction>
#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "widgets/describe.h"

namespace woodshed
{

ShortcutList::ShortcutList(const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("shortcutList"));
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* list = new QTreeWidget(this);
    describe(list, tr("Shortcuts"), tr("Every command that has a key of its own"));
    list->setHeaderLabels({tr("Command"), tr("Keys")});
    list->setRootIsDecorated(false);
    list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list->header()->setStretchLastSection(false);
    list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    for (const QAction* action : actions) {
        if (action->shortcuts().isEmpty())
            continue;
        const QString keys =
            QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText)
                .replace(QStringLiteral("; "), tr(" or "));
        list->addTopLevelItem(new QTreeWidgetItem({action->text().remove(QLatin1Char('&')), keys}));
    }
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(list);
    resize(420, 480);
}

} // namespace woodshed
