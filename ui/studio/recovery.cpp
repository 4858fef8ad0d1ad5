#include "studio/recovery.h"

#include <algorithm>
#include <utility>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include "session/document.h"

namespace woodshed
{

namespace
{

constexpr int mostListed = 20;

QString givenUpSuffix()
{
    return QStringLiteral(".given-up.woodshed");
}

QString lockOf(const QString& file)
{
    return file + QStringLiteral(".lock");
}

std::filesystem::path nativePath(const QString& path)
{
    return {path.toStdU16String()};
}

/// Whether no window holds the copy any more.
bool isOutlived(const QString& file)
{
    QLockFile lock(lockOf(file));
    lock.setStaleLockTime(0); // a window may stay open for weeks
    return lock.tryLock(0);
}

} // namespace

RecoveryFolder::RecoveryFolder(QString folder)
    : m_folder(std::move(folder))
{
}

std::vector<RecoveryFile> RecoveryFolder::outlived() const
{
    std::vector<RecoveryFile> found;
    if (m_folder.isEmpty())
        return found;
    const QDir folder(m_folder);
    // Locks of windows that were killed before there was anything to keep; asking removes them.
    for (const QFileInfo& lock : folder.entryInfoList({QStringLiteral("*.lock")}, QDir::Files)) {
        QString file = lock.absoluteFilePath();
        file.chop(static_cast<int>(QStringLiteral(".lock").size()));
        if (!QFile::exists(file))
            isOutlived(file);
    }
    const QDateTime now = QDateTime::currentDateTime();
    for (const QFileInfo& info :
         folder.entryInfoList({QStringLiteral("*.woodshed")}, QDir::Files, QDir::Time)) {
        const QString file = info.absoluteFilePath();
        if (!isOutlived(file))
            continue;
        if (info.lastModified().daysTo(now) > daysKept) {
            QFile::remove(file);
            continue;
        }
        if (found.size() >= mostListed)
            continue;
        const auto opened = openSession(nativePath(file));
        if (!opened)
            continue; // damaged beyond reading; it goes with time
        RecoveryFile copy;
        copy.file = file;
        copy.document = QString::fromStdString(opened->origin.path);
        copy.written = info.lastModified();
        copy.takes = static_cast<int>(
            std::count_if(opened->session.takes.begin(), opened->session.takes.end(),
                          [](const SessionTake& take) { return !take.isBinned; }));
        copy.isGivenUp = file.endsWith(givenUpSuffix());
        found.push_back(std::move(copy));
    }
    return found;
}

RecoveryCopy::RecoveryCopy(const QString& folder)
{
    if (folder.isEmpty() || !QDir().mkpath(folder))
        return;
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const QString path = QDir(folder).absoluteFilePath(
        QUuid::createUuid().toString(QUuid::WithoutBraces) + QStringLiteral(".woodshed"));
    m_lock = std::make_unique<QLockFile>(lockOf(path));
    m_lock->setStaleLockTime(0);
    if (m_lock->tryLock(0))
        m_path = path;
}

RecoveryCopy::~RecoveryCopy()
{
    if (m_path.isEmpty() || m_fate == Fate::Keep || !QFile::exists(m_path))
        return;
    if (m_fate == Fate::Remove) {
        QFile::remove(m_path);
        return;
    }
    QString kept = m_path;
    kept.chop(static_cast<int>(documentSuffix.size()));
    QFile::rename(m_path, kept + givenUpSuffix());
}

} // namespace woodshed
