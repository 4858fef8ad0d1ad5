#include "controllers/exportcontroller.h"

#include <utility>

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace woodshed
{

ExportController::ExportController(AskWhere askWhere, ExportMidi write, QObject* parent)
    : QObject(parent)
    , m_askWhere(std::move(askWhere))
    , m_write(std::move(write))
    , m_folder(musicFolder())
{
}

void ExportController::exportMidi(const Performance& performance, const QString& fileName,
                                  QWidget* window)
{
    QString path = m_askWhere(window, QDir(m_folder).filePath(fileName + QStringLiteral(".mid")));
    if (path.isEmpty())
        return;
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix != QLatin1String("mid") && suffix != QLatin1String("midi"))
        path += QStringLiteral(".mid");
    m_folder = QFileInfo(path).absolutePath();
    const Result<void> written = m_write(performance, std::filesystem::path(path.toStdU16String()));
    if (written)
        Q_EMIT saved(path);
    else
        Q_EMIT failed(written.error());
}

QString musicFolder()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::MusicLocation);
    return QFileInfo(folder).isDir() ? folder : QDir::homePath();
}

} // namespace woodshed
