#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <vector>

#include "corpus/linedataset.h"

namespace woodshed::bench
{

/// How often what followed the last 0, 1, ... `order` values of a line.
class ContextCounts
{
public:
    explicit ContextCounts(std::size_t order);

    void add(const LineSequence& sequence);

    /// What a context says of a value, of those of one stage.
    struct Estimate {
        double share = 0;       ///< how often the value followed
        std::size_t weight = 0; ///< which contexts can be trusted as much as this one
    };
    /// The shortest context first, up to the longest that was met at this stage.
    [[nodiscard]] std::vector<Estimate> estimates(LineStage stage, std::int32_t value,
                                                  std::span<const std::int32_t> past) const;
    /// Estimate::weight stays below this.
    [[nodiscard]] std::size_t weights() const;

private:
    /// What followed some values; its children are the same with one more value before them.
    struct Context {
        std::map<std::int32_t, std::size_t> children; ///< places in m_contexts
        std::map<std::int32_t, int> counts;
        std::array<int, lineStages> total{};
        std::array<int, lineStages> distinct{};
    };

    std::size_t m_order;
    std::vector<Context> m_contexts; ///< the first is the empty one
};

/// Predicts the next value of a line from the values right before it, knowing nothing else: the
/// shares of every length of context interpolated with those of the next shorter, the shortest with
/// all values of the stage alike (Jelinek and Mercer 1980). The weights hang on the stage, the
/// length, and how often and how diversely a context was continued; they come from held-out solos:
/// every fifth in turn, against the counts of the others.
class NgramModel
{
public:
    /// `order` values before are looked at: 2 is the second-order Markov chain, 4 the 5-gram.
    NgramModel(std::size_t order, const std::array<IndexRange, lineStages>& ranges,
               std::span<const LineSequence> training);

    /// Of `value` after `past` (the latest last). Over the range of a stage they sum to 1.
    [[nodiscard]] double probability(LineStage stage, std::int32_t value,
                                     std::span<const std::int32_t> past) const;

private:
    struct Event {
        double alike = 1; ///< probability where all values of the stage are
        std::vector<ContextCounts::Estimate> estimates;
    };
    [[nodiscard]] Event eventOf(const ContextCounts& counts, LineStage stage, std::int32_t value,
                                std::span<const std::int32_t> past) const;
    void findWeights(const std::vector<Event>& heldOut);

    std::array<IndexRange, lineStages> m_ranges;
    ContextCounts m_counts;
    std::vector<double> m_weights; ///< of a context against the next shorter one
};

/// How many bits the values of some lines cost under a model.
struct Surprise {
    std::array<double, lineStages> bits{}; ///< in all, by stage
    std::size_t notes = 0;                 ///< values of the stage Pitch

    [[nodiscard]] double perNote() const { return perNote(LineStage::Time, lineStages); }
    [[nodiscard]] double perNote(LineStage first, std::size_t stages = 1) const;
};

/// The probability a model gives to the value of a step, knowing all before it; asked in order.
using Predictor = std::function<double(const LineSequence& sequence, std::size_t step)>;

[[nodiscard]] Surprise surpriseOf(std::span<const LineSequence> sequences,
                                  const Predictor& predictor);
[[nodiscard]] Predictor predictorOf(const NgramModel& model);

} // namespace woodshed::bench
