#include "training/trainingrecord.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace woodshed
{

namespace
{

/// Where a loss counts as having run away: this many times that of blind guessing, this many epochs
/// in a row.
constexpr double runawayFactor = 2;
constexpr int runawayEpochs = 3;

std::string shortNumber(double number)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return {text.data(), end};
}

} // namespace

TrainingRecord::TrainingRecord(Weights initial, double guessingLoss, double learningRate)
    : m_guessingLoss(guessingLoss)
    , m_learningRate(learningRate)
{
    m_result.best = std::move(initial);
}

TrainingRecord::TrainingRecord(const TrainingResume& from, double guessingLoss, double learningRate)
    : m_guessingLoss(guessingLoss)
    , m_learningRate(learningRate)
    , m_runaway(from.checkpoint.runawayEpochs)
{
    m_result.best = from.checkpoint.best;
    m_result.bestEpoch = from.checkpoint.bestEpoch;
    m_result.bestLoss = from.checkpoint.bestLoss;
    m_result.history = from.history;
}

double TrainingRecord::seconds() const
{
    return m_result.history.empty() ? 0 : m_result.history.back().seconds;
}

int TrainingRecord::epochsWithoutGain() const
{
    if (m_result.history.empty() || !m_result.history.back().validationLoss)
        return 0;
    return epochs() - m_result.bestEpoch;
}

std::optional<std::string> TrainingRecord::add(const EpochReport& report, Weights now,
                                               const EpochCallback& onEpoch)
{
    const double judged = report.validationLoss.value_or(report.loss);
    if (!std::isfinite(report.loss) || !std::isfinite(judged) || !now.isFinite())
        return "the loss or the weights ran out of the finite range in epoch " +
               std::to_string(report.epoch);
    m_result.history.push_back(report);
    if (onEpoch)
        onEpoch(report, now);
    if (m_result.bestEpoch == 0 || judged < m_result.bestLoss) {
        m_result.best = std::move(now);
        m_result.bestEpoch = report.epoch;
        m_result.bestLoss = judged;
    }
    m_runaway = report.loss > runawayFactor * m_guessingLoss ? m_runaway + 1 : 0;
    if (m_runaway >= runawayEpochs)
        return "the loss ran away, far above that of blind guessing";
    return std::nullopt;
}

void TrainingRecord::describe(TrainingCheckpoint& checkpoint) const
{
    checkpoint.epoch = epochs();
    checkpoint.best = m_result.best;
    checkpoint.bestEpoch = m_result.bestEpoch;
    checkpoint.bestLoss = m_result.bestLoss;
    checkpoint.runawayEpochs = m_runaway;
}

TrainingResult TrainingRecord::ended(TrainingResult::Ending ending, Weights now)
{
    m_result.ending = ending;
    if (m_result.bestEpoch == 0 && now.isFinite()) // stopped within the first epoch
        m_result.best = std::move(now);
    return std::move(m_result);
}

TrainingResult TrainingRecord::completedWithLast(Weights last)
{
    const EpochReport& report = m_result.history.back();
    m_result.ending = TrainingResult::Ending::Completed;
    m_result.best = std::move(last);
    m_result.bestEpoch = report.epoch;
    m_result.bestLoss = report.validationLoss.value_or(report.loss);
    return std::move(m_result);
}

TrainingResult TrainingRecord::diverged(const std::string& how)
{
    m_result.ending = TrainingResult::Ending::Diverged;
    m_result.message = "Training stopped because " + how + ". The best weights so far are kept. " +
                       "Try a lower learning rate than " + shortNumber(m_learningRate) + ".";
    return std::move(m_result);
}

} // namespace woodshed
