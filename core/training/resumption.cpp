#include "training/resumption.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include <ATen/ops/empty.h>

namespace woodshed
{

Result<void> checkResumption(const TrainingResume& from, const ResumptionNeeds& needs)
{
    const auto refuse = [](const std::string& why) {
        return fail(ErrorCode::InvalidArgument, "the training cannot be resumed: " + why);
    };
    const TrainingCheckpoint& checkpoint = from.checkpoint;
    if (checkpoint.run != needs.run)
        return refuse("it was begun with other data or options");
    if (auto checked = checkResume(from); !checked)
        return refuse(checked.error().detail);
    if (checkpoint.now.shape() != needs.shape)
        return refuse("its network has another shape");
    if (checkpoint.random.size() != needs.generators * Random::stateSize)
        return refuse("it draws from another number of random generators");
    if (checkpoint.order.size() != needs.ordered)
        return refuse("its order is not that of these examples");
    return {};
}

Random generatorOf(const TrainingResume* from, std::size_t which, std::uint64_t seed)
{
    if (from == nullptr)
        return Random(seed);
    const std::span<const std::uint64_t> states = from->checkpoint.random;
    return Random::fromState(states.subspan(which * Random::stateSize, Random::stateSize)).value();
}

void saveGenerator(const Random& random, TrainingCheckpoint& checkpoint)
{
    const Random::State state = random.state();
    checkpoint.random.insert(checkpoint.random.end(), state.begin(), state.end());
}

std::vector<float> numbersOf(const at::Tensor& tensor)
{
    const float* first = tensor.data_ptr<float>();
    return {first, first + tensor.numel()};
}

at::Tensor tensorOf(const std::vector<float>& numbers)
{
    at::Tensor tensor = at::empty({static_cast<std::int64_t>(numbers.size())});
    std::copy(numbers.begin(), numbers.end(), tensor.data_ptr<float>());
    return tensor;
}

void tell(const CheckpointCallback& onCheckpoint, std::shared_ptr<TrainingCheckpoint> checkpoint)
{
    const auto finite = [](const std::vector<float>& numbers) {
        return std::all_of(numbers.begin(), numbers.end(),
                           [](float number) { return std::isfinite(number); });
    };
    if (finite(checkpoint->firstMoment) && finite(checkpoint->secondMoment))
        onCheckpoint(std::move(checkpoint));
}

} // namespace woodshed
