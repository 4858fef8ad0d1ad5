#include "training/lstmtrainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <numeric>
#include <utility>

#include <ATen/Parallel.h>
#include <torch/optim/adam.h>

#include "support/random.h"
#include "training/blas.h"
#include "training/linetrainer.h"
#include "training/resumption.h"
#include "training/sequencenetwork.h"
#include "training/trainingrecord.h"

namespace woodshed
{

namespace
{

struct Batch {
    std::int64_t examples = 0;
    std::vector<std::int32_t> values; ///< (steps, examples)
    std::vector<std::int32_t> labels; ///< (steps, examples)

    void take(const Dataset& dataset, std::span<const std::size_t> chosen)
    {
        examples = static_cast<std::int64_t>(chosen.size());
        values.clear();
        labels.clear();
        for (int step = 0; step < dataset.steps; ++step) {
            for (const std::size_t example : chosen) {
                values.push_back(dataset.input(static_cast<int>(example), step));
                labels.push_back(dataset.label(step, static_cast<int>(example)));
            }
        }
    }
};

/// Nats an example of guessing blindly.
double guessingLoss(const Dataset& dataset)
{
    const auto labelled = std::count_if(dataset.labels.begin(), dataset.labels.end(),
                                        [](std::int32_t label) { return label != noValue; });
    return static_cast<double>(labelled) / dataset.examples *
           std::log(static_cast<double>(dataset.vocabulary.size()));
}

/// One training run: the network, its optimiser, and what there is to tell.
class Run
{
public:
    Run(const Dataset& dataset, const TrainingOptions& options, const TrainingResume* from)
        : m_dataset(dataset)
        , m_options(options)
        , m_random(generatorOf(from, 0, options.seed ^ 0x6f72646572ULL)) // another stream than the
                                                                         // weights'
        , m_order(static_cast<std::size_t>(dataset.examples))
        , m_record(recordOf(dataset, options, from))
        , m_network(from != nullptr ? from->checkpoint.now : m_record.best())
        , m_adam({m_network.parameters()},
                 torch::optim::AdamOptions(options.learningRate).betas({0.9, 0.999}).eps(1e-8))
    {
        std::iota(m_order.begin(), m_order.end(), std::size_t{0});
        if (from == nullptr)
            return;
        m_order.assign(from->checkpoint.order.begin(), from->checkpoint.order.end());
        m_updates = static_cast<std::uint64_t>(from->checkpoint.updates);
        restoreOptimiser<torch::optim::AdamParamState>(m_adam, m_network.parameters(),
                                                       from->checkpoint);
    }

    TrainingResult run(const TrainingCallbacks& callbacks, const std::string& fingerprint,
                       const std::stop_token& stop)
    {
        const auto began = std::chrono::steady_clock::now();
        const double before = m_record.seconds();
        while (m_record.epochs() < m_options.epochs) {
            EpochReport report;
            report.epoch = m_record.epochs() + 1;
            if (!trainEpoch(stop, report))
                return m_record.ended(TrainingResult::Ending::Stopped, m_network.weights());
            report.seconds =
                before +
                std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
            if (const auto trouble = m_record.add(report, m_network.weights(), callbacks.onEpoch))
                return m_record.diverged(*trouble);
            if (callbacks.onCheckpoint)
                tell(callbacks.onCheckpoint, checkpoint(fingerprint));
        }
        return m_record.ended(TrainingResult::Ending::Completed, m_network.weights());
    }

private:
    /// False when a stop was asked for before the epoch was done.
    bool trainEpoch(const std::stop_token& stop, EpochReport& report)
    {
        m_random.shuffle(m_order);
        const auto batchSize = static_cast<std::size_t>(m_options.batchSize);
        auto& rate = static_cast<torch::optim::AdamOptions&>(m_adam.param_groups()[0].options());
        double loss = 0;
        LossSums counted;
        for (std::size_t first = 0; first < m_order.size(); first += batchSize) {
            if (stop.stop_requested())
                return false;
            const std::size_t size = std::min(batchSize, m_order.size() - first);
            m_batch.take(m_dataset, std::span(m_order).subspan(first, size));

            report.learningRate =
                m_options.learningRate / (1 + m_options.decay * static_cast<double>(m_updates));
            rate.lr(report.learningRate);
            m_network.parameters().grad().zero_();
            LossSums sums;
            m_network.loss(m_batch.values, m_batch.labels, m_batch.examples, &sums).backward();
            loss += sums.loss;
            counted.labelled += sums.labelled;
            counted.correct += sums.correct;
            if (!std::isfinite(sums.loss)) // the gradient is worthless: no update
                break;
            m_adam.step();
            ++m_updates;
        }
        // The mean over examples of each batch, weighted by the batch's size, is the mean over all.
        report.loss = loss / static_cast<double>(m_order.size());
        report.accuracy = static_cast<double>(counted.correct) /
                          static_cast<double>(std::max<std::int64_t>(counted.labelled, 1));
        return true;
    }

    static TrainingRecord recordOf(const Dataset& dataset, const TrainingOptions& options,
                                   const TrainingResume* from)
    {
        const double guessing = guessingLoss(dataset);
        if (from != nullptr)
            return {*from, guessing, options.learningRate};
        return {initialWeights(dataset.vocabulary.size(), static_cast<std::size_t>(options.hidden),
                               options.gates, options.seed),
                guessing, options.learningRate};
    }

    std::shared_ptr<TrainingCheckpoint> checkpoint(const std::string& fingerprint) const
    {
        auto checkpoint = std::make_shared<TrainingCheckpoint>();
        checkpoint->run = fingerprint;
        m_record.describe(*checkpoint);
        checkpoint->now = m_network.weights();
        saveOptimiser<torch::optim::AdamParamState>(m_adam, m_network.parameters(), *checkpoint);
        saveGenerator(m_random, *checkpoint);
        checkpoint->order.assign(m_order.begin(), m_order.end());
        return checkpoint;
    }

    const Dataset& m_dataset;
    const TrainingOptions& m_options;
    Random m_random;
    std::vector<std::size_t> m_order;
    Batch m_batch;
    std::uint64_t m_updates = 0;
    TrainingRecord m_record;
    SequenceNetwork m_network;
    torch::optim::Adam m_adam;
};

WeightsShape shapeOf(const Dataset& dataset, const TrainingOptions& options)
{
    return {.values = dataset.vocabulary.size(),
            .inputs = dataset.vocabulary.size(),
            .hidden = static_cast<std::size_t>(options.hidden),
            .gates = options.gates,
            .direct = false};
}

/// What LibTorch throws becomes an error.
template<typename Work>
Result<TrainingResult> withinLibTorch(const Work& work)
{
    try {
        useOneThread();
        return work();
    } catch (const std::exception& exception) {
        return fail(ErrorCode::Internal,
                    std::string("training failed inside LibTorch: ") + exception.what());
    } catch (...) {
        return fail(ErrorCode::Internal, "training failed for a reason LibTorch did not tell");
    }
}

} // namespace

Result<TrainingResult> LstmTrainer::run(const Dataset& dataset, const TrainingOptions& options,
                                        const TrainingCallbacks& callbacks,
                                        const std::stop_token& stop, const TrainingResume* from)
{
    if (auto checked = checkTraining(dataset, options); !checked)
        return forward(checked);
    return withinLibTorch([&]() -> Result<TrainingResult> {
        std::string fingerprint;
        if (callbacks.onCheckpoint || from != nullptr)
            fingerprint = runFingerprint(dataset, options);
        if (from != nullptr)
            if (auto checked =
                    checkResumption(*from, {.run = fingerprint,
                                            .shape = shapeOf(dataset, options),
                                            .generators = 1,
                                            .ordered = static_cast<std::size_t>(dataset.examples)});
                !checked)
                return forward(checked);
        return Run(dataset, options, from).run(callbacks, fingerprint, stop);
    });
}

Result<TrainingResult> LstmTrainer::runLine(const LineDataset& dataset,
                                            const LineTrainingOptions& options,
                                            const TrainingCallbacks& callbacks,
                                            const std::stop_token& stop, const TrainingResume* from)
{
    if (auto checked = checkLineTraining(dataset, options); !checked)
        return forward(checked);
    return withinLibTorch([&] { return trainLine(dataset, options, callbacks, stop, from); });
}

std::string LstmTrainer::blasName() const
{
    return nameOfBlas();
}

} // namespace woodshed
