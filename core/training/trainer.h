#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "corpus/dataset.h"
#include "corpus/linedataset.h"
#include "model/weights.h"
#include "support/result.h"
#include "training/lineoptions.h"

namespace woodshed
{

struct TrainingOptions {
    int hidden = 64; ///< 1..512
    GateActivation gates = GateActivation::HardSigmoid;
    int epochs = 100;           ///< 1..1,000,000
    int batchSize = 32;         ///< the notebook's 60 examples make batches of 32 and 28
    double learningRate = 0.01; ///< Adam, beta 0.9 and 0.999
    double decay = 0.01;        ///< legacy Keras: rate / (1 + decay * updates done before)
    std::uint64_t seed = 0;     ///< initial weights and order of examples
    friend bool operator==(const TrainingOptions&, const TrainingOptions&) = default;
};

/// One finished epoch, counted from 1.
struct EpochReport {
    int epoch = 0;
    /// Each batch before its update. The notebook: cross-entropy summed over the steps, mean over
    /// the examples. Lines: nats a note, its stages together.
    double loss = 0;
    double accuracy = 0; ///< share of labelled steps whose most probable value is the label
    std::optional<double> validationLoss; ///< of the weights at the end of the epoch
    double learningRate = 0;              ///< of the epoch's last update
    double seconds = 0; ///< since training began, without the time between a stop and a resumption
    friend bool operator==(const EpochReport&, const EpochReport&) = default;
};

/// How a training run ended; exactly one of these, once, after all progress.
struct TrainingResult {
    enum class Ending { Completed, Stopped, NoLongerImproving, Diverged };
    Ending ending = Ending::Completed;
    /// The weights at the end of the epoch with the lowest validation loss or, without validation,
    /// the lowest loss (which was measured while they were being updated); of the last epoch where
    /// that was asked for and reached. Stopped within the first epoch: as far as they came.
    /// Diverged in it: the initial ones.
    Weights best;
    int bestEpoch = 0;   ///< 0 when no epoch was completed
    double bestLoss = 0; ///< the one that decided
    std::vector<EpochReport> history;
    std::string message; ///< for Diverged: a sentence that says what happened and what to do
};

/// Called on the thread that runs the training, in order. Keep it short.
using EpochCallback = std::function<void(const EpochReport&, const Weights& now)>;

struct TrainingCheckpoint;
struct TrainingResume;

/// Gets where the run stands after an epoch; see training/checkpoint.h.
using CheckpointCallback = std::function<void(std::shared_ptr<const TrainingCheckpoint>)>;

/// Whom a run tells what. Both are called on the thread that runs the training.
struct TrainingCallbacks {
    EpochCallback onEpoch;
    /// At the end of every epoch that did not diverge, after onEpoch. Without it nothing is copied.
    CheckpointCallback onCheckpoint;

    TrainingCallbacks() = default;
    /// From whatever an EpochCallback can be made of.
    template<typename OnEpoch>
    requires(!std::same_as<std::remove_cvref_t<OnEpoch>, TrainingCallbacks> &&
             std::is_constructible_v<EpochCallback, OnEpoch>)
        TrainingCallbacks(OnEpoch&& epoch, CheckpointCallback checkpoint = {})
        : onEpoch(std::forward<OnEpoch>(epoch))
        , onCheckpoint(std::move(checkpoint))
    {
    }
};

/// Trains the shared layers. Lives in the LibTorch module; reach it through TrainingModule.
class Trainer
{
public:
    virtual ~Trainer() = default;

    /// Blocks until done, stopped (within 500 ms of the request) or diverged. Same data, options
    /// and seed: same weights, bit for bit, on one kind of CPU and BLAS. Fails for options out of
    /// range, for batches so large that one update would take too much memory or time, or for a
    /// LibTorch failure.
    ///
    /// With `from` it goes on after that checkpoint as if it had never stopped: what it reports,
    /// from the next epoch on, and what it ends with are the same, bit for bit. The result's
    /// history holds the epochs before, too. A checkpoint of other data or options is refused; one
    /// at the end of its run gives the result at once.
    [[nodiscard]] virtual Result<TrainingResult>
    run(const Dataset& dataset, const TrainingOptions& options, const TrainingCallbacks& callbacks,
        const std::stop_token& stop, const TrainingResume* from = nullptr) = 0;
    /// Trains a network of the Woodshed profile: many inputs a step, softmax within the range of
    /// the step's stage, a direct path, dropout. Otherwise as above. A trainer may know the
    /// notebook's network only.
    [[nodiscard]] virtual Result<TrainingResult> runLine(const LineDataset& /*dataset*/,
                                                         const LineTrainingOptions& /*options*/,
                                                         const TrainingCallbacks& /*callbacks*/,
                                                         const std::stop_token& /*stop*/,
                                                         const TrainingResume* /*from*/ = nullptr)
    {
        return fail(ErrorCode::Unsupported, "this trainer knows the notebook's network only");
    }
    /// The linear algebra underneath, for About and benchmarks: "OpenBLAS 0.3.21 ...".
    [[nodiscard]] virtual std::string blasName() const = 0;
};

} // namespace woodshed
