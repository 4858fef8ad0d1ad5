#include "arrange/drumfills.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "arrange/chance.h"

namespace woodshed
{

namespace
{

/// Offsets in a quarter, by what the tempo leaves time for.
using Cell = std::vector<std::int64_t>;

constexpr double fastestTriplets = 200;
constexpr double fastestSixteenths = 105;

const std::vector<Cell>& cellsFor(const DrumScene& scene)
{
    static const std::vector<Cell> fast{{0, 240}, {0, 240}, {240}, {0}};
    static const std::vector<Cell> medium{
        {0, 160, 320}, {0, 160, 320}, {0, 240}, {160, 320}, {240}};
    static const std::vector<Cell> slow{{0, 160, 320}, {0, 240}, {240}, {0, 120, 240, 360}};
    static const std::vector<Cell> straight{{0, 240}, {0, 120, 240}, {240, 360}, {0, 240, 360}};
    static const std::vector<Cell> straightFast{{0, 240}, {240}, {0, 240}};
    static const std::vector<Cell> eighths{{0}}; // metres of eighths
    if (!scene.metre.isOfQuarters())
        return eighths;
    if (scene.feel == Feel::Bossa)
        return scene.tempo > fastestTriplets ? straightFast : straight;
    if (scene.tempo > fastestTriplets)
        return fast;
    return scene.tempo < fastestSixteenths ? slow : medium;
}

/// Which drums a fill goes over, first to last.
std::span<const int> pathFor(FillSize size, Random& random)
{
    static constexpr std::array<int, 1> snare{drum::snare};
    static constexpr std::array<int, 3> snareTom{drum::snare, drum::snare, drum::lowMidTom};
    static constexpr std::array<int, 5> down{drum::snare, drum::highTom, drum::midTom, drum::lowTom,
                                             drum::floorTom};
    static constexpr std::array<int, 4> deep{drum::snare, drum::midTom, drum::floorTom,
                                             drum::lowFloorTom};
    static constexpr std::array<int, 5> back{drum::highTom, drum::lowMidTom, drum::floorTom,
                                             drum::lowTom, drum::snare};
    constexpr std::array lightWeights{5, 3, 0, 0, 0};
    constexpr std::array phraseWeights{3, 3, 2, 1, 2};
    constexpr std::array chorusWeights{0, 1, 4, 3, 3};
    const auto& weights = size == FillSize::Light    ? lightWeights
                          : size == FillSize::Phrase ? phraseWeights
                                                     : chorusWeights;
    switch (drawn(random, weights)) {
    case 0:
        return snare;
    case 1:
        return snareTom;
    case 2:
        return down;
    case 3:
        return deep;
    default:
        return back;
    }
}

/// Quarters a fill of that size takes, at most.
int lengthOf(FillSize size, const DrumScene& scene, Random& random)
{
    const int beats = static_cast<int>(scene.metre.beats.size());
    switch (size) {
    case FillSize::None:
        return 0;
    case FillSize::Light:
        return 1;
    case FillSize::Phrase:
        return std::min(beats, between(random, 1, 2));
    case FillSize::Chorus:
        return std::max(1, std::min(beats, between(random, 2, std::max(2, beats - 1))));
    }
    return 0;
}

int loudnessOf(FillSize size, Feel feel)
{
    const int usual = size == FillSize::Light ? 46 : size == FillSize::Phrase ? 60 : 74;
    if (feel == Feel::Ballad)
        return usual / 2 + 6;
    return feel == Feel::Bossa ? usual - 14 : usual;
}

/// Onsets of the fill: at least two for a light one, and more the longer it is.
std::vector<Ticks> rhythmOf(const DrumScene& scene, FillSize size, Ticks from, Ticks to,
                            Random& random)
{
    const std::vector<Cell>& cells = cellsFor(scene);
    const bool isBig = size == FillSize::Chorus;
    std::vector<Ticks> onsets;
    for (Ticks beat = from; beat < to; beat += scene.metre.beat) {
        std::size_t choice = random.index(cells.size());
        // A big fill does not stop to think.
        if (isBig && cells[choice].size() < 2)
            choice = 0;
        for (const std::int64_t at : cells[choice]) {
            if (beat + Ticks{at} < to)
                onsets.push_back(beat + Ticks{at});
        }
    }
    if (onsets.size() < 2 && to - from >= Ticks{Ticks::perQuarter})
        onsets = {from, to - Ticks{Ticks::perQuarter / 2}};
    return onsets;
}

} // namespace

void addFill(DrumBar& bar, const DrumScene& scene, FillSize size, Ticks end, Random& random)
{
    if (size == FillSize::None || end <= Ticks{})
        return;
    const int length = lengthOf(size, scene, random);
    const Ticks from = std::max(Ticks{}, end - scene.metre.beat * length);
    std::erase_if(bar, [&](const Stroke& stroke) {
        return stroke.at >= from && stroke.at < end && stroke.key != drum::pedalHat;
    });
    const std::vector<Ticks> rhythm = rhythmOf(scene, size, from, end, random);
    const std::span<const int> path = pathFor(size, random);
    const int softest = loudnessOf(size, scene.feel);
    for (std::size_t i = 0; i < rhythm.size(); ++i) {
        const int louder = static_cast<int>(i * 20 / rhythm.size());
        const int velocity = softest + louder + between(random, -6, 6);
        bar.push_back({rhythm[i], path[i * path.size() / rhythm.size()], velocity});
        // The kick underlines where a big fill begins its beats.
        const bool isOnBeat = rhythm[i].count % scene.metre.beat.count == 0;
        if (size == FillSize::Chorus && isOnBeat && chance(random, 0.4))
            bar.push_back({rhythm[i], drum::kick, softest - 4});
    }
}

} // namespace woodshed
