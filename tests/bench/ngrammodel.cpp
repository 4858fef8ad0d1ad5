#include "bench/ngrammodel.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace woodshed::bench
{

namespace
{

/// Contexts are told apart by how often they were continued (1, 2-3, 4-7, ... 128 or more times)
/// and how often in each way, on average (1, up to 1.5, 2, 4, 8, or more times).
constexpr std::size_t frequencies = 8;
constexpr std::array<double, 5> diversities{1, 1.5, 2, 4, 8};
constexpr std::size_t kinds = frequencies * (diversities.size() + 1);

std::size_t kindOf(int total, int distinct)
{
    const auto frequency =
        std::min<std::size_t>(std::bit_width(static_cast<unsigned>(total)) - 1U, frequencies - 1);
    const auto each = std::lower_bound(diversities.begin(), diversities.end(),
                                       static_cast<double>(total) / distinct);
    return frequency * (diversities.size() + 1) +
           static_cast<std::size_t>(each - diversities.begin());
}

} // namespace

ContextCounts::ContextCounts(std::size_t order)
    : m_order(order)
    , m_contexts(1)
{
}

void ContextCounts::add(const LineSequence& sequence)
{
    for (std::size_t step = 0; step < sequence.steps(); ++step) {
        const auto stage = static_cast<std::size_t>(sequence.stages[step]);
        std::size_t context = 0;
        for (std::size_t back = 0;; ++back) {
            int& count = m_contexts[context].counts[sequence.labels[step]];
            m_contexts[context].distinct[stage] += count == 0 ? 1 : 0;
            ++m_contexts[context].total[stage];
            ++count;
            if (back == m_order || back == step)
                break;
            const auto [child, isNew] = m_contexts[context].children.emplace(
                sequence.labels[step - 1 - back], m_contexts.size());
            context = child->second;
            if (isNew)
                m_contexts.emplace_back();
        }
    }
}

std::vector<ContextCounts::Estimate>
ContextCounts::estimates(LineStage stage, std::int32_t value,
                         std::span<const std::int32_t> past) const
{
    const auto at = static_cast<std::size_t>(stage);
    std::vector<Estimate> estimates;
    const Context* context = &m_contexts.front();
    for (std::size_t back = 0; context->total[at] > 0; ++back) {
        const int total = context->total[at];
        const auto found = context->counts.find(value);
        const int count = found == context->counts.end() ? 0 : found->second;
        estimates.push_back(
            {static_cast<double>(count) / total,
             (at * (m_order + 1) + back) * kinds + kindOf(total, context->distinct[at])});
        if (back == m_order || back == past.size())
            break;
        const auto child = context->children.find(past[past.size() - 1 - back]);
        if (child == context->children.end())
            break;
        context = &m_contexts[child->second];
    }
    return estimates;
}

std::size_t ContextCounts::weights() const
{
    return lineStages * (m_order + 1) * kinds;
}

NgramModel::NgramModel(std::size_t order, const std::array<IndexRange, lineStages>& ranges,
                       std::span<const LineSequence> training)
    : m_ranges(ranges)
    , m_counts(order)
    , m_weights(m_counts.weights(), 0.5)
{
    constexpr std::size_t parts = 5;
    std::vector<Event> heldOut;
    for (std::size_t part = 0; part < parts; ++part) {
        ContextCounts others(order);
        for (std::size_t i = 0; i < training.size(); ++i)
            if (i % parts != part)
                others.add(training[i]);
        for (std::size_t i = part; i < training.size(); i += parts)
            for (std::size_t step = 0; step < training[i].steps(); ++step)
                heldOut.push_back(eventOf(others, training[i].stages[step],
                                          training[i].labels[step],
                                          std::span(training[i].labels).first(step)));
    }
    findWeights(heldOut);
    for (const LineSequence& sequence : training)
        m_counts.add(sequence);
}

NgramModel::Event NgramModel::eventOf(const ContextCounts& counts, LineStage stage,
                                      std::int32_t value, std::span<const std::int32_t> past) const
{
    return {1.0 / m_ranges[static_cast<std::size_t>(stage)].size(),
            counts.estimates(stage, value, past)};
}

/// Expectation and maximisation: which length of context each held-out value came from, by the
/// weights so far, and the weights by that.
void NgramModel::findWeights(const std::vector<Event>& heldOut)
{
    constexpr int rounds = 30;
    std::vector<double> probabilities; // by one length of context after the other
    for (int round = 0; round < rounds; ++round) {
        // As if every kind of context had been right in one case of two: none is trusted blindly.
        std::vector<double> taken(m_weights.size(), 1);
        std::vector<double> reached(m_weights.size(), 2);
        for (const Event& event : heldOut) {
            probabilities.assign(1, event.alike);
            for (const auto& [share, weight] : event.estimates)
                probabilities.push_back(m_weights[weight] * share +
                                        (1 - m_weights[weight]) * probabilities.back());
            double here = 1; // the chance that it came from this length or a shorter one
            for (std::size_t i = event.estimates.size(); i-- > 0;) {
                const auto& [share, weight] = event.estimates[i];
                const double stays = here * m_weights[weight] * share / probabilities[i + 1];
                taken[weight] += stays;
                reached[weight] += here;
                here -= stays;
            }
        }
        for (std::size_t i = 0; i < m_weights.size(); ++i)
            m_weights[i] = taken[i] / reached[i];
    }
}

double NgramModel::probability(LineStage stage, std::int32_t value,
                               std::span<const std::int32_t> past) const
{
    if (!m_ranges[static_cast<std::size_t>(stage)].contains(value))
        return 0;
    const Event event = eventOf(m_counts, stage, value, past);
    double probability = event.alike;
    for (const auto& [share, weight] : event.estimates)
        probability = m_weights[weight] * share + (1 - m_weights[weight]) * probability;
    return probability;
}

double Surprise::perNote(LineStage first, std::size_t stages) const
{
    const auto begin = bits.begin() + static_cast<std::ptrdiff_t>(first);
    const double sum = std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(stages), 0.0);
    return notes > 0 ? sum / static_cast<double>(notes) : 0;
}

Surprise surpriseOf(std::span<const LineSequence> sequences, const Predictor& predictor)
{
    Surprise surprise;
    for (const LineSequence& sequence : sequences) {
        for (std::size_t step = 0; step < sequence.steps(); ++step) {
            const LineStage stage = sequence.stages[step];
            surprise.bits[static_cast<std::size_t>(stage)] -= std::log2(predictor(sequence, step));
            surprise.notes += stage == LineStage::Pitch ? 1 : 0;
        }
    }
    return surprise;
}

Predictor predictorOf(const NgramModel& model)
{
    return [&model](const LineSequence& sequence, std::size_t step) {
        return model.probability(sequence.stages[step], sequence.labels[step],
                                 std::span(sequence.labels).first(step));
    };
}

} // namespace woodshed::bench
