#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/line.h"
#include "generation/lineindex.h"

namespace woodshed
{

/// Notes of a solo that stand in the corpus too, in some key.
struct SharedRun {
    int firstNote = 0; ///< of the solo, from 0
    int notes = 0;
    std::string source; ///< the first line of the corpus that has it
    int bar = 1;        ///< where it begins there; the form begins with bar 1
    friend bool operator==(const SharedRun&, const SharedRun&) = default;
};

/// What a solo shares with a corpus. An n-gram is n steps from note to note (n + 1 notes) inside a
/// phrase; shares are 0 where a solo has none.
struct OriginalityReport {
    double share6 = 0;           ///< of its 6-grams, those found in the corpus
    double share8 = 0;           ///< the same of its 8-grams
    int longest = 0;             ///< notes in its longest shared run; 0 where not a step is shared
    std::vector<SharedRun> runs; ///< of 8 notes or more, the longest first; at most 20, and none
                                 ///< that lies more than half inside longer ones
};

[[nodiscard]] OriginalityReport originality(const LineIndex& corpus, const Line& solo);
/// As if the source of that name were not in the corpus: for a solo that is part of it.
[[nodiscard]] OriginalityReport originality(const LineIndex& corpus, const Line& solo,
                                            std::string_view leftOut);

/// How alike the solos of a set are: the share of a solo's distinct 6-grams that another solo of
/// the set has too, on average. Solos with fewer than 6 of them are not counted; 0 where none is
/// left.
[[nodiscard]] double sharedBetween(std::span<const Line> solos);

} // namespace woodshed
