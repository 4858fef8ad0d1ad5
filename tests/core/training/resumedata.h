#pragma once

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <QtGlobal>

#include "training/checkpoint.h"

/// What the tests of resuming share.
namespace woodshed::testing
{

/// Keeps every checkpoint of a run.
struct Kept {
    std::vector<std::shared_ptr<const TrainingCheckpoint>> checkpoints;
    std::vector<EpochReport> reports;

    TrainingCallbacks callbacks()
    {
        return {[this](const EpochReport& report, const Weights&) { reports.push_back(report); },
                [this](std::shared_ptr<const TrainingCheckpoint> checkpoint) {
                    checkpoints.push_back(std::move(checkpoint));
                }};
    }
};

/// What the run would go on from after `epoch`, on its way through a file.
inline TrainingResume resumeAfter(const Kept& kept, const std::vector<EpochReport>& history,
                                  int epoch)
{
    const TrainingResume resume{.checkpoint =
                                    *kept.checkpoints.at(static_cast<std::size_t>(epoch) - 1),
                                .history = {history.begin(), history.begin() + epoch}};
    auto decoded = decodeResume(encodeResume(resume));
    if (!decoded)
        qFatal("%s", decoded.error().detail.c_str());
    if (decoded->checkpoint != resume.checkpoint || decoded->history != resume.history)
        qFatal("it did not come back as it was");
    return *decoded;
}

/// Equal but for the time that each epoch took.
inline bool sameEpochs(std::vector<EpochReport> a, std::vector<EpochReport> b)
{
    for (auto* history : {&a, &b})
        for (EpochReport& report : *history)
            report.seconds = 0;
    return a == b;
}

inline bool sameResult(const TrainingResult& a, const TrainingResult& b)
{
    return a.ending == b.ending && a.best == b.best && a.bestEpoch == b.bestEpoch &&
           a.bestLoss == b.bestLoss && a.message == b.message && sameEpochs(a.history, b.history);
}

} // namespace woodshed::testing
