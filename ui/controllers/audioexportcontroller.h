#pragma once

#include <functional>
#include <stop_token>

#include <QObject>

#include "controllers/job.h"
#include "studio/studioparts.h"

namespace woodshed
{

/// Asks where to, sets the suffix, renders off the user interface's thread, and remembers folder
/// and kind. One at a time.
class AudioExportController : public QObject
{
    Q_OBJECT

public:
    using AskWhere = std::function<QString(QWidget*, const QString&)>;

    AudioExportController(AskWhere askWhere, ExportAudio render, QObject* parent = nullptr);
    /// Cancels what is under way and waits for it.
    ~AudioExportController() override;

    /// Does nothing while a rendering is under way.
    void exportAudio(const Performance& performance, const AudioOptions& options,
                     const QString& fileName, QWidget* window);
    /// Asks the rendering to end; cancelled() follows, or saved() where it was done already.
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }

Q_SIGNALS:
    /// True before the first progressed(), false after saved(), failed() or cancelled().
    void runningChanged(bool running);
    /// From 0 at once, at most once for every hundredth; `name` is the file's, without its folder.
    void progressed(const QString& name, int percent);
    void saved(const QString& path);
    void failed(const woodshed::Error& error);
    void cancelled();

private:
    void done(const QString& path, const Result<void>& rendered);

    AskWhere m_askWhere;
    ExportAudio m_render;
    QString m_folder;
    QString m_suffix;
    std::stop_source m_stop;
    Job<Result<void>> m_job;
};

/// "Rendering Blues in F.mp3, 40 %"
[[nodiscard]] QString renderingText(const QString& name, int percent);

} // namespace woodshed
