#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
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
    double seconds = 0;                   ///< since training began
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

/// Trains the shared layers. Lives in the LibTorch module; reach it through TrainingModule.
class Trainer
{
public:
    virtual ~Trainer() = default;

    /// Blocks until done, stopped (within 500 ms of the request) or diverged. Same data, options
    /// and seed: same weights, bit for bit, on one kind of CPU and BLAS. Fails for options out of
    /// range, for batches so large that one update would take too much memory or time, or for a
    /// LibTorch failure.
    [[nodiscard]] virtual Result<TrainingResult> run(const Dataset& dataset,
                                                     const TrainingOptions& options,
                                                     const EpochCallback& onEpoch,
                                                     const std::stop_token& stop) = 0;
    /// Trains a network of the Woodshed profile: many inputs a step, softmax within the range of
    /// the step's stage, a direct path, dropout. Otherwise as above. A trainer may know the
    /// notebook's network only.
    [[nodiscard]] virtual Result<TrainingResult> runLine(const LineDataset& /*dataset*/,
                                                         const LineTrainingOptions& /*options*/,
                                                         const EpochCallback& /*onEpoch*/,
                                                         const std::stop_token& /*stop*/)
    {
        return fail(ErrorCode::Unsupported, "this trainer knows the notebook's network only");
    }
    /// The linear algebra underneath, for About and benchmarks: "OpenBLAS 0.3.21 ...".
    [[nodiscard]] virtual std::string blasName() const = 0;
};

} // namespace woodshed
