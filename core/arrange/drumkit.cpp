#include "arrange/drumkit.h"

#include <algorithm>

namespace woodshed
{

namespace
{

/// 4 = 2 + 2, 5 = 3 + 2, 7 = 2 + 2 + 3; eighths go in threes as far as they do.
std::vector<int> groupsOf(int beats, bool ofQuarters)
{
    std::vector<int> groups;
    if (ofQuarters && beats == 5)
        return {3, 2};
    const bool inThrees = beats % 3 == 0;
    int left = beats;
    while (left > 0) {
        const int size = inThrees || left == 3 ? 3 : std::min(2, left);
        groups.push_back(size);
        left -= size;
    }
    return groups;
}

} // namespace

int balanced(int key, int velocity)
{
    int percent = 100;
    switch (key) {
    case drum::lowFloorTom:
    case drum::floorTom:
    case drum::lowTom:
    case drum::lowMidTom:
    case drum::midTom:
    case drum::highTom:
        percent = 64;
        break;
    case drum::ride:
        percent = 130;
        break;
    case drum::closedHat:
    case drum::pedalHat:
        percent = 115;
        break;
    default:
        break;
    }
    return std::clamp(velocity * percent / 100, 1, 112);
}

DrumMetre drumMetreOf(const Chart& chart)
{
    DrumMetre metre;
    metre.bar = chart.bar;
    const Ticks quarter{Ticks::perQuarter};
    const bool ofQuarters = chart.beat >= quarter && chart.bar.count % quarter.count == 0;
    metre.beat = ofQuarters ? quarter : chart.beat;
    const int beats = static_cast<int>(chart.bar.count / metre.beat.count);
    int number = 0;
    for (const int size : groupsOf(beats, ofQuarters)) {
        for (int inGroup = 0; inGroup < size; ++inGroup, ++number) {
            const Ticks at = metre.beat * number;
            metre.beats.push_back(at);
            metre.isGroupStart.push_back(inGroup == 0);
            metre.isBackbeat.push_back(ofQuarters ? inGroup == 1 : inGroup == size - 1);
            if (ofQuarters)
                metre.offBeats.push_back(at + Ticks{quarter.count / 2});
            else if (inGroup > 0)
                metre.offBeats.push_back(at);
        }
    }
    return metre;
}

} // namespace woodshed
