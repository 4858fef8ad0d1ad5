#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/line.h"

namespace woodshed
{

/// How a note follows the one before it inside a phrase, in any key.
struct LineToken {
    int interval = 0; ///< semitones from the note before
    int rhythm = 0;   ///< class of the time between their onsets, 0 .. rhythmClasses - 1
    friend bool operator==(const LineToken&, const LineToken&) = default;
};

inline constexpr int rhythmClasses = 8;

/// The class of a time between two onsets: faster than a sixteenth, sixteenth, triplet, eighth,
/// quarter, dotted quarter, half and longer.
[[nodiscard]] int rhythmClass(int steps);

/// Nothing where a phrase ends between the two: a silence of a quarter or more, or three quarters
/// from onset to onset.
[[nodiscard]] std::optional<LineToken> tokenBetween(const LineNote& before, const LineNote& note);

/// Of all notes but the first.
[[nodiscard]] std::vector<std::optional<LineToken>> tokensOf(std::span<const LineNote> notes);

/// Everything that was ever played in a corpus, ready to be found again: a suffix automaton over
/// the tokens of its lines (Blumer et al. 1985). Immutable and cheap to copy; threads may share it.
class LineIndex
{
public:
    /// Lines of one name count as one source.
    explicit LineIndex(std::span<const Line> corpus);

    struct Data;

private:
    friend class RunWatch;
    std::shared_ptr<const Data> m_data;
};

/// Where a run stands in the corpus.
struct RunPlace {
    std::string source; ///< name of the line
    int bar = 1;        ///< where the run begins; the form begins with bar 1
};

/// Follows a solo note by note and knows, at every moment, its longest run of notes up to here that
/// stands in the corpus too. Cheap to copy; the index (or a copy of it) must live longer.
class RunWatch
{
public:
    explicit RunWatch(const LineIndex& index);
    /// As if the source of that name were not in the corpus.
    RunWatch(const LineIndex& index, std::string_view leftOut);

    /// Notes in the longest shared run that would end with a next note like this; 1 where not even
    /// the step to it is known.
    [[nodiscard]] int lengthWith(int interval, int rhythmClass) const;
    /// The next note.
    void take(int interval, int rhythmClass);
    /// The next note begins a phrase: it continues no run.
    void breakPhrase();

    /// Notes in the longest shared run that ends here; 1 for a note on its own.
    [[nodiscard]] int length() const { return m_here.matched + 1; }
    /// The first place of that run in the corpus; nothing where the length is 1.
    [[nodiscard]] std::optional<RunPlace> place() const;

private:
    struct Match {
        int state = 0;
        int matched = 0; ///< tokens
    };
    [[nodiscard]] Match after(int interval, int rhythmClass) const;

    const LineIndex::Data* m_data;
    int m_leftOut = -1; ///< a source
    Match m_here;
};

} // namespace woodshed
