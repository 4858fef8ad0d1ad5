#include "generation/solomemory.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "support/portablemath.h"

namespace woodshed
{
namespace
{

/// How often a figure is led on as before.
constexpr double motifShare = 0.35;
constexpr std::size_t motifBeginning = 4; ///< values that must be alike: two moves and two lengths

constexpr std::size_t pitchClasses = 12;
/// How much what was heard counts: 0 nothing, 1 as much as the network says.
constexpr double stayingPull = 0.35;

double sumOf(IndexRange range, std::span<const float> weights)
{
    double sum = 0;
    for (std::int32_t value = range.first; value < range.last; ++value)
        sum += static_cast<double>(weights[static_cast<std::size_t>(value)]);
    return sum;
}

} // namespace

void SoloMemory::bringBack(IndexRange range, std::span<float> weights) const
{
    if (m_values.size() <= motifBeginning)
        return;
    const auto last = m_values.end() - motifBeginning;
    std::vector<double> counts(static_cast<std::size_t>(range.size()));
    double heard = 0;
    for (auto at = m_values.begin(); at != last; ++at) {
        if (!std::equal(last, m_values.end(), at))
            continue;
        const std::int32_t next = *(at + motifBeginning);
        if (range.contains(next)) {
            counts[static_cast<std::size_t>(next - range.first)] += 1;
            heard += 1;
        }
    }
    if (heard == 0)
        return;
    const double sum = sumOf(range, weights);
    for (std::int32_t value = range.first; value < range.last; ++value) {
        float& weight = weights[static_cast<std::size_t>(value)];
        const double again = counts[static_cast<std::size_t>(value - range.first)] / heard;
        weight = static_cast<float>((1 - motifShare) * static_cast<double>(weight) +
                                    motifShare * sum * again);
    }
}

void SoloMemory::stayAround(const LineVocabulary& vocabulary, int from, int since,
                            std::span<float> weights) const
{
    std::array<double, pitchClasses> pull{};
    pull.fill(1); // every one could have been heard once more
    double all = pitchClasses;
    for (auto note = m_notes.rbegin(); note != m_notes.rend() && note->time >= since; ++note) {
        pull.at(static_cast<std::size_t>(note->pitchClass)) += 1;
        all += 1;
    }
    for (double& one : pull)
        one = portableExp(stayingPull * portableLog(one * pitchClasses / all));
    const IndexRange range = vocabulary.range(LineStage::Pitch);
    const double before = sumOf(range, weights);
    double after = 0;
    for (std::int32_t value = range.first; value < range.last; ++value) {
        const int pitch = from + vocabulary[value].amount;
        float& weight = weights[static_cast<std::size_t>(value)];
        weight *= static_cast<float>(pull.at(static_cast<std::size_t>(((pitch % 12) + 12) % 12)));
        after += static_cast<double>(weight);
    }
    for (std::int32_t value = range.first; value < range.last && after > 0; ++value)
        weights[static_cast<std::size_t>(value)] *= static_cast<float>(before / after);
}

} // namespace woodshed
