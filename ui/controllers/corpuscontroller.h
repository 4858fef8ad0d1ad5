#pragma once

#include <filesystem>
#include <memory>

#include <QObject>

#include "controllers/job.h"
#include "studio/corpussource.h"

namespace woodshed
{

/// Reads files into corpora on a worker: first scan(), then load() with what the user chose.
class CorpusController : public QObject
{
    Q_OBJECT

public:
    explicit CorpusController(std::shared_ptr<CorpusSource> source, QObject* parent = nullptr);

    void scan(const std::filesystem::path& path);
    void load(const std::filesystem::path& path, const TrackChoice& choice);
    /// Forgets what is under way.
    void cancel();

Q_SIGNALS:
    void scanned(const std::filesystem::path& path, const woodshed::CorpusScan& scan);
    void loaded(std::shared_ptr<const woodshed::StudioCorpus> corpus);
    void failed(const woodshed::Error& error);

private:
    std::shared_ptr<CorpusSource> m_source;
    Job<Result<CorpusScan>> m_scan;
    Job<Result<StudioCorpus>> m_load;
};

} // namespace woodshed
