#include "training/checkpoint.h"

#include <algorithm>
#include <cmath>

#include "support/random.h"

namespace woodshed
{

namespace
{

/// Beyond it a double no longer counts, and the optimiser counts in doubles.
constexpr std::int64_t maximumUpdates = std::int64_t{1} << 53;

Unexpected impossible(const std::string& what)
{
    return fail(ErrorCode::InvalidArgument, what);
}

bool areFinite(const std::vector<float>& numbers)
{
    return std::all_of(numbers.begin(), numbers.end(),
                       [](float number) { return std::isfinite(number); });
}

bool isFinite(const EpochReport& report)
{
    return std::isfinite(report.loss) && std::isfinite(report.accuracy) &&
           std::isfinite(report.validationLoss.value_or(0)) && std::isfinite(report.learningRate) &&
           std::isfinite(report.seconds) && report.seconds >= 0;
}

bool isPermutation(const std::vector<std::uint32_t>& order)
{
    std::vector<bool> seen(order.size());
    for (const std::uint32_t index : order) {
        if (index >= order.size() || seen[index])
            return false;
        seen[index] = true;
    }
    return true;
}

Result<void> checkNetwork(const TrainingCheckpoint& checkpoint)
{
    const Weights& now = checkpoint.now;
    const Weights& best = checkpoint.best;
    if (!now.isConsistent() || !best.isConsistent())
        return impossible("its weights do not have the lengths of their shapes");
    if (now.shape() != best.shape())
        return impossible("its last and its best weights have different shapes");
    if (!now.isFinite() || !best.isFinite())
        return impossible("its weights hold a number that is infinite or not a number");
    const std::size_t count = now.parameterCount();
    if (checkpoint.firstMoment.size() != count || checkpoint.secondMoment.size() != count)
        return impossible("its moments do not belong to its weights");
    if (!areFinite(checkpoint.firstMoment) || !areFinite(checkpoint.secondMoment))
        return impossible("its moments hold a number that is infinite or not a number");
    if (std::any_of(checkpoint.secondMoment.begin(), checkpoint.secondMoment.end(),
                    [](float moment) { return moment < 0; }))
        return impossible("a second moment is negative");
    return {};
}

Result<void> checkHistory(const TrainingResume& resume)
{
    const TrainingCheckpoint& checkpoint = resume.checkpoint;
    if (checkpoint.epoch < 1 || resume.history.size() != static_cast<std::size_t>(checkpoint.epoch))
        return impossible("its history has not as many epochs as it tells");
    for (std::size_t i = 0; i < resume.history.size(); ++i)
        if (resume.history[i].epoch != static_cast<int>(i) + 1 || !isFinite(resume.history[i]))
            return impossible("its history is out of order or holds numbers that are not finite");
    if (checkpoint.bestEpoch < 1 || checkpoint.bestEpoch > checkpoint.epoch)
        return impossible("its best epoch is not one of its epochs");
    const EpochReport& best = resume.history[static_cast<std::size_t>(checkpoint.bestEpoch) - 1];
    if (checkpoint.bestLoss != best.validationLoss.value_or(best.loss))
        return impossible("its best loss is not that of its best epoch");
    if (checkpoint.runawayEpochs < 0 || checkpoint.runawayEpochs > checkpoint.epoch)
        return impossible("it tells more bad epochs than epochs");
    return {};
}

} // namespace

Result<void> checkResume(const TrainingResume& resume)
{
    const TrainingCheckpoint& checkpoint = resume.checkpoint;
    if (auto checked = checkHistory(resume); !checked)
        return checked;
    if (auto checked = checkNetwork(checkpoint); !checked)
        return checked;
    if (checkpoint.updates < 0 || checkpoint.updates > maximumUpdates)
        return impossible("it tells a number of updates that cannot be");
    const std::span<const std::uint64_t> random = checkpoint.random;
    if (random.size() % Random::stateSize != 0)
        return impossible("the states of its random generators are incomplete");
    for (std::size_t first = 0; first < random.size(); first += Random::stateSize)
        if (!Random::fromState(random.subspan(first, Random::stateSize)))
            return impossible("one of its random generators is in a state that cannot be");
    if (!isPermutation(checkpoint.order))
        return impossible("its order of the examples leaves some out");
    return {};
}

} // namespace woodshed
