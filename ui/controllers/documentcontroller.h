#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QLockFile>
#include <QObject>
#include <QTimer>

#include "controllers/job.h"
#include "session/document.h"
#include "studio/corpussource.h"
#include "studio/recovery.h"

namespace woodshed
{

/// A document that was read, with its corpora ready for use.
struct OpenedDocument {
    QString path; ///< of the document; empty for recovered work that never had one
    Session session;
    std::vector<std::shared_ptr<const StudioCorpus>> corpora; ///< one each; null where none came
    std::vector<std::string> warnings;
    std::optional<FileStamp> stamp;
    QString copy; ///< the copy of unsaved work it came from; empty for the document itself
};

/// The document behind the window: its file, its lock, whether the session differs from it, and the
/// copy that is kept of unsaved work. Reads and writes on workers.
class DocumentController : public QObject
{
    Q_OBJECT

public:
    static constexpr int autosaveSeconds = 60;

    using TakeSession = std::function<Session()>;
    /// `takeSession` tells the session as it is now; cheap, it is asked twice a second. Copies are
    /// kept in `recoveryFolder`, or nowhere where that is empty.
    DocumentController(TakeSession takeSession, const QString& recoveryFolder,
                       QObject* parent = nullptr);
    ~DocumentController() override;

    /// The corpus that is built in, which need not be made again from its values.
    void setBuiltIn(std::shared_ptr<const StudioCorpus> corpus);

    /// The session of now is a fresh one, without a file; the document of before is let go, and so
    /// is the copy of its unsaved work.
    void beginUntitled();
    /// What has changed since the last look was not the user's doing.
    void takeAsUnchanged();
    /// The session of now is this document; takes its lock or, where another window holds it, is
    /// read-only. So is what was damaged: only its file is whole.
    void adopt(const OpenedDocument& opened);

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] bool isModified() const { return m_isModified; }
    [[nodiscard]] bool isReadOnly() const { return m_isReadOnly; }
    /// Who holds the document while it is read-only: "process 4711 on studio"; may be empty.
    [[nodiscard]] const QString& holder() const { return m_holder; }
    [[nodiscard]] bool isSaving() const { return m_saving.isRunning(); }
    /// Whether the file holds everything but what a training under way has learnt since.
    [[nodiscard]] bool isSavedButForTraining() const;

    /// Reads a document, or a copy of unsaved work, and its corpora; opened() or failed() follows.
    void open(const QString& path);
    void recover(const RecoveryFile& copy);
    /// Writes the session of now; asked again while that goes on, once more behind it. saved() or
    /// failed() follows. Where somebody else has changed the file since, nothing is written and
    /// changedOutside() comes, unless `overwrites`. A document that another window holds is never
    /// written.
    void save(const QString& path, bool overwrites = false);
    /// Looks whether the session has changed; otherwise done twice a second.
    void look();
    /// Keeps a copy, if there is unsaved work that has none yet.
    void autosave();
    /// The unsaved work is not wanted: a copy of it is kept for a while, but not offered. `then`
    /// comes when it is there.
    void giveUp(std::function<void()> then);
    /// Looks for copies without a window; outlived() follows.
    void findOutlived();

Q_SIGNALS:
    /// Path, modified or read-only.
    void changed();
    void opened(const woodshed::OpenedDocument& document);
    void saved(const QString& path, const QString& remark);
    void changedOutside(const QString& path);
    void failed(const woodshed::Error& error);
    /// No copy could be kept; once, until it goes well again.
    void autosaveFailed(const woodshed::Error& error);
    void outlived(const std::vector<woodshed::RecoveryFile>& files);

private:
    struct Lock {
        std::unique_ptr<QLockFile> file; ///< null where it is not held
        QString holder;
        bool isHeldElsewhere = false;
    };
    [[nodiscard]] static Lock lockOf(const QString& path);
    void read(const QString& path, const QString& copy);
    void write(const QString& path, std::optional<Lock> lock);
    void written(const QString& path, std::optional<Lock> lock, const Session& session,
                 const Result<SavedDocument>& answer);
    [[nodiscard]] bool differs(const Session& session) const;
    [[nodiscard]] bool isOwn(const QString& path) const;
    [[nodiscard]] bool isChangedOutside(const QString& path) const;

    TakeSession m_takeSession;
    QString m_recoveryFolder;
    std::shared_ptr<const StudioCorpus> m_builtIn;
    QString m_path;
    QString m_holder;
    bool m_isModified = false;
    bool m_isReadOnly = false;
    bool m_isUnkept = false;            ///< no file holds this session, not even as it began
    int m_generation = 0;               ///< of sessions: a save that ends later is not this one's
    std::optional<FileStamp> m_stamp;   ///< of the file that the session went on from
    Session m_kept;                     ///< as it is in the file, or as it began
    std::optional<Session> m_autosaved; ///< as it is in the copy
    bool m_isAutosaveFailing = false;
    std::unique_ptr<QLockFile> m_lock;
    std::shared_ptr<RecoveryCopy> m_copy;
    QString m_recovered; ///< the whole copy that the session came from, until it is saved
    struct Wanted {
        QString path;
        bool overwrites = false;
    };
    std::optional<Wanted> m_wanted; ///< a save that was asked for while another was under way
    QTimer m_lookTimer;
    QTimer m_autosaveTimer;
    Job<Result<SavedDocument>> m_saving;
    Job<Result<SavedDocument>> m_autosaving;
    Job<Result<SavedDocument>> m_givingUp;
    Job<Result<OpenedDocument>> m_opening;
    Job<std::vector<RecoveryFile>> m_finding;
};

} // namespace woodshed
