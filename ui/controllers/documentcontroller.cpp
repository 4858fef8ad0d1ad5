#include "controllers/documentcontroller.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>

namespace woodshed
{

namespace
{

std::filesystem::path nativePath(const QString& path)
{
    return {path.toStdU16String()};
}

/// The corpora of a session made ready; those built into this program are not made again.
std::vector<std::shared_ptr<const StudioCorpus>>
corporaOf(Session& session, const std::shared_ptr<const StudioCorpus>& builtIn,
          std::vector<std::string>& warnings)
{
    std::vector<std::shared_ptr<const StudioCorpus>> corpora;
    for (auto& record : session.corpora) {
        const CorpusReference& reference = record->reference;
        if (reference.isBuiltIn && builtIn && builtIn->record &&
            builtIn->record->reference.digest == reference.digest) {
            record = builtIn->record;
            corpora.push_back(builtIn);
            continue;
        }
        auto studio = studioCorpusOf(record, true);
        if (!studio)
            warnings.push_back("The corpus " + record->name +
                               " cannot be learnt from again: " + studio.error().detail);
        corpora.push_back(studio ? std::make_shared<const StudioCorpus>(std::move(*studio))
                                 : nullptr);
    }
    return corpora;
}

Result<OpenedDocument> readDocument(const QString& path, const QString& copy,
                                    const std::shared_ptr<const StudioCorpus>& builtIn)
{
    try {
        OpenedDocument document;
        // Before reading: what is written meanwhile counts as changed.
        document.stamp = stampOf(nativePath(path));
        auto opened = openSession(nativePath(copy.isEmpty() ? path : copy));
        if (!opened)
            return forward(opened);
        document.path = copy.isEmpty() ? path : QString::fromStdString(opened->origin.path);
        document.copy = copy;
        document.session = std::move(opened->session);
        document.warnings = std::move(opened->warnings);
        if (!copy.isEmpty())
            document.stamp = opened->origin.stamp; // what was saved since is not to be written over
        document.corpora = corporaOf(document.session, builtIn, document.warnings);
        return document;
    } catch (const std::exception& trouble) {
        return fail(ErrorCode::Internal,
                    std::string("could not be opened on this machine: ") + trouble.what(),
                    path.toStdString());
    }
}

/// A path by which a document is known, however it was spelt.
QString canonical(const QString& path)
{
    const QFileInfo info(path);
    if (info.exists())
        return info.canonicalFilePath();
    const QString folder = QFileInfo(info.absolutePath()).canonicalFilePath();
    return folder.isEmpty() ? info.absoluteFilePath() : folder + QLatin1Char('/') + info.fileName();
}

} // namespace

DocumentController::DocumentController(TakeSession takeSession, const QString& recoveryFolder,
                                       QObject* parent)
    : QObject(parent)
    , m_takeSession(std::move(takeSession))
    , m_recoveryFolder(recoveryFolder)
    , m_saving(this)
    , m_autosaving(this)
    , m_givingUp(this)
    , m_opening(this)
    , m_finding(this)
{
    m_lookTimer.setInterval(std::chrono::milliseconds(500));
    connect(&m_lookTimer, &QTimer::timeout, this, &DocumentController::look);
    m_autosaveTimer.setInterval(std::chrono::seconds(autosaveSeconds));
    connect(&m_autosaveTimer, &QTimer::timeout, this, &DocumentController::autosave);
    connect(qApp, &QGuiApplication::applicationStateChanged, this,
            [this](Qt::ApplicationState state) {
                if (state != Qt::ApplicationActive)
                    autosave();
            });
}

DocumentController::~DocumentController()
{
    if (m_copy && !m_isModified)
        m_copy->setFate(RecoveryCopy::Fate::Remove);
}

void DocumentController::setBuiltIn(std::shared_ptr<const StudioCorpus> corpus)
{
    m_builtIn = std::move(corpus);
}

void DocumentController::beginUntitled()
{
    ++m_generation;
    m_wanted.reset();
    m_path.clear();
    m_holder.clear();
    m_isReadOnly = false;
    m_isUnkept = false;
    m_stamp.reset();
    m_lock.reset();
    m_recovered.clear();
    m_autosaved.reset();
    m_autosaving.cancel();
    if (m_copy)
        m_copy->setFate(RecoveryCopy::Fate::Remove);
    m_copy = std::make_shared<RecoveryCopy>(m_recoveryFolder);
    m_kept = m_takeSession();
    m_lookTimer.start();
    m_autosaveTimer.start();
    m_isModified = false;
    Q_EMIT changed();
}

void DocumentController::takeAsUnchanged()
{
    if (!m_isModified)
        m_kept = m_takeSession();
}

void DocumentController::adopt(const OpenedDocument& opened)
{
    beginUntitled();
    m_path = opened.path;
    m_stamp = opened.stamp;
    if (!m_path.isEmpty()) {
        Lock lock = lockOf(m_path);
        m_lock = std::move(lock.file);
        m_holder = lock.holder;
        m_isReadOnly = lock.isHeldElsewhere;
    }
    // What was damaged is whole only in its file, which the rest is not to be written over.
    const bool isDamaged = !opened.warnings.empty();
    m_isReadOnly = m_isReadOnly || isDamaged;
    m_isUnkept = !opened.copy.isEmpty();
    if (m_isUnkept && !isDamaged)
        m_recovered = opened.copy;
    m_isModified = m_isUnkept;
    Q_EMIT changed();
}

DocumentController::Lock DocumentController::lockOf(const QString& path)
{
    const QFileInfo document(canonical(path));
    Lock lock;
    auto file = std::make_unique<QLockFile>(document.absolutePath() + QStringLiteral("/.~lock.") +
                                            document.fileName() + QLatin1Char('#'));
    file->setStaleLockTime(0); // one that is held for weeks is held; a dead process is known as one
    if (file->tryLock(0)) {
        lock.file = std::move(file);
        return lock;
    }
    if (file->error() != QLockFile::LockFailedError)
        return lock; // a folder that cannot be written; saving will say so
    lock.isHeldElsewhere = true;
    qint64 process = 0;
    QString host;
    QString program;
    if (file->getLockInfo(&process, &host, &program))
        lock.holder = host.isEmpty() ? tr("process %1").arg(process)
                                     : tr("process %1 on %2").arg(process).arg(host);
    return lock;
}

void DocumentController::read(const QString& path, const QString& copy)
{
    m_opening.start([path, copy, builtIn = m_builtIn](
                        const std::stop_token&) { return readDocument(path, copy, builtIn); },
                    [this](Result<OpenedDocument> answer) {
                        if (answer)
                            Q_EMIT opened(*answer);
                        else
                            Q_EMIT failed(answer.error());
                    });
}

void DocumentController::open(const QString& path)
{
    read(QFileInfo(path).absoluteFilePath(), {});
}

void DocumentController::recover(const RecoveryFile& copy)
{
    read({}, copy.file);
}

bool DocumentController::differs(const Session& session) const
{
    Session kept = m_kept;
    if (kept.take != session.take) {
        // Looking at another take changes nothing, and it comes at a tempo of its own.
        kept.take = session.take;
        kept.band.tempo = session.band.tempo;
    }
    return session != kept;
}

bool DocumentController::isSavedButForTraining() const
{
    Session now = m_takeSession();
    Session kept = m_kept;
    if (now.training && kept.training) {
        now.training = kept.training;
        return !m_isUnkept && !differs(now);
    }
    return !m_isModified;
}

bool DocumentController::isOwn(const QString& path) const
{
    return !m_path.isEmpty() && canonical(path) == canonical(m_path);
}

bool DocumentController::isChangedOutside(const QString& path) const
{
    if (!isOwn(path))
        return false;
    const auto now = stampOf(nativePath(path));
    return now && now != m_stamp;
}

void DocumentController::save(const QString& path, bool overwrites)
{
    if (m_saving.isRunning()) { // what has changed since it began is to be saved too
        m_wanted = Wanted{path, overwrites};
        return;
    }
    if (!overwrites && isChangedOutside(path)) {
        Q_EMIT changedOutside(path);
        return;
    }
    const bool isHeld = isOwn(path) && m_lock;
    std::optional<Lock> lock;
    if (!isHeld)
        lock = lockOf(path);
    const bool isElsewhere = lock && lock->isHeldElsewhere;
    if (isElsewhere || (isOwn(path) && m_isReadOnly)) {
        Q_EMIT failed({ErrorCode::NotWritable,
                       isElsewhere ? "is open in another Woodshed, so it was not written; choose "
                                     "another name"
                                   : "is read-only here; choose another name",
                       path.toStdString()});
        return;
    }
    write(path, std::move(lock));
}

void DocumentController::write(const QString& path, std::optional<Lock> lock)
{
    const auto session = std::make_shared<const Session>(m_takeSession());
    const auto held = std::make_shared<std::optional<Lock>>(std::move(lock));
    m_saving.start(
        [path, session](const std::stop_token&) { return saveSession(nativePath(path), *session); },
        [this, path, session, held, generation = m_generation](Result<SavedDocument> answer) {
            if (generation == m_generation)
                written(path, std::move(*held), *session, answer);
            else if (!answer)
                Q_EMIT failed(answer.error());
        });
}

void DocumentController::written(const QString& path, std::optional<Lock> lock,
                                 const Session& session, const Result<SavedDocument>& answer)
{
    const auto wanted = std::exchange(m_wanted, std::nullopt);
    if (!answer) {
        if (wanted && wanted->path != path)
            save(wanted->path, wanted->overwrites);
        else
            Q_EMIT failed(answer.error());
        return;
    }
    m_path = path;
    m_stamp = answer->stamp;
    m_kept = session;
    m_isUnkept = false;
    m_isReadOnly = false;
    m_holder.clear();
    if (lock)
        m_lock = std::move(lock->file);
    m_autosaving.cancel();
    m_autosaved.reset();
    m_copy->setFate(RecoveryCopy::Fate::Remove);
    m_copy = std::make_shared<RecoveryCopy>(m_recoveryFolder);
    if (!m_recovered.isEmpty())
        QFile::remove(std::exchange(m_recovered, QString()));
    m_isModified = differs(m_takeSession());
    Q_EMIT changed();
    if (wanted)
        save(wanted->path, wanted->overwrites);
    else
        Q_EMIT saved(path, QString::fromStdString(answer->remark));
}

void DocumentController::look()
{
    const bool modified = m_isUnkept || differs(m_takeSession());
    if (modified != m_isModified) {
        m_isModified = modified;
        Q_EMIT changed();
    }
}

void DocumentController::autosave()
{
    look();
    if (!m_isModified || !m_copy || m_copy->path().isEmpty() || m_autosaving.isRunning())
        return;
    const auto session = std::make_shared<const Session>(m_takeSession());
    if (m_autosaved && *m_autosaved == *session)
        return;
    m_copy->setFate(RecoveryCopy::Fate::Keep);
    m_autosaving.start(
        [copy = m_copy, session,
         origin = DocumentOrigin{m_path.toStdString(), m_stamp}](const std::stop_token&) {
            return saveSession(nativePath(copy->path()), *session, origin);
        },
        [this, session](Result<SavedDocument> answer) {
            if (answer)
                m_autosaved = *session;
            else if (!m_isAutosaveFailing)
                Q_EMIT autosaveFailed(answer.error());
            m_isAutosaveFailing = !answer;
        });
}

void DocumentController::giveUp(std::function<void()> then)
{
    // A copy of its own: an older one that is being written may not come after it.
    const auto copy = std::make_shared<RecoveryCopy>(m_recoveryFolder);
    if (copy->path().isEmpty()) {
        then();
        return;
    }
    copy->setFate(RecoveryCopy::Fate::GiveUp);
    const auto session = std::make_shared<const Session>(m_takeSession());
    m_givingUp.start(
        [copy, session,
         origin = DocumentOrigin{m_path.toStdString(), m_stamp}](const std::stop_token&) {
            return saveSession(nativePath(copy->path()), *session, origin);
        },
        [this, session, then = std::move(then)](const Result<SavedDocument>& answer) {
            if (answer) { // in the place of those there were
                m_autosaving.cancel();
                m_copy->setFate(RecoveryCopy::Fate::Remove);
                if (!m_recovered.isEmpty())
                    QFile::remove(std::exchange(m_recovered, QString()));
            }
            m_kept = *session;
            m_isUnkept = false;
            m_isModified = false;
            then();
        });
}

void DocumentController::findOutlived()
{
    m_finding.start([folder = m_recoveryFolder](
                        const std::stop_token&) { return RecoveryFolder(folder).outlived(); },
                    [this](std::vector<RecoveryFile> files) { Q_EMIT outlived(files); });
}

} // namespace woodshed
