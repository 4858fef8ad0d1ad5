#include "commands/resumefile.h"

#include <algorithm>
#include <utility>

#include "commands/console.h"
#include "support/files.h"

namespace woodshed
{

namespace
{

/// What a crash costs at most, besides the epoch that was under way.
constexpr std::chrono::seconds writeEvery{10};

} // namespace

ResumeFile::ResumeFile(const std::filesystem::path& model)
    : m_path(model)
{
    m_path += ".resume";
}

bool ResumeFile::exists() const
{
    std::error_code ignored;
    return std::filesystem::exists(m_path, ignored);
}

Result<std::optional<TrainingResume>> ResumeFile::read(const std::string& run)
{
    const auto bytes = readFile(m_path, maximumResumeSize);
    if (!bytes && bytes.error().code == ErrorCode::NotFound)
        return std::optional<TrainingResume>();
    if (!bytes)
        return forward(bytes);
    auto resume = decodeResume(*bytes);
    if (!resume)
        return fail(resume.error().code,
                    resume.error().detail + "; without --resume training begins from the start",
                    m_path.string());
    if (resume->checkpoint.run != run)
        return fail(ErrorCode::InvalidArgument,
                    "belongs to a training with another corpus or other options; give the same "
                    "ones, or begin from the start without --resume",
                    m_path.string());
    m_keptEpoch = resume->checkpoint.epoch;
    return std::optional(std::move(*resume));
}

TrainingCallbacks ResumeFile::callbacks(EpochCallback onEpoch, const TrainingResume* from)
{
    m_history = from != nullptr ? from->history : std::vector<EpochReport>();
    return {[this, show = std::move(onEpoch)](const EpochReport& report, const Weights& now) {
                m_history.push_back(report);
                show(report, now);
            },
            [this](std::shared_ptr<const TrainingCheckpoint> checkpoint) {
                m_unwritten = std::move(checkpoint);
                if (!m_hasWritten || std::chrono::steady_clock::now() - m_written >= writeEvery)
                    write();
            }};
}

void ResumeFile::flush()
{
    if (m_unwritten)
        write();
}

void ResumeFile::write()
{
    const auto checkpoint = std::exchange(m_unwritten, nullptr);
    const auto epochs = m_history.begin() + checkpoint->epoch;
    const Bytes bytes =
        encodeResume({.checkpoint = *checkpoint, .history = {m_history.begin(), epochs}});
    const auto written =
        bytes.size() <= maximumResumeSize
            ? writeFile(m_path, bytes)
            : fail(ErrorCode::TooLarge, "is too large to be kept", m_path.string());
    m_hasWritten = true;
    m_written = std::chrono::steady_clock::now();
    if (written) {
        m_keptEpoch = checkpoint->epoch;
    } else if (!std::exchange(m_hasWarned, true)) {
        warn("this training cannot be resumed: " + m_path.string() + " " + written.error().detail);
    }
}

void ResumeFile::remove()
{
    // Only what is a resume file: one that was read, or that was written in its place.
    std::error_code ignored;
    if (m_keptEpoch > 0)
        std::filesystem::remove(m_path, ignored);
    m_keptEpoch = 0;
    m_unwritten = nullptr;
}

} // namespace woodshed
