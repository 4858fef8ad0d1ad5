#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/weights.h"
#include "support/files.h"
#include "support/result.h"
#include "training/trainer.h"

namespace woodshed
{

/// Where a run stands at the end of an epoch: all that its next epoch depends on, except the data,
/// the options and the history.
struct TrainingCheckpoint {
    std::string run; ///< fingerprint of data and options; see runFingerprint()
    int epoch = 0;   ///< finished epochs
    Weights now;
    Weights best;
    int bestEpoch = 0;
    double bestLoss = 0;
    int runawayEpochs = 0;             ///< in a row
    std::int64_t updates = 0;          ///< of the optimiser
    std::vector<float> firstMoment;    ///< Adam's, flat in the order of Weights' blocks
    std::vector<float> secondMoment;   ///< likewise
    std::vector<std::uint64_t> random; ///< Random::state() of each generator the run draws from
    std::vector<std::uint32_t> order;  ///< of the examples, where the run keeps one

    friend bool operator==(const TrainingCheckpoint&, const TrainingCheckpoint&) = default;
};

/// What a run goes on from: its last checkpoint and the reports up to there, one for each epoch.
struct TrainingResume {
    TrainingCheckpoint checkpoint;
    std::vector<EpochReport> history;
};

/// The most bytes of an encoded TrainingResume: four times the largest model, and its history.
inline constexpr std::size_t maximumResumeSize = std::size_t{320} << 20U;

/// As safetensors: weights, moments, progress and history are tensors, the run's fingerprint and an
/// MD5 of it all stand in the metadata. Numbers come back bit for bit.
[[nodiscard]] Bytes encodeResume(const TrainingResume& resume);
/// Refuses with a sentence whatever is damaged, of other shapes than it claims, or not finite.
/// Every length is bounded by the bytes at hand.
[[nodiscard]] Result<TrainingResume> decodeResume(std::span<const std::uint8_t> bytes);

/// Whether the parts fit one another and all numbers are possible; says what does not.
[[nodiscard]] Result<void> checkResume(const TrainingResume& resume);

/// What a run is known by: MD5 over the data and every option that changes what is computed.
/// The number of epochs is none of them here, so that a run can be prolonged.
[[nodiscard]] std::string runFingerprint(const Dataset& dataset, const TrainingOptions& options);
/// The same, with the number of epochs, along which the learning rate falls.
[[nodiscard]] std::string runFingerprint(const LineDataset& dataset,
                                         const LineTrainingOptions& options);

} // namespace woodshed
