#include "arrange/voiceleading.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include "arrange/contour.h"

namespace woodshed
{

namespace
{

constexpr int smallestLeap = 5; ///< a voice that moves as far is heard to jump

double voiceCost(int moved)
{
    return 0.25 * moved + (moved >= smallestLeap ? 1.5 + 0.7 * (moved - smallestLeap) : 0);
}

double motionCost(const std::vector<int>& from, const std::vector<int>& to)
{
    double cost = 0;
    if (from.size() == to.size()) {
        for (std::size_t voice = 0; voice < to.size(); ++voice)
            cost += voiceCost(std::abs(to[voice] - from[voice]));
    } else {
        for (const int moved : voiceMotion(from, to))
            cost += voiceCost(moved);
        cost += 0.4;
    }
    // The top voice is a melody.
    cost += 0.15 * std::abs(from.back() - to.back());
    return cost;
}

class VoiceLeader
{
public:
    VoiceLeader(const Chart& chart, std::span<const VoicedMoment> moments,
                const VoicingTaste& taste, Random& random)
        : m_chart(chart)
        , m_moments(moments)
        , m_taste(taste)
        , m_random(random)
        , m_top(chart.bars + 1, {61, 65}, {68, 73}, random)
    {
    }

    std::vector<std::vector<int>> pitches()
    {
        std::vector<std::vector<Way>> ways;
        for (std::size_t at = 0; at < m_moments.size(); ++at)
            ways.push_back(at == 0 ? opened() : continued(at, ways.back()));

        std::vector<std::vector<int>> led(m_moments.size());
        std::size_t choice = cheapest(ways.back());
        for (std::size_t at = m_moments.size(); at-- > 0;) {
            led[at] = choicesAt(at)[choice].pitches;
            choice = ways[at][choice].from;
        }
        return led;
    }

private:
    /// The cheapest way to a choice, and the choice before it.
    struct Way {
        double cost = 0;
        std::size_t from = 0;
    };

    static std::size_t cheapest(const std::vector<Way>& ways)
    {
        const auto best = std::min_element(
            ways.begin(), ways.end(), [](const Way& a, const Way& b) { return a.cost < b.cost; });
        return static_cast<std::size_t>(best - ways.begin());
    }

    const std::vector<Voicing>& choicesAt(std::size_t at)
    {
        const std::size_t chord = m_moments[at].chord;
        auto known = m_choices.find(chord);
        if (known == m_choices.end())
            known =
                m_choices.emplace(chord, voicingsOf(m_chart.chords[chord], scaleOf(m_chart, chord)))
                    .first;
        return known->second;
    }

    double ownCost(std::size_t at, const Voicing& voicing)
    {
        const double bar =
            static_cast<double>(m_moments[at].when.count) / static_cast<double>(m_chart.bar.count);
        double cost = voicing.cost;
        cost += 0.2 * std::abs(voicing.pitches.back() - m_top.at(bar));
        if (voicing.pitches.size() != m_taste.voices)
            cost += m_taste.otherSize;
        return cost + 0.5 * m_random.uniform(); // a player's whim
    }

    std::vector<Way> opened()
    {
        std::vector<Way> ways;
        for (const Voicing& voicing : choicesAt(0))
            ways.push_back({ownCost(0, voicing), 0});
        return ways;
    }

    std::vector<Way> continued(std::size_t at, const std::vector<Way>& before)
    {
        const auto& from = choicesAt(at - 1);
        const auto& to = choicesAt(at);
        const bool sameChord = m_moments[at].chord == m_moments[at - 1].chord;
        const bool sameBar = m_moments[at].when.count / m_chart.bar.count ==
                             m_moments[at - 1].when.count / m_chart.bar.count;
        // Now and then a chord struck again climbs or falls to its next inversion.
        const double stays = m_random.uniform() < (sameBar ? 0.25 : 0.5) ? 1.2 : 0;
        std::vector<Way> ways;
        for (const Voicing& voicing : to) {
            const double own = ownCost(at, voicing);
            Way best{.cost = 0, .from = from.size()};
            for (std::size_t i = 0; i < from.size(); ++i) {
                double cost = before[i].cost + own;
                if (best.from != from.size() && cost >= best.cost)
                    continue; // motion costs the more
                cost += motionCost(from[i].pitches, voicing.pitches);
                const bool same = from[i].pitches == voicing.pitches;
                if (!sameBar && from[i].pitches.back() == voicing.pitches.back())
                    cost += 0.7; // the melody on top should go somewhere
                if (sameChord && same)
                    cost += stays;
                else if (sameChord && sameBar && stays == 0)
                    cost += 2;
                if (best.from == from.size() || cost < best.cost)
                    best = {cost, i};
            }
            ways.push_back(best);
        }
        return ways;
    }

    const Chart& m_chart;
    std::span<const VoicedMoment> m_moments;
    const VoicingTaste& m_taste;
    Random& m_random;
    Contour m_top;
    std::map<std::size_t, std::vector<Voicing>> m_choices;
};

} // namespace

std::vector<std::vector<int>> ledVoicings(const Chart& chart, std::span<const VoicedMoment> moments,
                                          const VoicingTaste& taste, Random& random)
{
    if (moments.empty())
        return {};
    return VoiceLeader(chart, moments, taste, random).pitches();
}

} // namespace woodshed
