#include "arrange/basswalk.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <tuple>
#include <utility>

#include "theory/pitchname.h"

namespace woodshed
{

namespace
{

constexpr std::size_t beamWidth = 24;
constexpr int nothing = -1;

/// A line up to one of its notes.
struct Step {
    int pitch = nothing;
    int before = nothing; ///< index of the step before, in the pool
    double cost = 0;
    int run = 0;         ///< notes in one direction so far: up positive, down negative
    bool repeats = true; ///< the bar so far is the bar before it, note for note
};

double intervalCost(int semitones, const WalkStyle& style)
{
    constexpr std::array costs{0.0, 0.0, 0.0, 0.5, 0.7, 0.8, 2.0, 1.0, 2.0, 2.4, 3.2, 4.0, 1.6};
    const double cost = costs.at(static_cast<std::size_t>(semitones));
    return semitones > 4 ? cost * style.leap : cost;
}

/// How well `from` leads into `to`, the first note of another chord.
double approachCost(int from, int to, const WalkStyle& style)
{
    const int distance = std::abs(from - to);
    if (distance == 1)
        return -0.5;
    if (distance == 2)
        return 0;
    if (to - from == 5 || from - to == 7) // its fifth: a small cadence
        return 0.1;
    if (distance == 0)
        return style.repeat;
    return distance <= 5 || distance == 12 ? 1.8 : 3.2;
}

class LineSearch
{
public:
    LineSearch(const Chart& chart, std::span<const BassSlot> slots, const WalkStyle& style,
               Random& random)
        : m_chart(chart)
        , m_slots(slots)
        , m_style(style)
        , m_random(random)
        , m_contour(chart.bars + 1, style.low, style.high, random)
    {
    }

    std::vector<int> pitches()
    {
        std::vector<int> beam{nothing};
        for (std::size_t slot = 0; slot < m_slots.size(); ++slot)
            beam = extended(beam, slot);
        std::vector<int> line;
        for (int at = beam.front(); at != nothing; at = m_pool[index(at)].before)
            line.push_back(m_pool[index(at)].pitch);
        std::reverse(line.begin(), line.end());
        return line;
    }

private:
    static std::size_t index(int i) { return static_cast<std::size_t>(i); }

    int pitchBack(int step, int notes) const
    {
        while (step != nothing && notes-- > 0)
            step = m_pool[index(step)].before;
        return step == nothing ? nothing : m_pool[index(step)].pitch;
    }

    void readChord(std::size_t chord)
    {
        if (m_readChord && *m_readChord == chord)
            return;
        m_readChord = chord;
        m_anatomy = anatomyOf(m_chart.chords[chord]);
        m_scale = scaleOf(m_chart, chord);
    }

    std::vector<int> extended(const std::vector<int>& beam, std::size_t slot)
    {
        readChord(m_slots[slot].chord);
        std::array<double, highestBass - lowestBass + 1> own{};
        for (int pitch = lowestBass; pitch <= highestBass; ++pitch)
            own.at(index(pitch - lowestBass)) =
                noteCost(slot, pitch) + 1.1 * m_random.uniform(); // a player's whim

        std::vector<Step> grown;
        for (const int from : beam) {
            for (int pitch = lowestBass; pitch <= highestBass; ++pitch) {
                const double note = own.at(index(pitch - lowestBass));
                const int last = from == nothing ? pitch : m_pool[index(from)].pitch;
                if (note >= forbidden || std::abs(pitch - last) > 12)
                    continue;
                grown.push_back(step(from, slot, pitch, note));
            }
        }
        return kept(std::move(grown));
    }

    /// The best of each way to stand, so that the beam stays various.
    std::vector<int> kept(std::vector<Step> grown)
    {
        const auto better = [](const Step& a, const Step& b) {
            return std::tuple(a.cost, a.pitch, a.before) < std::tuple(b.cost, b.pitch, b.before);
        };
        const std::size_t enough = std::min(grown.size(), beamWidth * 6);
        std::partial_sort(grown.begin(), grown.begin() + static_cast<std::ptrdiff_t>(enough),
                          grown.end(), better);
        grown.resize(enough);
        std::vector<std::tuple<int, int, bool>> seen;
        std::vector<int> beam;
        for (const Step& candidate : grown) {
            const std::tuple key{candidate.pitch, pitchBack(candidate.before, 0),
                                 candidate.repeats};
            if (std::find(seen.begin(), seen.end(), key) != seen.end())
                continue;
            seen.push_back(key);
            beam.push_back(static_cast<int>(m_pool.size()));
            m_pool.push_back(candidate);
            if (beam.size() == beamWidth)
                break;
        }
        return beam;
    }

    static constexpr double forbidden = 1000;

    /// What a note costs by itself: its place in the chord and in the register.
    double noteCost(std::size_t at, int pitch) const
    {
        const BassSlot& slot = m_slots[at];
        const ChartChord& chord = m_chart.chords[slot.chord];
        const double bar =
            static_cast<double>(slot.start.count) / static_cast<double>(m_chart.bar.count);
        const double away = pitch - m_contour.at(bar);
        double cost = 0.009 * away * away;
        if (pitch < 30 || pitch > 52)
            cost += 0.5;
        const int interval = floorMod(pitch - chord.root, 12);
        const bool onBass = floorMod(pitch - chord.bass, 12) == 0;
        if (slot.pedal || (chord.hasSlash() && slot.arrives)) {
            const bool leads = slot.approaches && !slot.arrives && !sameBassNext(at);
            return onBass ? cost : leads ? cost + innerCost(slot, interval) : forbidden;
        }
        if (slot.arrives)
            return cost + arrivalCost(at, interval);
        return cost + innerCost(slot, interval);
    }

    bool sameBassNext(std::size_t at) const
    {
        return m_chart.chords[m_slots[at].chord].bass == m_chart.chords[m_slots[at + 1].chord].bass;
    }

    double arrivalCost(std::size_t at, int interval) const
    {
        if (interval == 0)
            return 0;
        if (interval != m_anatomy.third && interval != m_anatomy.fifth)
            return forbidden;
        if (at == 0 || !m_slots[at - 1].approaches) {
            const bool renewed = at > 0 && m_slots[at].chord > 0 &&
                                 m_slots[at - 1].chord + 1 == m_slots[at].chord &&
                                 sameHarmony(m_chart.chords[m_slots[at].chord],
                                             m_chart.chords[m_slots[at - 1].chord]);
            // After silence and at the start a player states the root.
            return renewed ? m_style.notRoot * 0.3 : m_style.notRoot * 4;
        }
        return m_style.notRoot;
    }

    double innerCost(const BassSlot& slot, int interval) const
    {
        // What leads on may lie outside the chord.
        const double weight = slot.strong ? 2 : slot.approaches ? 0.7 : 1;
        if (slot.favoured.test(index(interval)))
            return -m_style.wish;
        const double unfavoured = slot.favoured.any() ? 0.5 : 0;
        if (interval == 0)
            return unfavoured + 0.4;
        if (interval == m_anatomy.third || interval == m_anatomy.fifth)
            return unfavoured;
        if (m_anatomy.has(interval))
            return unfavoured + 0.25 * weight;
        if (m_scale.test(index(interval)))
            return unfavoured + m_style.passing * weight;
        return unfavoured + m_style.chromatic * weight;
    }

    Step step(int from, std::size_t at, int pitch, double note)
    {
        const BassSlot& slot = m_slots[at];
        Step made{.pitch = pitch, .before = from, .cost = note};
        const bool opensBar = at == 0 || m_slots[at - 1].bar != slot.bar;
        if (from == nothing)
            return made;
        const Step& last = m_pool[index(from)];
        made.cost += last.cost;
        made.run = runAfter(last.run, pitch - last.pitch);
        made.cost += motionCost(at, from, pitch) + runCost(last, made, slot);
        made.repeats = (opensBar || last.repeats) && sameAsBarBefore(from, at, pitch);
        const bool closesBar = at + 1 == m_slots.size() || m_slots[at + 1].bar != slot.bar;
        if (made.repeats && closesBar)
            made.cost += 40;
        return made;
    }

    static int runAfter(int run, int motion)
    {
        if (motion == 0)
            return 0;
        if (motion > 0)
            return run > 0 ? run + 1 : 1;
        return run < 0 ? run - 1 : -1;
    }

    double runCost(const Step& last, const Step& made, const BassSlot& slot) const
    {
        if (slot.pedal)
            return 0;
        const int length = std::abs(made.run);
        if (length > 6)
            return 0.5 * (length - 6);
        // A line that turns at every note goes nowhere.
        const bool turned = last.run * made.run < 0;
        return turned && std::abs(last.run) < 2 ? 0.5 : 0;
    }

    double motionCost(std::size_t at, int from, int pitch) const
    {
        const BassSlot& slot = m_slots[at];
        const BassSlot& lastSlot = m_slots[at - 1];
        const int last = m_pool[index(from)].pitch;
        const int earlier = pitchBack(from, 1);
        const int motion = pitch - last;
        if (slot.pedal && lastSlot.pedal)
            return motion == 0 ? 0 : 0.9;
        double cost = 0;
        if (lastSlot.approaches && !lastSlot.arrives)
            cost += approachCost(last, pitch, m_style) + (std::abs(motion) > 7 ? 1 : 0);
        else if (motion == 0)
            cost += m_style.repeat * (last == earlier ? 3 : 1);
        else
            cost += intervalCost(std::abs(motion), m_style);
        // A third or a fifth under a new chord is where the line was going anyway.
        const ChartChord& chord = m_chart.chords[slot.chord];
        const bool walksOn = slot.arrives && floorMod(pitch - chord.root, 12) != 0 && motion != 0 &&
                             std::abs(motion) <= 2 && oneWay(earlier, last, pitch);
        if (walksOn)
            cost -= 0.35 * m_style.notRoot;
        if (earlier == nothing)
            return cost;
        cost += resolutionCost(lastSlot, earlier, last, pitch);
        const int leap = last - earlier;
        if (std::abs(leap) > 4 && leap * motion > 0)
            cost += m_style.leap * (std::abs(motion) > 2 ? 1.6 : 0.5);
        if (pitch == earlier && motion != 0)
            cost += 0.5 * m_style.repeat * (pitchBack(from, 2) == last ? 2 : 0.5);
        else if (pitch == pitchBack(from, 2) || pitch == pitchBack(from, 3))
            cost += 0.12 * m_style.repeat;
        return cost;
    }

    /// Whether three notes go one way by steps.
    static bool oneWay(int earlier, int last, int pitch)
    {
        return earlier != nothing && (last - earlier) * (pitch - last) > 0 &&
               std::abs(last - earlier) <= 4;
    }

    /// Notes outside the chord are left, and better also met, by step.
    double resolutionCost(const BassSlot& lastSlot, int earlier, int last, int pitch) const
    {
        const ChartChord& chord = m_chart.chords[lastSlot.chord];
        const bool anticipates = lastSlot.approaches && pitch == last;
        if (chord.holds(last) || floorMod(last - chord.bass, 12) == 0 || anticipates)
            return 0;
        double cost = 0;
        const int out = std::abs(pitch - last);
        if (out == 0 || out > 2)
            cost += 1.8;
        if (std::abs(last - earlier) > 4)
            cost += 0.8;
        return cost;
    }

    /// Compares with the note of the same number in the bar before; bars of other lengths differ.
    bool sameAsBarBefore(int from, std::size_t at, int pitch) const
    {
        const int bar = m_slots[at].bar;
        std::size_t inBar = 0;
        while (inBar < at && m_slots[at - inBar - 1].bar == bar)
            ++inBar;
        std::size_t size = inBar + 1;
        while (at - inBar + size < m_slots.size() && m_slots[at - inBar + size].bar == bar)
            ++size;
        if (at < inBar + size)
            return false;
        const std::size_t twin = at - size;
        const bool aligned = m_slots[twin - inBar].bar == bar - 1 &&
                             m_slots[twin - inBar + size - 1].bar == bar - 1 &&
                             (twin == inBar || m_slots[twin - inBar - 1].bar != bar - 1);
        return aligned && pitchBack(from, static_cast<int>(size) - 1) == pitch;
    }

    const Chart& m_chart;
    std::span<const BassSlot> m_slots;
    const WalkStyle& m_style;
    Random& m_random;
    Contour m_contour;
    std::vector<Step> m_pool;
    std::optional<std::size_t> m_readChord;
    ChordAnatomy m_anatomy;
    Intervals m_scale;
};

} // namespace

std::vector<int> walkedPitches(const Chart& chart, std::span<const BassSlot> slots,
                               const WalkStyle& style, Random& random)
{
    if (slots.empty())
        return {};
    return LineSearch(chart, slots, style, random).pitches();
}

} // namespace woodshed
