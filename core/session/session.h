#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "corpus/line.h"
#include "generation/generator.h"
#include "generation/originality.h"
#include "generation/take.h"
#include "model/weights.h"
#include "playback/transport.h"
#include "score/leadsheet.h"
#include "support/files.h"
#include "training/lineoptions.h"
#include "training/trainer.h"

namespace woodshed
{

/// Where a corpus came from. The session holds its values too, so the place may be gone.
struct CorpusReference {
    bool isBuiltIn = false;
    std::string path;   ///< of the file; empty where it is built in
    std::string digest; ///< MD5 of the file, or of the built-in solos' values
    int melodyTrack = 0;
    std::optional<int> chordTrack = {};
    double from = 0; ///< quarters from the start, included
    double to = 0;   ///< quarters from the start, included
    friend bool operator==(const CorpusReference&, const CorpusReference&) = default;
};

/// A corpus as the values that both profiles learn from; datasets are cut from them again.
struct SessionCorpus {
    std::string name;
    CorpusReference reference;
    std::vector<std::string> tokens; ///< of the notebook's profile, in order
    std::uint64_t seed = 0;          ///< of the windows cut from them
    std::vector<Line> lines;         ///< what the Woodshed profile learns from; may be empty
    std::vector<std::string> warnings;
    std::shared_ptr<const Take> take; ///< the corpus as something to see and hear; may be null
};

/// A network and which of the session's corpora it has learned from (-1: unknown).
struct SessionModel {
    std::shared_ptr<const Model> model;
    int corpus = -1;
    friend bool operator==(const SessionModel&, const SessionModel&) = default;
};

enum class TakeSource : std::uint8_t { Demo, Corpus, Generated, Recorded, Quantised, Milestone };

struct SessionTake {
    std::shared_ptr<const Take> take;
    TakeSource source = TakeSource::Generated;
    int number = 0; ///< of its kind, from 1; the epoch of a milestone
    int model = -1; ///< index of the model that made it, or -1
    /// Nothing where there was no corpus to compare.
    std::shared_ptr<const OriginalityReport> originality = nullptr;
    std::optional<BarRange> newBars = {}; ///< where only these were made anew
    bool isBinned = false;                ///< thrown away, but not lost yet
    friend bool operator==(const SessionTake&, const SessionTake&) = default;
};

/// What a network played at an epoch of its training; epoch 0 is untrained.
struct SessionMilestone {
    int epoch = 0;
    std::shared_ptr<const Take> take;
    friend bool operator==(const SessionMilestone&, const SessionMilestone&) = default;
};

/// The latest training run.
struct SessionTraining {
    bool isNotebook = false; ///< which of the two options counts
    TrainingOptions notebook;
    LineTrainingOptions line;
    int corpus = -1; ///< index of what it learns from
    std::shared_ptr<const std::vector<EpochReport>> history;
    std::vector<SessionMilestone> milestones;
    /// encodeResume() of where it stands, while it is not complete; null after.
    std::shared_ptr<const Bytes> checkpoint;
    friend bool operator==(const SessionTraining&, const SessionTraining&) = default;
};

/// A strip of the mixer, known by the name of its part.
struct SessionStrip {
    std::string part;
    PartMix mix;
    friend bool operator==(const SessionStrip&, const SessionStrip&) = default;
};

/// How the band plays.
struct SessionBand {
    double tempo = 0; ///< quarters a minute; 0: the take's own
    double swing = 1;
    int transposition = 0;
    double reverb = 0.3;
    std::vector<SessionStrip> strips;
    friend bool operator==(const SessionBand&, const SessionBand&) = default;
};

/// What the next solo is made with.
struct SessionMaking {
    std::string tune; ///< title
    std::string feel; ///< "swing", ...; empty: the tune's own
    int choruses = 2;
    double temperature = 0.95;
    Dials dials;
    std::string voice; ///< empty: any
    int variations = 1;
    int openingBars = 0;
    bool faithful = false;
    friend bool operator==(const SessionMaking&, const SessionMaking&) = default;
};

/// Everything a person makes in Woodshed, as plain state. What is large is shared and immutable, so
/// that a copy costs little, may be handed to a worker, and is compared by identity.
struct Session {
    std::vector<std::shared_ptr<const SessionCorpus>> corpora;
    int corpus = -1; ///< what is to be learnt from next
    std::vector<SessionModel> models;
    int model = -1;                                      ///< what improvises now
    std::vector<std::shared_ptr<const LeadSheet>> tunes; ///< besides the built-in ones
    std::vector<SessionTake> takes;                      ///< in the order of the list
    int take = -1;                                       ///< that is shown
    std::optional<SessionTraining> training;
    SessionMaking making;
    SessionBand band;
    friend bool operator==(const Session&, const Session&) = default;
};

} // namespace woodshed
