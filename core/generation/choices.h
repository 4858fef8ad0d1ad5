#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "support/random.h"
#include "theory/pitchname.h"

namespace woodshed
{

/// Every random choice of the classic post-processing, so that a recorded run can be replayed.
class Choices
{
public:
    virtual ~Choices() = default;

    /// Index of one member; the population is not empty.
    [[nodiscard]] virtual std::size_t pick(std::span<const std::string> population) = 0;
    /// Whether a duration that is cut to quarters of a quarter gets one more.
    [[nodiscard]] virtual bool roundsUp() = 0;
    /// The blues scale for a chord, both tonics included.
    [[nodiscard]] virtual std::vector<PitchName> bluesScale(std::span<const int> chordPitches) = 0;
};

/// Choices from a random number generator, all equally likely.
class SeededChoices final : public Choices
{
public:
    explicit SeededChoices(Random random)
        : m_random(random)
    {
    }

    [[nodiscard]] std::size_t pick(std::span<const std::string> population) override;
    [[nodiscard]] bool roundsUp() override;
    /// Like the classic's library: every scale is realised with or without its sharp fourth by
    /// chance while the one that holds most of the chord is looked for, and again when that one is
    /// asked for its notes.
    [[nodiscard]] std::vector<PitchName> bluesScale(std::span<const int> chordPitches) override;

private:
    [[nodiscard]] bool coin() { return m_random.index(2) == 1; }

    Random m_random;
};

} // namespace woodshed
