#include "generation/sampler.h"

#include <algorithm>

#include "support/portablemath.h"

namespace woodshed
{

namespace
{

struct Weighted {
    std::size_t index = 0;
    double weight = 0;
};

/// p^(1/temperature) of the allowed values, relative to the most probable of them so that nothing
/// underflows together.
std::vector<Weighted> tempered(std::span<const float> probabilities,
                               std::span<const std::size_t> allowed, double temperature)
{
    float most = 0;
    for (const std::size_t index : allowed)
        most = std::max(most, probabilities[index]);
    std::vector<Weighted> weights;
    weights.reserve(allowed.size());
    for (const std::size_t index : allowed) {
        const double p = probabilities[index];
        double weight = most > 0 ? 0 : 1;
        if (p > 0)
            weight = portableExp(portableLog(p / static_cast<double>(most)) / temperature);
        weights.push_back({index, weight});
    }
    return weights;
}

double total(std::span<const Weighted> weights)
{
    double sum = 0;
    for (const Weighted& each : weights)
        sum += each.weight;
    return sum;
}

/// Keeps the most probable values whose shares together reach topP; at least one.
void cutToNucleus(std::vector<Weighted>& weights, double topP)
{
    std::stable_sort(weights.begin(), weights.end(),
                     [](const Weighted& a, const Weighted& b) { return a.weight > b.weight; });
    const double enough = topP * total(weights);
    double sum = 0;
    std::size_t kept = 0;
    while (kept < weights.size() && (kept == 0 || sum < enough))
        sum += weights[kept++].weight;
    weights.resize(kept);
}

} // namespace

Drawn drawValue(std::span<const float> probabilities, std::span<const std::size_t> allowed,
                const SamplerOptions& options, Random& random)
{
    if (options.temperature <= 0) {
        const auto best =
            *std::max_element(allowed.begin(), allowed.end(), [&](std::size_t a, std::size_t b) {
                return probabilities[a] < probabilities[b];
            });
        return {best, 1};
    }
    auto weights = tempered(probabilities, allowed, options.temperature);
    if (options.topP < 1)
        cutToNucleus(weights, options.topP);
    const double sum = total(weights);
    const double drawn = random.uniform() * sum;
    double reached = 0;
    for (const Weighted& each : weights) {
        reached += each.weight;
        if (drawn < reached)
            return {each.index, each.weight / sum};
    }
    // Rounding can leave the draw a hair above the last sum.
    return {weights.back().index, weights.back().weight / sum};
}

} // namespace woodshed
