#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>
#include <c10/util/C++17.h>
#include <torch/optim/optimizer.h>

#include "support/random.h"
#include "training/checkpoint.h"

namespace woodshed
{

/// What a run of these data and options must find in a checkpoint.
struct ResumptionNeeds {
    std::string run; ///< runFingerprint()
    WeightsShape shape;
    std::size_t generators = 0;
    std::size_t ordered = 0; ///< examples of the order; 0 where none is kept
};

/// Whether a run can go on from there; says why not.
[[nodiscard]] Result<void> checkResumption(const TrainingResume& from,
                                           const ResumptionNeeds& needs);

/// A run's generator number `which`: as the checkpoint left it, or fresh.
[[nodiscard]] Random generatorOf(const TrainingResume* from, std::size_t which, std::uint64_t seed);

void saveGenerator(const Random& random, TrainingCheckpoint& checkpoint);

/// The numbers of a flat tensor.
[[nodiscard]] std::vector<float> numbersOf(const at::Tensor& tensor);
/// A flat tensor of its own with these numbers.
[[nodiscard]] at::Tensor tensorOf(const std::vector<float>& numbers);

/// LibTorch's name for a parameter among the optimiser's states.
[[nodiscard]] inline std::string stateKey(const at::Tensor& parameter)
{
    return c10::guts::to_string(parameter.unsafeGetTensorImpl());
}

/// The moments and the number of updates of an optimiser of one parameter; State is
/// torch::optim::AdamParamState or its like.
template<typename State>
void saveOptimiser(const torch::optim::Optimizer& optimiser, const at::Tensor& parameter,
                   TrainingCheckpoint& checkpoint)
{
    const auto found = optimiser.state().find(stateKey(parameter));
    if (found == optimiser.state().end()) { // before its first update
        checkpoint.firstMoment.assign(static_cast<std::size_t>(parameter.numel()), 0);
        checkpoint.secondMoment = checkpoint.firstMoment;
        return;
    }
    const auto& state = static_cast<const State&>(*found->second);
    checkpoint.updates = state.step();
    checkpoint.firstMoment = numbersOf(state.exp_avg());
    checkpoint.secondMoment = numbersOf(state.exp_avg_sq());
}

template<typename State>
void restoreOptimiser(torch::optim::Optimizer& optimiser, const at::Tensor& parameter,
                      const TrainingCheckpoint& checkpoint)
{
    auto state = std::make_unique<State>();
    state->step(checkpoint.updates);
    state->exp_avg(tensorOf(checkpoint.firstMoment));
    state->exp_avg_sq(tensorOf(checkpoint.secondMoment));
    optimiser.state()[stateKey(parameter)] = std::move(state);
}

/// Hands a checkpoint over, unless the moments have left the finite range: nothing good could go on
/// from there.
void tell(const CheckpointCallback& onCheckpoint, std::shared_ptr<TrainingCheckpoint> checkpoint);

} // namespace woodshed
