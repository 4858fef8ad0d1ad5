#pragma once

#include <cstdint>
#include <string>

#include "session/session.h"

namespace woodshed::test
{

/// How much a built session holds. No count may be 0.
struct BuiltSize {
    int takes = 30;
    int takeNotes = 6; ///< in the shortest of them
    int lines = 3;     ///< of the corpus that has them
    int tokens = 40;   ///< of each corpus
    int epochs = 12;   ///< of the training's history
    std::size_t hidden = 3;
};

/// A session in which everything that a session can hold occurs: three models of different shapes,
/// one of them of the Woodshed profile, two corpora, takes of every source, a training in progress
/// with milestones and a checkpoint, tunes, mixer and settings; with numbers and texts that are
/// easily spoilt. Same variant, same session; no two variants have an item in common.
[[nodiscard]] Session builtSession(std::uint64_t variant, const BuiltSize& size = {});

// Every field of an item as a line "name: value", numbers exact. What an item says about its place
// among the others (SessionTake::model, ...) is left out, so that an item is the same wherever it
// stands.
[[nodiscard]] std::string described(const Model& model);
[[nodiscard]] std::string described(const SessionCorpus& corpus);
[[nodiscard]] std::string described(const LeadSheet& tune);
[[nodiscard]] std::string described(const SessionTake& take);
[[nodiscard]] std::string described(const SessionTraining& training);
[[nodiscard]] std::string described(const SessionMaking& making);
[[nodiscard]] std::string described(const SessionBand& band);
/// The whole, with the places.
[[nodiscard]] std::string described(const Session& session);

/// Where two sessions differ, shared things by their content; empty where they do not.
[[nodiscard]] std::string firstDifference(const Session& a, const Session& b);

/// What an opened session has that the original has not, a wrong link among its items included;
/// empty where all that is there is right, though something may be missing.
[[nodiscard]] std::string firstStranger(const Session& opened, const Session& original);

} // namespace woodshed::test
