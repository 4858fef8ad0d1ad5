#include "documentdesk.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QWidget>

#include "studio/errortext.h"
#include "widgets/infobar.h"

namespace woodshed
{

namespace
{

QString suffix()
{
    return QString::fromLatin1(documentSuffix.data(), static_cast<int>(documentSuffix.size()));
}

/// "Blues for Anna (12 takes, 10:32)"
QString described(const RecoveryFile& file)
{
    const QString name = file.document.isEmpty() ? DocumentDesk::tr("Untitled")
                                                 : QFileInfo(file.document).completeBaseName();
    const bool isToday = file.written.date() == QDate::currentDate();
    const QString when = QLocale().toString(file.written, QLocale::ShortFormat);
    return DocumentDesk::tr("%1 (%2 takes, %3)")
        .arg(name)
        .arg(file.takes)
        .arg(isToday ? QLocale().toString(file.written.time(), QLocale::ShortFormat) : when);
}

} // namespace

DocumentDesk::DocumentDesk(const StudioParts& parts, const StudioActions& actions, Views views)
    : QObject(views.window)
    , m_actions(actions)
    , m_views(std::move(views))
    , m_askWhereToSave(parts.askWhereToSave)
    , m_preferences(parts.preferencesFile)
    , m_document(new DocumentController(m_views.takeSession, parts.recoveryFolder, this))
{
    connectActions();
    connect(m_document, &DocumentController::changed, this, &DocumentDesk::showState);
    connect(m_document, &DocumentController::opened, this, &DocumentDesk::openedDocument);
    connect(m_document, &DocumentController::saved, this, &DocumentDesk::showSaved);
    connect(m_document, &DocumentController::failed, this, &DocumentDesk::tellFailed);
    connect(m_document, &DocumentController::changedOutside, this,
            &DocumentDesk::tellChangedOutside);
    connect(m_document, &DocumentController::outlived, this, &DocumentDesk::showOutlived);
    connect(m_document, &DocumentController::autosaveFailed, this, [this](const Error& error) {
        m_views.infoBar->showMessage(
            InfoBar::Kind::Warning,
            tr("No copy of your unsaved work could be kept; save it soon. %1")
                .arg(errorText(error)),
            tr("Save"), [this] { save(); });
    });
    showState();
}

void DocumentDesk::connectActions()
{
    connect(m_actions.newDocument, &QAction::triggered, this, [this] {
        guarded([this] {
            m_views.infoBar->dismiss();
            m_views.showFresh();
            m_document->beginUntitled();
            m_views.liveText->setText(tr("A new session."));
        });
    });
    connect(m_actions.save, &QAction::triggered, this, &DocumentDesk::save);
    connect(m_actions.saveAs, &QAction::triggered, this, &DocumentDesk::saveAs);
    connect(m_actions.revert, &QAction::triggered, this, &DocumentDesk::revert);
    connect(m_actions.recent, &QMenu::aboutToShow, this, &DocumentDesk::showRecent);
    m_actions.recover->setEnabled(false);
}

void DocumentDesk::begin()
{
    m_document->beginUntitled();
    m_document->findOutlived();
}

void DocumentDesk::setBuiltIn(std::shared_ptr<const StudioCorpus> corpus)
{
    m_document->setBuiltIn(std::move(corpus));
}

QString DocumentDesk::name() const
{
    return m_document->path().isEmpty() ? tr("Untitled")
                                        : QFileInfo(m_document->path()).completeBaseName();
}

void DocumentDesk::showState()
{
    const QString title = m_document->isReadOnly() ? tr("%1[*] (read-only)").arg(name())
                                                   : name() + QStringLiteral("[*]");
    m_views.window->setWindowTitle(tr("%1 - Woodshed").arg(title));
    m_views.window->setWindowFilePath(m_document->path());
    m_views.window->setWindowModified(m_document->isModified());
    m_actions.revert->setEnabled(!m_document->path().isEmpty() && m_document->isModified());
}

void DocumentDesk::guarded(std::function<void()> next)
{
    m_views.settle();
    if (m_document->isSaving()) { // then it is known what is left to ask
        m_afterSave = [this, next = std::move(next)] { guarded(next); };
        return;
    }
    m_document->look();
    if (!m_document->isModified()) {
        next();
        return;
    }
    if (m_isAsking)
        return;
    m_isAsking = true;
    auto* box = new QMessageBox(
        QMessageBox::Warning, tr("Unsaved work"), tr("Save the changes to \"%1\"?").arg(name()),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, m_views.window);
    box->setObjectName(QStringLiteral("askUnsaved"));
    box->setInformativeText(
        tr("Without saving they are kept for 30 days under File > Recover unsaved work."));
    box->setDefaultButton(QMessageBox::Save);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [this, next = std::move(next)](int answer) {
        m_isAsking = false;
        if (answer == QMessageBox::Save) {
            m_afterSave = [this, next] {
                // What came while it was written is saved as well, as the answer was meant.
                if (m_document->isSavedButForTraining()) {
                    next();
                    return;
                }
                m_afterSave = next;
                save();
            };
            save();
        } else if (answer == QMessageBox::Discard) {
            m_document->giveUp(next);
        }
    });
    box->open();
}

void DocumentDesk::open(const QString& path)
{
    m_isReverting = false;
    m_document->open(path);
}

bool DocumentDesk::mayClose()
{
    if (std::exchange(m_isClosing, false))
        return true;
    m_views.settle();
    m_document->look();
    if (!m_document->isModified() && !m_document->isSaving())
        return true;
    guarded([this] {
        m_isClosing = true;
        m_views.window->close();
    });
    return false;
}

void DocumentDesk::save()
{
    if (m_document->path().isEmpty() || m_document->isReadOnly())
        saveAs();
    else
        m_document->save(m_document->path());
}

void DocumentDesk::saveAs()
{
    QString proposed = m_document->path();
    if (proposed.isEmpty())
        proposed = m_views.proposedName() + suffix();
    QString path = m_askWhereToSave ? m_askWhereToSave(m_views.window, proposed) : QString();
    if (path.isEmpty()) {
        m_afterSave = {};
        return;
    }
    if (!path.endsWith(suffix(), Qt::CaseInsensitive))
        path += suffix();
    path = QFileInfo(path).absoluteFilePath();
    // The file dialog has asked about a file that is there.
    m_document->save(path, path != m_document->path());
}

void DocumentDesk::revert()
{
    if (m_isAsking)
        return;
    m_isAsking = true;
    auto* box = new QMessageBox(QMessageBox::Warning, tr("Revert"),
                                tr("Go back to \"%1\" as it was saved?").arg(name()),
                                QMessageBox::Cancel, m_views.window);
    box->setObjectName(QStringLiteral("askRevert"));
    box->setInformativeText(tr("The changes since are kept for 30 days under File > Recover "
                               "unsaved work."));
    QPushButton* yes = box->addButton(tr("Revert"), QMessageBox::DestructiveRole);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [this, box, yes] {
        m_isAsking = false;
        if (box->clickedButton() != yes)
            return;
        m_isReverting = true;
        m_document->open(m_document->path());
    });
    box->open();
}

void DocumentDesk::openedDocument(const OpenedDocument& opened)
{
    // Asked only now: what cannot be opened costs nothing, and no change falls into the gap.
    const auto show = [this, opened] { showOpened(opened); };
    if (std::exchange(m_isReverting, false) && opened.path == m_document->path())
        m_document->giveUp(show);
    else
        guarded(show);
}

void DocumentDesk::showOpened(const OpenedDocument& opened)
{
    m_views.infoBar->dismiss();
    m_views.show(opened);
    m_document->adopt(opened);
    if (!opened.path.isEmpty() && opened.copy.isEmpty())
        m_preferences.addRecentDocument(opened.path);
    QStringList lines;
    for (const std::string& warning : opened.warnings)
        lines << QString::fromStdString(warning);
    if (!lines.isEmpty()) {
        m_views.infoBar->showMessage(
            InfoBar::Kind::Warning,
            tr("%1 is damaged. What is whole was opened; the file itself stays as it is.")
                    .arg(name()) +
                QLatin1Char('\n') + lines.join(QLatin1Char('\n')),
            tr("Save as..."), [this] { saveAs(); });
    } else if (m_document->isReadOnly()) {
        const QString holder = m_document->holder();
        m_views.infoBar->showMessage(
            InfoBar::Kind::Warning,
            (holder.isEmpty()
                 ? tr("%1 is open in another Woodshed, so it is read-only here.").arg(name())
                 : tr("%1 is open in another Woodshed (%2), so it is read-only here.")
                       .arg(name(), holder)),
            tr("Save as..."), [this] { saveAs(); });
    } else if (!opened.copy.isEmpty()) {
        m_views.liveText->setText(tr("Recovered; save it to keep it."));
        std::erase_if(m_outlived,
                      [&](const RecoveryFile& file) { return file.file == opened.copy; });
        showOutlived(std::move(m_outlived));
    } else {
        m_views.liveText->setText(tr("Opened %1.").arg(name()));
    }
}

void DocumentDesk::showSaved(const QString& path, const QString& remark)
{
    m_preferences.addRecentDocument(path);
    m_views.infoBar->dismiss();
    m_views.liveText->setText(tr("Saved %1.").arg(QDir::toNativeSeparators(path)));
    if (!remark.isEmpty())
        m_views.infoBar->showMessage(InfoBar::Kind::Warning, remark + QLatin1Char('.'));
    if (const auto next = std::exchange(m_afterSave, {}))
        next();
}

void DocumentDesk::tellFailed(const Error& error)
{
    m_afterSave = {};
    m_views.infoBar->showMessage(InfoBar::Kind::Error, errorText(error), tr("Save as..."),
                                 [this] { saveAs(); });
}

void DocumentDesk::tellChangedOutside(const QString& path)
{
    m_afterSave = {};
    m_views.infoBar->showMessage(
        InfoBar::Kind::Warning,
        tr("%1 was changed by another program since it was opened here. Nothing was written: save "
           "under another name, or overwrite it.")
            .arg(QDir::toNativeSeparators(path)),
        tr("Overwrite"), [this, path] {
            if (path == m_document->path())
                m_document->save(path, true);
        });
}

void DocumentDesk::showRecent()
{
    QMenu* menu = m_actions.recent;
    menu->clear();
    for (const QString& path : m_preferences.recentDocuments()) {
        const QFileInfo info(path);
        QAction* action = menu->addAction(
            info.completeBaseName().replace(QLatin1Char('&'), QStringLiteral("&&")));
        action->setStatusTip(QDir::toNativeSeparators(path));
        action->setToolTip(QDir::toNativeSeparators(path));
        action->setEnabled(info.exists());
        connect(action, &QAction::triggered, this, [this, path] { open(path); });
    }
    if (menu->isEmpty())
        menu->addAction(tr("No document yet"))->setEnabled(false);
}

void DocumentDesk::showOutlived(std::vector<RecoveryFile> files)
{
    m_outlived = std::move(files);
    QMenu* menu = m_actions.recover;
    menu->clear();
    for (const RecoveryFile& file : m_outlived)
        connect(menu->addAction(described(file)), &QAction::triggered, this,
                [this, file] { recover(file); });
    menu->setEnabled(!m_outlived.empty());
    offerOutlived();
}

void DocumentDesk::offerOutlived()
{
    std::vector<RecoveryFile> offered;
    std::copy_if(m_outlived.begin(), m_outlived.end(), std::back_inserter(offered),
                 [](const RecoveryFile& file) { return !file.isGivenUp; });
    if (offered.empty())
        return;
    QStringList names;
    for (const RecoveryFile& file : offered)
        names << described(file);
    const QString text =
        offered.size() == 1
            ? tr("Woodshed did not end as it should. Your unsaved work was kept: %1.")
                  .arg(names.first())
            : tr("Woodshed did not end as it should. Your unsaved work was kept: %1. File > "
                 "Recover unsaved work has them all.")
                  .arg(names.join(QStringLiteral(", ")));
    m_views.infoBar->showMessage(InfoBar::Kind::Information, text,
                                 offered.size() == 1 ? tr("Recover") : tr("Recover the latest"),
                                 [this, file = offered.front()] { recover(file); });
}

void DocumentDesk::recover(const RecoveryFile& file)
{
    m_isReverting = false;
    m_document->recover(file);
}

} // namespace woodshed
