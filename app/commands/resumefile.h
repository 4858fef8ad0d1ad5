#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/result.h"
#include "training/checkpoint.h"

namespace woodshed
{

/// MODEL.resume, beside the model: what `train --resume` goes on from. It is there while a run is
/// not complete. That it cannot be written is a warning, said once, and does not end the training.
class ResumeFile
{
public:
    explicit ResumeFile(const std::filesystem::path& model);

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] bool exists() const;
    /// What the run with that fingerprint goes on from; nothing where there is no file. Refuses a
    /// damaged file, and that of another run.
    [[nodiscard]] Result<std::optional<TrainingResume>> read(const std::string& run);

    /// For a run that begins after `from`, or afresh with null. Its first checkpoint is written at
    /// once, and then the newest every ten seconds. Must outlive the run.
    [[nodiscard]] TrainingCallbacks callbacks(EpochCallback onEpoch, const TrainingResume* from);

    /// Writes the newest checkpoint if it is not in the file yet.
    void flush();
    /// The run is complete.
    void remove();
    /// The epoch after which --resume would go on; 0 where it could not.
    [[nodiscard]] int keptEpoch() const { return m_keptEpoch; }

private:
    void write();

    std::filesystem::path m_path;
    std::vector<EpochReport> m_history;
    std::shared_ptr<const TrainingCheckpoint> m_unwritten;
    std::chrono::steady_clock::time_point m_written;
    int m_keptEpoch = 0;
    bool m_hasWritten = false;
    bool m_hasWarned = false;
};

} // namespace woodshed
