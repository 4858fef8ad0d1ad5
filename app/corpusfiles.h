#pragma once

#include <span>

#include "corpus/corpusloader.h"
#include "studio/corpussource.h"

namespace woodshed
{

/// A loaded corpus as the window wants it: with its dataset, and its first solo to see and hear.
[[nodiscard]] Result<StudioCorpus> studioCorpus(const Corpus& corpus, std::uint64_t seed);

/// Adds what the Woodshed profile learns from, or why it cannot.
void addLines(StudioCorpus& studio, std::span<const Solo> solos);

/// The window's Open..., on core's loader.
class CorpusFiles : public CorpusSource
{
public:
    [[nodiscard]] Result<CorpusScan> scan(const std::filesystem::path& path) override;
    [[nodiscard]] Result<StudioCorpus> load(const std::filesystem::path& path,
                                            const TrackChoice& choice) override;
};

} // namespace woodshed
