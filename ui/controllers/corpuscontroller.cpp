#include "controllers/corpuscontroller.h"

#include <utility>

namespace woodshed
{

CorpusController::CorpusController(std::shared_ptr<CorpusSource> source, QObject* parent)
    : QObject(parent)
    , m_source(std::move(source))
    , m_scan(this)
    , m_load(this)
{
}

void CorpusController::scan(const std::filesystem::path& path)
{
    m_scan.start([source = m_source, path](const std::stop_token&) { return source->scan(path); },
                 [this, path](const Result<CorpusScan>& answer) {
                     if (answer)
                         Q_EMIT scanned(path, *answer);
                     else
                         Q_EMIT failed(answer.error());
                 });
}

void CorpusController::load(const std::filesystem::path& path, const TrackChoice& choice)
{
    m_load.start([source = m_source, path,
                  choice](const std::stop_token&) { return source->load(path, choice); },
                 [this](Result<StudioCorpus> answer) {
                     if (answer)
                         Q_EMIT loaded(std::make_shared<const StudioCorpus>(std::move(*answer)));
                     else
                         Q_EMIT failed(answer.error());
                 });
}

void CorpusController::cancel()
{
    m_scan.cancel();
    m_load.cancel();
}

} // namespace woodshed
