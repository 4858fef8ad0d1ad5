#pragma once

#include <span>

#include "corpus/corpusloader.h"
#include "studio/corpussource.h"

namespace woodshed
{

/// A loaded corpus as its record, with its first solo to see and hear; without the lines of the
/// Woodshed profile.
[[nodiscard]] SessionCorpus recordOf(const Corpus& corpus, CorpusReference reference);

/// Solos as the lines that the Woodshed profile learns from; those without chords have none.
[[nodiscard]] std::vector<Line> linesOf(std::span<const Solo> solos);

/// The MD5 of a corpus' values, by which the built-in one is known again.
[[nodiscard]] std::string digestOf(std::span<const std::string> tokens);

/// The window's Open..., on core's loader.
class CorpusFiles : public CorpusSource
{
public:
    [[nodiscard]] Result<CorpusScan> scan(const std::filesystem::path& path) override;
    [[nodiscard]] Result<StudioCorpus> load(const std::filesystem::path& path,
                                            const TrackChoice& choice) override;
};

} // namespace woodshed
