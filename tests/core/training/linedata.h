#pragma once

#include <array>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "corpus/linedataset.h"
#include "support/random.h"

/// Small corpora in the Woodshed profile for tests.
namespace woodshed::testing
{

/// What the made-up lines are made of: 4 times, of which the last is followed by one of 3 rests,
/// and 6 pitches. The inputs of a step are the value before (13), the stage (3), the character (2)
/// and four out of 22 that mean nothing.
inline constexpr std::array<IndexRange, lineStages> smallRanges{{{0, 4}, {4, 7}, {7, 13}}};
inline constexpr std::int32_t smallInputs = 40;
inline constexpr IndexRange smallCharacter{16, 18};

class LineMaker
{
public:
    explicit LineMaker(std::uint64_t seed)
        : m_random(seed)
    {
    }

    /// `notes` notes of one of two patterns; each value is drawn at random with probability
    /// `noise`.
    LineSequence line(int notes, int character, double noise)
    {
        using Pattern = std::array<std::array<std::int32_t, 3>, 6>; // time, rest, pitch
        constexpr std::array<Pattern, 2> patterns{
            {{{{0, 0, 7}, {1, 0, 8}, {3, 4, 9}, {2, 0, 12}, {0, 0, 8}, {3, 5, 10}}},
             {{{2, 0, 11}, {3, 6, 7}, {1, 0, 9}, {1, 0, 8}, {3, 4, 12}, {0, 0, 10}}}}};
        LineSequence sequence;
        std::int32_t before = -1;
        const std::size_t start = m_random.index(6);
        for (std::size_t note = 0; note < static_cast<std::size_t>(notes); ++note) {
            const auto& values = patterns[static_cast<std::size_t>(character)][(start + note) % 6];
            for (const LineStage stage : {LineStage::Time, LineStage::Rest, LineStage::Pitch}) {
                if (stage == LineStage::Rest && before != 3)
                    continue;
                const auto index = static_cast<std::size_t>(stage);
                const IndexRange range = smallRanges[index];
                std::int32_t value = values[index];
                if (m_random.uniform() < noise || !range.contains(value))
                    value = range.first + static_cast<std::int32_t>(m_random.index(
                                              static_cast<std::size_t>(range.size())));
                if (before >= 0)
                    sequence.inputs.push_back(before);
                sequence.inputs.push_back(13 + static_cast<std::int32_t>(index));
                sequence.inputs.push_back(smallCharacter.first + character);
                for (int i = 0; i < 4; ++i)
                    sequence.inputs.push_back(18 + static_cast<std::int32_t>(m_random.index(22)));
                sequence.offsets.push_back(static_cast<std::uint32_t>(sequence.inputs.size()));
                sequence.labels.push_back(value);
                sequence.stages.push_back(stage);
                before = value;
            }
        }
        return sequence;
    }

private:
    Random m_random;
};

struct LinesOptions {
    int solos = 12;
    int validation = 3;
    int notes = 60; ///< of each
    double noise = 0;
    double validationNoise = 0;
    std::uint64_t seed = 1;
};

inline LineDataset smallLines(const LinesOptions& options = {})
{
    LineDataset dataset;
    std::vector<std::string> names;
    for (int i = 0; i < 13; ++i)
        names.push_back(std::string(1, static_cast<char>('a' + i)));
    dataset.vocabulary = Vocabulary(names);
    dataset.inputs = smallInputs;
    dataset.ranges = smallRanges;
    dataset.character = smallCharacter;
    LineMaker maker(options.seed);
    for (int i = 0; i < options.solos; ++i)
        dataset.training.push_back(maker.line(options.notes, i % 2, options.noise));
    for (int i = 0; i < options.validation; ++i)
        dataset.validation.push_back(maker.line(options.notes, i % 2, options.validationNoise));
    dataset.notes = static_cast<std::size_t>((options.solos + options.validation) * options.notes);
    return dataset;
}

/// Nats a note that remain to whoever knows how often each value comes at its stage, and no more.
inline double entropyOf(const std::vector<LineSequence>& sequences)
{
    std::map<std::pair<LineStage, std::int32_t>, double> counts;
    std::map<LineStage, double> totals;
    for (const LineSequence& sequence : sequences) {
        for (std::size_t step = 0; step < sequence.steps(); ++step) {
            counts[{sequence.stages[step], sequence.labels[step]}] += 1;
            totals[sequence.stages[step]] += 1;
        }
    }
    double loss = 0;
    for (const auto& [key, count] : counts)
        loss -= count * std::log(count / totals[key.first]);
    return loss / totals[LineStage::Pitch];
}

} // namespace woodshed::testing
