#include "controllers/audioexportcontroller.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <QDir>
#include <QFileInfo>

#include "controllers/exportcontroller.h"

namespace woodshed
{

namespace
{

bool isAudioSuffix(const QString& suffix)
{
    constexpr std::array known{"wav", "flac", "ogg", "opus", "mp3"};
    return std::any_of(known.begin(), known.end(), [&suffix](const char* one) {
        return suffix.compare(QLatin1String(one), Qt::CaseInsensitive) == 0;
    });
}

} // namespace

AudioExportController::AudioExportController(AskWhere askWhere, ExportAudio render, QObject* parent)
    : QObject(parent)
    , m_askWhere(std::move(askWhere))
    , m_render(std::move(render))
    , m_folder(musicFolder())
    , m_suffix(QStringLiteral("mp3")) // what everybody can play
    , m_stop(std::nostopstate)
    , m_job(this)
{
}

AudioExportController::~AudioExportController() = default;

void AudioExportController::exportAudio(const Performance& performance, const AudioOptions& options,
                                        const QString& fileName, QWidget* window)
{
    if (isRunning())
        return;
    QString path =
        m_askWhere(window, QDir(m_folder).filePath(fileName + QLatin1Char('.') + m_suffix));
    if (path.isEmpty())
        return;
    if (const QString suffix = QFileInfo(path).suffix(); isAudioSuffix(suffix))
        m_suffix = suffix.toLower();
    else
        path += QLatin1Char('.') + m_suffix;
    m_folder = QFileInfo(path).absolutePath();

    const QString name = QFileInfo(path).fileName();
    m_stop = std::stop_source();
    auto work = [this, render = m_render, performance, options, path, name,
                 stop = m_stop](const std::stop_token& ending) mutable {
        // The job drops the answer of what it stops, so only the end of the window stops it there:
        // who cancels wants to hear whether a file was left.
        const std::stop_callback end(ending, [&stop] { stop.request_stop(); });
        int last = 0;
        const auto report = [this, &name, &stop, &last](double share) {
            const int percent = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * 100));
            if (percent <= last || stop.stop_requested())
                return;
            last = percent;
            QMetaObject::invokeMethod(
                this,
                [this, name, percent] {
                    if (!m_stop.stop_requested())
                        Q_EMIT progressed(name, percent);
                },
                Qt::QueuedConnection);
        };
        return render(performance, std::filesystem::path(path.toStdU16String()), options, report,
                      stop.get_token());
    };
    m_job.start(std::move(work),
                [this, path](const Result<void>& rendered) { done(path, rendered); });
    Q_EMIT runningChanged(true);
    Q_EMIT progressed(name, 0);
}

void AudioExportController::cancel()
{
    m_stop.request_stop();
}

void AudioExportController::done(const QString& path, const Result<void>& rendered)
{
    if (rendered)
        Q_EMIT saved(path);
    else if (rendered.error().code == ErrorCode::Cancelled)
        Q_EMIT cancelled();
    else
        Q_EMIT failed(rendered.error());
    Q_EMIT runningChanged(false);
}

QString renderingText(const QString& name, int percent)
{
    return AudioExportController::tr("Rendering %1, %2 %").arg(name, QString::number(percent));
}

} // namespace woodshed
