#pragma once

#include <functional>
#include <vector>

#include <QObject>

#include "controllers/documentcontroller.h"
#include "studio/preferences.h"
#include "studio/studioactions.h"
#include "studio/studioparts.h"

class QLabel;
class QWidget;

namespace woodshed
{

class InfoBar;

/// Everything about the document, connected: the File menu, the title, the question about unsaved
/// work, and the bar that offers what a crash has left.
class DocumentDesk : public QObject
{
    Q_OBJECT

public:
    /// What the desk shows itself in, and how the window shows a session.
    struct Views {
        QWidget* window;
        InfoBar* infoBar;
        QLabel* liveText;
        /// Ends what is about to become part of the session, as a recording does.
        std::function<void()> settle;
        std::function<Session()> takeSession;
        std::function<void(const OpenedDocument&)> show;
        std::function<void()> showFresh;
        std::function<QString()> proposedName; ///< without folder and suffix
    };

    DocumentDesk(const StudioParts& parts, const StudioActions& actions, Views views);

    /// After the first paint: begins to watch, and looks for what a crash has left.
    void begin();
    void setBuiltIn(std::shared_ptr<const StudioCorpus> corpus);
    /// What has changed just now was not the user's doing.
    void takeAsUnchanged() { m_document->takeAsUnchanged(); }
    /// Asks about unsaved work, then opens.
    void open(const QString& path);
    /// Whether the window may close now. If not, the user is asked, and the window closed again
    /// when that is settled.
    [[nodiscard]] bool mayClose();
    [[nodiscard]] DocumentController* document() const { return m_document; }

private:
    void connectActions();
    /// Runs `next` when unsaved work is saved or given up; not at all where the user cancels.
    void guarded(std::function<void()> next);
    void save();
    void saveAs();
    void revert();
    void openedDocument(const OpenedDocument& opened);
    void showOpened(const OpenedDocument& opened);
    void showSaved(const QString& path, const QString& remark);
    void showState();
    void showRecent();
    void showOutlived(std::vector<RecoveryFile> files);
    void offerOutlived();
    void recover(const RecoveryFile& file);
    void tellChangedOutside(const QString& path);
    void tellFailed(const Error& error);
    [[nodiscard]] QString name() const;

    StudioActions m_actions;
    Views m_views;
    std::function<QString(QWidget*, const QString&)> m_askWhereToSave;
    Preferences m_preferences;
    DocumentController* m_document;
    std::function<void()> m_afterSave;
    std::vector<RecoveryFile> m_outlived;
    bool m_isAsking = false;
    bool m_isReverting = false;
    bool m_isClosing = false; ///< asked and answered: the window may go
};

} // namespace woodshed
