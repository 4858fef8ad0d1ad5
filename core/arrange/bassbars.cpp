#include "arrange/bassbars.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "theory/pitchname.h"

namespace woodshed
{

namespace
{

BarPlaces groupPlaces(int pulses)
{
    BarPlaces places;
    for (const int pulse : barGroups(pulses))
        places.push_back(pulse * 2);
    return places;
}

void insert(BarPlaces& places, int place)
{
    const auto at = std::lower_bound(places.begin(), places.end(), place);
    if (at == places.end() || *at != place)
        places.insert(at, place);
}

void wish(BassSlot& slot, int interval)
{
    slot.favoured.set(static_cast<std::size_t>(floorMod(interval, 12)));
}

int fifthOf(const ChordAnatomy& anatomy)
{
    return anatomy.fifth < 0 ? 0 : anatomy.fifth;
}

/// The degrees of a boogie line over two bars of four; -1 for none that suits the chord.
std::array<int, 8> boogie(const ChordAnatomy& anatomy, bool toTheTop)
{
    if (anatomy.third == 4 && anatomy.fifth == 7) {
        if (toTheTop || anatomy.seventh != 10)
            return {0, 4, 7, 9, 0, 9, 7, 4};
        return {0, 4, 7, 9, 10, 9, 7, 4};
    }
    if (anatomy.third == 3 && anatomy.fifth == 7) {
        if (toTheTop || anatomy.seventh != 10)
            return {0, 3, 5, 7, 0, 7, 5, 3};
        return {0, 3, 5, 7, 10, 7, 5, 3};
    }
    return {-1, -1, -1, -1, -1, -1, -1, -1};
}

} // namespace

BarPlaces everyPulse(int pulses)
{
    BarPlaces places;
    for (int pulse = 0; pulse < pulses; ++pulse)
        places.push_back(pulse * 2);
    return places;
}

BarPlaces barInTwo(int pulses, Random& random)
{
    BarPlaces places = groupPlaces(pulses);
    const double chance = random.uniform();
    const int last = (pulses - 1) * 2;
    if (chance < 0.36)
        insert(places, last);
    else if (chance < 0.58)
        insert(places, last + 1);
    else if (chance < 0.68 && pulses >= 4)
        insert(places, places[1] - 1);
    return places;
}

BarPlaces pedalBar(int pulses, std::size_t notThisMany, Random& random)
{
    std::vector<BarPlaces> rhythms{groupPlaces(pulses)};
    rhythms.push_back(rhythms.front());
    insert(rhythms.back(), (pulses - 1) * 2);
    if (pulses >= 3) {
        rhythms.push_back({0, 3});
        rhythms.push_back({0, 3, (pulses - 1) * 2});
    }
    rhythms.push_back(everyPulse(pulses));
    std::erase_if(rhythms, [&](const BarPlaces& places) { return places.size() == notThisMany; });
    return rhythms.empty() ? BarPlaces{0} : rhythms[random.index(rhythms.size())];
}

BarPlaces bossaBar(int pulses, Random& random)
{
    BarPlaces places;
    const auto groups = barGroups(pulses);
    for (const int group : groups) {
        insert(places, group * 2);
        if (group * 2 + 3 < pulses * 2)
            insert(places, group * 2 + 3);
    }
    const double chance = random.uniform();
    const int lastOff = places.back();
    if (chance < 0.15 && places.size() > 2)
        std::erase(places, 3);
    else if (chance < 0.32 && places.size() > 2)
        places.pop_back();
    else if (chance < 0.45 && lastOff % 2 == 1 && places.size() > 2)
        places.back() = lastOff - 1;
    return places;
}

void wishInTwo(const Chart& chart, std::span<BassSlot> bar)
{
    for (std::size_t i = 1; i < bar.size(); ++i) {
        if (bar[i].strong && !bar[i].arrives)
            wish(bar[i], fifthOf(anatomyOf(chart.chords[bar[i].chord])));
    }
}

void wishBossa(const Chart& chart, std::span<BassSlot> bar, Random& random)
{
    for (std::size_t i = 0; i < bar.size(); ++i) {
        BassSlot& slot = bar[i];
        const ChartChord& chord = chart.chords[slot.chord];
        const ChordAnatomy anatomy = anatomyOf(chord);
        if (slot.arrives)
            continue;
        const bool last = i + 1 == bar.size();
        const ChartChord* next = chart.at(chart.bar * (slot.bar + 1));
        const bool anticipates = last && !slot.strong && i > 0 && next != nullptr && next->sounds &&
                                 !sameHarmony(*next, chord);
        if (anticipates && random.uniform() < 0.65) {
            wish(slot, next->bass - chord.root);
        } else if (!anticipates || random.index(2) == 0) { // else free to lead on
            wish(slot, fifthOf(anatomy));
            if (!slot.strong || i == 0)
                wish(slot, 0);
        }
    }
}

void wishBoogie(const Chart& chart, std::span<BassSlot> slots, Random& random)
{
    const Ticks pulse = pulseOf(chart);
    std::size_t from = 0;
    while (from < slots.size()) {
        std::size_t to = from + 1;
        while (to < slots.size() && slots[to].start == slots[to - 1].start + pulse &&
               sameHarmony(chart.chords[slots[to].chord], chart.chords[slots[from].chord]))
            ++to;
        const bool twoBars = pulse * static_cast<std::int64_t>(to - from) >= chart.bar * 2;
        if (twoBars && !slots[from].pedal) {
            const ChordAnatomy anatomy = anatomyOf(chart.chords[slots[from].chord]);
            bool toTheTop = random.index(2) == 0;
            for (std::size_t i = from; i + 1 < to; ++i) { // the last beat leads on
                const std::size_t step = (i - from) % 8;
                if (step == 0)
                    toTheTop = !toTheTop;
                const int degree = boogie(anatomy, toTheTop).at(step);
                if (degree >= 0)
                    wish(slots[i], degree);
            }
        }
        from = to;
    }
}

} // namespace woodshed
