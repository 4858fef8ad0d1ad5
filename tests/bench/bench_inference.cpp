// bench_inference [STEPS [ROUNDS]]: microseconds per generated value, one thread.
#include <cstdio>

#include "bench/stopwatch.h"
#include "model/inference.h"
#include "support/random.h"

using namespace woodshed;

namespace
{

void walk(StepNetwork& network, std::int32_t values, int steps)
{
    network.reset();
    for (int step = 0; step < steps; ++step)
        (void)network.step(step % values);
}

/// As in the Woodshed profile: dozens of inputs a step, values in two ranges by turns.
void walkLine(StepNetwork& network, const std::vector<std::vector<std::int32_t>>& inputs, int steps)
{
    network.reset();
    for (int step = 0; step < steps; ++step)
        (void)network.step(inputs[static_cast<std::size_t>(step) % inputs.size()],
                           step % 2 == 0 ? IndexRange{0, 50} : IndexRange{68, 117});
}

} // namespace

int main(int count, char** arguments)
{
    const int steps = bench::argument(count, arguments, 1, 5'000);
    const int rounds = bench::argument(count, arguments, 2, 7);
    std::vector<bench::Contestant> contestants;
    for (const auto& [values, hidden] : {std::pair{78, 64}, std::pair{300, 256}}) {
        for (const auto gates : {GateActivation::HardSigmoid, GateActivation::Sigmoid}) {
            auto network = std::make_shared<StepNetwork>(std::make_shared<Weights>(initialWeights(
                static_cast<std::size_t>(values), static_cast<std::size_t>(hidden), gates, 1)));
            contestants.push_back(
                {"n=" + std::to_string(values) + " h=" + std::to_string(hidden) +
                     (gates == GateActivation::Sigmoid ? " sigmoid" : " hard sigmoid"),
                 [network, values = values, steps] { walk(*network, values, steps); },
                 {}});
        }
    }
    Random random(1);
    std::vector<std::vector<std::int32_t>> inputs(100, std::vector<std::int32_t>(45));
    for (auto& step : inputs)
        for (std::int32_t& input : step)
            input = static_cast<std::int32_t>(random.index(850));
    for (const std::size_t hidden : {96U, 160U, 320U}) {
        auto network = std::make_shared<StepNetwork>(
            std::make_shared<Weights>(initialLineWeights({.values = 117,
                                                          .inputs = 850,
                                                          .hidden = hidden,
                                                          .gates = GateActivation::Sigmoid,
                                                          .direct = true},
                                                         1)));
        contestants.push_back({"a line, h=" + std::to_string(hidden),
                               [network, &inputs, steps] { walkLine(*network, inputs, steps); },
                               {}});
    }
    bench::race(contestants, rounds);
    for (const auto& contestant : contestants)
        std::printf("%-26s %7.2f us per value\n", contestant.name.c_str(),
                    1e6 * contestant.median() / steps);
    return 0;
}
