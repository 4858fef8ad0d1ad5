#include "training/linetrainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <numbers>
#include <optional>
#include <utility>

#include <ATen/ops/empty.h>
#include <torch/optim/adamw.h>

#include "model/inference.h"
#include "support/random.h"
#include "training/dropout.h"
#include "training/linebatch.h"
#include "training/resumption.h"
#include "training/sequencenetwork.h"
#include "training/trainingrecord.h"

namespace woodshed
{

namespace
{

/// Share of the learning rate that is left at the end.
constexpr double lastRate = 0.03;

std::size_t notesOf(const LineSequence& sequence, std::size_t first, std::size_t steps)
{
    const auto begin = sequence.stages.begin() + static_cast<std::ptrdiff_t>(first);
    return static_cast<std::size_t>(
        std::count(begin, begin + static_cast<std::ptrdiff_t>(steps), LineStage::Pitch));
}

/// Nats a note of guessing blindly among the values that are possible at each step.
double guessingLoss(const LineDataset& dataset)
{
    double loss = 0;
    std::size_t notes = 0;
    for (const LineSequence& sequence : dataset.training) {
        for (const LineStage stage : sequence.stages)
            loss += std::log(
                static_cast<double>(dataset.ranges[static_cast<std::size_t>(stage)].size()));
        notes += notesOf(sequence, 0, sequence.steps());
    }
    return loss / static_cast<double>(notes);
}

/// -ln of the label's probability.
double lossOf(std::span<const float> logits, std::int32_t label)
{
    const double largest = double{*std::max_element(logits.begin(), logits.end())};
    double sum = 0;
    for (const float logit : logits)
        sum += std::exp(double{logit} - largest);
    return std::log(sum) + largest - double{logits[static_cast<std::size_t>(label)]};
}

WeightsShape shapeOf(const LineDataset& dataset, const LineTrainingOptions& options)
{
    return {.values = dataset.vocabulary.size(),
            .inputs = static_cast<std::size_t>(dataset.inputs),
            .hidden = static_cast<std::size_t>(options.hidden),
            .gates = GateActivation::Sigmoid,
            .direct = true};
}

/// One training run: the network, its optimiser, and what there is to tell.
class Run
{
public:
    Run(const LineDataset& dataset, const LineTrainingOptions& options, const std::stop_token& stop,
        const TrainingResume* from)
        : m_dataset(dataset)
        , m_options(options)
        // Other streams than the weights'.
        , m_windowRandom(generatorOf(from, 0, options.seed ^ 0x77696e646f7773ULL))
        , m_dropoutRandom(generatorOf(from, 1, options.seed ^ 0x64726f706f7574ULL))
        , m_record(recordOf(dataset, options, stop, from))
        , m_network(from != nullptr ? from->checkpoint.now : m_record.best())
        , m_optimiser({m_network.parameters()}, torch::optim::AdamWOptions(options.learningRate)
                                                    .betas({0.9, 0.999})
                                                    .eps(1e-8)
                                                    .weight_decay(options.weightDecay))
        , m_steps(static_cast<std::size_t>(options.steps))
        , m_columns(windowsAtOnce(dataset, options))
    {
        if (options.dropout > 0)
            m_dropout = at::empty({static_cast<std::int64_t>(m_steps * m_columns), options.hidden});
        for (const LineSequence& sequence : dataset.validation)
            m_validationNotes += notesOf(sequence, 0, sequence.steps());
        if (from != nullptr)
            restoreOptimiser<torch::optim::AdamWParamState>(m_optimiser, m_network.parameters(),
                                                            from->checkpoint);
    }

    TrainingResult run(const TrainingCallbacks& callbacks, const std::string& fingerprint,
                       const std::stop_token& stop)
    {
        using Ending = TrainingResult::Ending;
        const auto began = std::chrono::steady_clock::now();
        const double before = m_record.seconds();
        while (m_record.epochs() < m_options.epochs) {
            if (m_options.patience > 0 && m_record.epochsWithoutGain() >= m_options.patience)
                return m_record.ended(Ending::NoLongerImproving, {});
            EpochReport report;
            report.epoch = m_record.epochs() + 1;
            if (!trainEpoch(stop, report))
                return m_record.ended(Ending::Stopped, m_network.weights());
            auto now = std::make_shared<Weights>(m_network.weights());
            if (!validate(now, stop, report))
                return m_record.ended(Ending::Stopped, std::move(*now));
            report.seconds =
                before +
                std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
            if (const auto trouble = m_record.add(report, std::move(*now), callbacks.onEpoch))
                return m_record.diverged(*trouble);
            if (callbacks.onCheckpoint)
                tell(callbacks.onCheckpoint, checkpoint(fingerprint));
        }
        if (m_options.keepsLast)
            return m_record.completedWithLast(m_network.weights());
        return m_record.ended(Ending::Completed, {});
    }

private:
    /// False when a stop was asked for before the epoch was done.
    bool trainEpoch(const std::stop_token& stop, EpochReport& report)
    {
        const auto windows =
            cutWindows(m_dataset.training, m_steps, m_options.characterDropout, m_windowRandom);
        const auto batchSize = static_cast<std::size_t>(m_options.batchSize);
        auto& rate =
            static_cast<torch::optim::AdamWOptions&>(m_optimiser.param_groups()[0].options());
        LossSums epoch;
        std::size_t notes = 0;
        for (std::size_t first = 0; first < windows.size(); first += batchSize) {
            const auto batch =
                std::span(windows).subspan(first, std::min(batchSize, windows.size() - first));
            const double done = static_cast<double>(first) / static_cast<double>(windows.size());
            report.learningRate = rateAfter(report.epoch - 1 + done);
            rate.lr(report.learningRate);
            const auto sums = gradientOf(batch, stop);
            if (!sums)
                return false;
            epoch.loss += sums->loss;
            epoch.labelled += sums->labelled;
            epoch.correct += sums->correct;
            for (const LineWindow& window : batch)
                notes += notesOf(*window.sequence, window.first, window.steps);
            if (!std::isfinite(sums->loss)) // the gradient is worthless: no update
                break;
            limitGradient();
            m_optimiser.step();
        }
        // Windows that begin or end between the stages of a note may hold a few without a pitch.
        report.loss = epoch.loss / static_cast<double>(std::max<std::size_t>(notes, 1));
        report.accuracy = static_cast<double>(epoch.correct) /
                          static_cast<double>(std::max<std::int64_t>(epoch.labelled, 1));
        return true;
    }

    /// Half a cosine from the learning rate down (Loshchilov and Hutter 2017).
    double rateAfter(double epochs) const
    {
        const double done = epochs / m_options.epochs;
        return m_options.learningRate *
               std::max(lastRate, 0.5 * (1 + std::cos(std::numbers::pi * done)));
    }

    /// Leaves the gradient of the mean over all labelled steps of the batch with the parameters.
    /// Nothing when a stop was asked for.
    std::optional<LossSums> gradientOf(std::span<const LineWindow> batch,
                                       const std::stop_token& stop)
    {
        std::int64_t steps = 0;
        for (const LineWindow& window : batch)
            steps += static_cast<std::int64_t>(window.steps);
        m_network.parameters().grad().zero_();
        LossSums all;
        for (std::size_t first = 0; first < batch.size(); first += m_columns) {
            if (stop.stop_requested())
                return std::nullopt;
            const LineBatch part(m_dataset,
                                 batch.subspan(first, std::min(m_columns, batch.size() - first)),
                                 m_steps, m_columns);
            if (m_dropout.defined())
                drawDropout(
                    m_options.dropout, m_dropoutRandom,
                    {m_dropout.data_ptr<float>(), static_cast<std::size_t>(m_dropout.numel())});
            const at::Tensor logits =
                m_network.logits(part.inputs, static_cast<std::int64_t>(m_columns), m_dropout);
            LossSums sums;
            RangedSoftmaxLoss::apply(logits, part.labels, part.ranges, steps, &sums).backward();
            all.loss += sums.loss;
            all.labelled += sums.labelled;
            all.correct += sums.correct;
        }
        return all;
    }

    void limitGradient()
    {
        at::Tensor& gradient = m_network.parameters().mutable_grad();
        const auto length = gradient.norm().item<double>();
        if (length > m_options.gradientLimit)
            gradient.mul_(m_options.gradientLimit / length);
    }

    /// Whole solos one step after another, exactly as they are generated. False when a stop was
    /// asked for.
    bool validate(const std::shared_ptr<const Weights>& weights, const std::stop_token& stop,
                  EpochReport& report) const
    {
        if (m_validationNotes == 0 || !weights->isFinite())
            return true;
        StepNetwork network(weights);
        double loss = 0;
        for (const LineSequence& sequence : m_dataset.validation) {
            network.reset();
            for (std::size_t step = 0; step < sequence.steps(); ++step) {
                if (stop.stop_requested())
                    return false;
                const auto inputs =
                    std::span(sequence.inputs)
                        .subspan(sequence.offsets[step],
                                 sequence.offsets[step + 1] - sequence.offsets[step]);
                const IndexRange range =
                    m_dataset.ranges[static_cast<std::size_t>(sequence.stages[step])];
                (void)network.step(inputs, range);
                loss += lossOf(network.logits().subspan(static_cast<std::size_t>(range.first),
                                                        static_cast<std::size_t>(range.size())),
                               sequence.labels[step] - range.first);
            }
        }
        report.validationLoss = loss / static_cast<double>(m_validationNotes);
        return true;
    }

    static TrainingRecord recordOf(const LineDataset& dataset, const LineTrainingOptions& options,
                                   const std::stop_token& stop, const TrainingResume* from)
    {
        const double guessing = guessingLoss(dataset);
        if (from != nullptr)
            return {*from, guessing, options.learningRate};
        return {initialLineWeights(shapeOf(dataset, options), options.seed, stop), guessing,
                options.learningRate};
    }

    std::shared_ptr<TrainingCheckpoint> checkpoint(const std::string& fingerprint) const
    {
        auto checkpoint = std::make_shared<TrainingCheckpoint>();
        checkpoint->run = fingerprint;
        m_record.describe(*checkpoint);
        checkpoint->now = m_network.weights();
        saveOptimiser<torch::optim::AdamWParamState>(m_optimiser, m_network.parameters(),
                                                     *checkpoint);
        saveGenerator(m_windowRandom, *checkpoint);
        saveGenerator(m_dropoutRandom, *checkpoint);
        return checkpoint;
    }

    const LineDataset& m_dataset;
    const LineTrainingOptions& m_options;
    Random m_windowRandom;
    Random m_dropoutRandom;
    TrainingRecord m_record;
    SequenceNetwork m_network;
    torch::optim::AdamW m_optimiser;
    std::size_t m_steps;
    std::size_t m_columns;
    at::Tensor m_dropout; ///< not defined without dropout
    std::size_t m_validationNotes = 0;
};

} // namespace

Result<TrainingResult> trainLine(const LineDataset& dataset, const LineTrainingOptions& options,
                                 const TrainingCallbacks& callbacks, const std::stop_token& stop,
                                 const TrainingResume* from)
{
    std::string fingerprint;
    if (callbacks.onCheckpoint || from != nullptr)
        fingerprint = runFingerprint(dataset, options);
    if (from != nullptr)
        if (auto checked = checkResumption(*from, {.run = fingerprint,
                                                   .shape = shapeOf(dataset, options),
                                                   .generators = 2,
                                                   .ordered = 0});
            !checked)
            return forward(checked);
    return Run(dataset, options, stop, from).run(callbacks, fingerprint, stop);
}

} // namespace woodshed
