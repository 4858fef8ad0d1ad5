#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "corpus/dataset.h"
#include "corpus/linecorpus.h"
#include "generation/lineindex.h"
#include "generation/take.h"
#include "session/session.h"
#include "support/result.h"

namespace woodshed
{

/// What Woodshed learns from, ready for training and for the piano roll.
struct StudioCorpus {
    std::string name;
    Dataset dataset;
    std::shared_ptr<const Take>
        take; ///< the corpus itself as something to see and hear; may be null
    std::vector<std::string> warnings; ///< what was dropped or decided while reading

    // For the Woodshed profile; empty where it cannot learn from the corpus.
    std::shared_ptr<const LineCorpus> line;
    std::shared_ptr<const LineIndex> index; ///< of the lines, where there are any
    std::vector<Line> lines;
    std::string lineTrouble; ///< why there is no `line`, as a clause

    /// All that the above is made from, for the session's document; may be null in a corpus that
    /// is not to be kept.
    std::shared_ptr<const SessionCorpus> record;
};

/// The corpus that a record describes: its dataset, and `lines` and what follows from them where
/// asked for, which may take a second. Any thread.
[[nodiscard]] Result<StudioCorpus> studioCorpusOf(std::shared_ptr<const SessionCorpus> record,
                                                  bool withLines);

/// A track of a file that may become a corpus, as the track picker lists it.
struct CorpusTrack {
    int index = 0; ///< counts tracks with notes only, from 0
    std::string name;
    int notes = 0;
    int lowestPitch = 0;
    int highestPitch = 0;
};

/// Which part of a file to learn from.
struct TrackChoice {
    int melody = 0;
    std::optional<int>
        chords;      ///< track with the chords, or none: chord symbols in the file, or no chords
    double from = 0; ///< quarters from the start, included
    double to = 0;   ///< quarters from the start, included
};

struct CorpusScan {
    std::vector<CorpusTrack> tracks;
    TrackChoice guess;
    double quarters = 0; ///< length of the file
};

/// Reads files into corpora. Both calls may take a while and come from worker threads, perhaps from
/// several at once: keep no state between them, or guard it.
class CorpusSource
{
public:
    virtual ~CorpusSource() = default;

    [[nodiscard]] virtual Result<CorpusScan> scan(const std::filesystem::path& path) = 0;
    [[nodiscard]] virtual Result<StudioCorpus> load(const std::filesystem::path& path,
                                                    const TrackChoice& choice) = 0;
};

} // namespace woodshed
