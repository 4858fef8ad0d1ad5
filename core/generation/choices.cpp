#include "generation/choices.h"

#include "theory/chordscale.h"

namespace woodshed
{

std::size_t SeededChoices::pick(std::span<const std::string> population)
{
    return m_random.index(population.size());
}

bool SeededChoices::roundsUp()
{
    return coin();
}

std::vector<PitchName> SeededChoices::bluesScale(std::span<const int> chordPitches)
{
    PitchName best;
    int mostShared = -1;
    for (const PitchName tonic : derivedTonics()) {
        const int shared = sharedPitchClasses(woodshed::bluesScale(tonic, coin()), chordPitches);
        if (shared >= mostShared) {
            mostShared = shared;
            best = tonic;
        }
    }
    return woodshed::bluesScale(best, coin()).names;
}

} // namespace woodshed
