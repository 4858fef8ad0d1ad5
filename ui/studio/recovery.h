#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include <QDateTime>
#include <QLockFile>
#include <QString>

#include "session/session.h"

namespace woodshed
{

/// A copy of unsaved work that outlived its window.
struct RecoveryFile {
    QString file;
    QString document; ///< the document it is a copy of; empty for work that never had one
    QDateTime written;
    int takes = 0;
    bool isGivenUp = false; ///< the work was not wanted: not lost, but not offered
};

/// The folder of copies: every window keeps one there while it has unsaved work, and holds its
/// lock.
class RecoveryFolder
{
public:
    static constexpr int daysKept = 30;

    /// Without a folder nothing is kept. Made when it is first needed, for the user's eyes only.
    explicit RecoveryFolder(QString folder);

    [[nodiscard]] bool isThere() const { return !m_folder.isEmpty(); }
    /// Copies without a living window, the newest first; what lies longer than 30 days is removed.
    /// Reads them: call it on a worker.
    [[nodiscard]] std::vector<RecoveryFile> outlived() const;

private:
    QString m_folder;
};

/// The copy of one window, locked as long as this lives. Shared with the worker that writes it:
/// what is to become of the file happens when both have let go.
class RecoveryCopy
{
public:
    explicit RecoveryCopy(const QString& folder);
    ~RecoveryCopy();
    RecoveryCopy(const RecoveryCopy&) = delete;
    RecoveryCopy& operator=(const RecoveryCopy&) = delete;

    /// Where to write; empty where there is no folder or it cannot be made.
    [[nodiscard]] const QString& path() const { return m_path; }
    enum class Fate {
        Remove, ///< the work is saved, or there is none
        Keep,   ///< the work is unsaved, and nobody has decided about it
        GiveUp, ///< the work was not wanted: kept for a while, but not offered by itself
    };
    /// Any thread.
    void setFate(Fate fate) { m_fate = fate; }

private:
    QString m_path;
    std::unique_ptr<QLockFile> m_lock;
    std::atomic<Fate> m_fate = Fate::Remove;
};

} // namespace woodshed
