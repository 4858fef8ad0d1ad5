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
    Run(const Dataset& dataset, const TrainingOptions& options)
        : m_dataset(dataset)
        , m_options(options)
        , m_random(options.seed ^ 0x6f72646572ULL) // another stream than the weights'
        , m_order(static_cast<std::size_t>(dataset.examples))
        , m_record(initialWeights(dataset.vocabulary.size(),
                                  static_cast<std::size_t>(options.hidden), options.gates,
                                  options.seed),
                   guessingLoss(dataset), options.learningRate)
    {
        std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    }

    TrainingResult run(const EpochCallback& onEpoch, const std::stop_token& stop)
    {
        const auto began = std::chrono::steady_clock::now();
        SequenceNetwork network(m_record.best());
        torch::optim::Adam adam(
            {network.parameters()},
            torch::optim::AdamOptions(m_options.learningRate).betas({0.9, 0.999}).eps(1e-8));
        for (int epoch = 1; epoch <= m_options.epochs; ++epoch) {
            EpochReport report;
            report.epoch = epoch;
            if (!trainEpoch(network, adam, stop, report))
                return m_record.ended(TrainingResult::Ending::Stopped, network.weights());
            report.seconds =
                std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
            if (const auto trouble = m_record.add(report, network.weights(), onEpoch))
                return m_record.diverged(*trouble);
        }
        return m_record.ended(TrainingResult::Ending::Completed, network.weights());
    }

private:
    /// False when a stop was asked for before the epoch was done.
    bool trainEpoch(SequenceNetwork& network, torch::optim::Adam& adam, const std::stop_token& stop,
                    EpochReport& report)
    {
        m_random.shuffle(m_order);
        const auto batchSize = static_cast<std::size_t>(m_options.batchSize);
        auto& rate = static_cast<torch::optim::AdamOptions&>(adam.param_groups()[0].options());
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
            network.parameters().grad().zero_();
            LossSums sums;
            network.loss(m_batch.values, m_batch.labels, m_batch.examples, &sums).backward();
            loss += sums.loss;
            counted.labelled += sums.labelled;
            counted.correct += sums.correct;
            if (!std::isfinite(sums.loss)) // the gradient is worthless: no update
                break;
            adam.step();
            ++m_updates;
        }
        // The mean over examples of each batch, weighted by the batch's size, is the mean over all.
        report.loss = loss / static_cast<double>(m_order.size());
        report.accuracy = static_cast<double>(counted.correct) /
                          static_cast<double>(std::max<std::int64_t>(counted.labelled, 1));
        return true;
    }

    const Dataset& m_dataset;
    const TrainingOptions& m_options;
    Random m_random;
    std::vector<std::size_t> m_order;
    Batch m_batch;
    std::uint64_t m_updates = 0;
    TrainingRecord m_record;
};

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
                                        const EpochCallback& onEpoch, const std::stop_token& stop)
{
    if (auto checked = checkTraining(dataset, options); !checked)
        return forward(checked);
    return withinLibTorch([&] { return Run(dataset, options).run(onEpoch, stop); });
}

Result<TrainingResult> LstmTrainer::runLine(const LineDataset& dataset,
                                            const LineTrainingOptions& options,
                                            const EpochCallback& onEpoch,
                                            const std::stop_token& stop)
{
    if (auto checked = checkLineTraining(dataset, options); !checked)
        return forward(checked);
    return withinLibTorch([&] { return trainLine(dataset, options, onEpoch, stop); });
}

std::string LstmTrainer::blasName() const
{
    return nameOfBlas();
}

} // namespace woodshed
