#include "arrange/voicing.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <utility>

#include "theory/pitchname.h"

namespace woodshed
{

namespace
{

constexpr std::size_t mostVoices = 4;
constexpr std::size_t mostChoices = 24;
constexpr double unplayable = 20; ///< kept only where a chord offers nothing better

/// A note that a voicing may hold.
struct Member {
    int interval = 0; ///< above the root, below 12
    double cost = 0;  ///< of having it
};

/// What a voicing needs and what it may have besides.
struct Recipe {
    std::vector<Member> needed;
    std::vector<Member> wished; ///< alterations: as many as fit
    std::vector<Member> optional;
};

std::size_t folded(int interval)
{
    return static_cast<std::size_t>(floorMod(interval, 12));
}

class RecipeWriter
{
public:
    RecipeWriter(const ChartChord& chord, const Intervals& scale)
        : m_chord(chord)
        , m_anatomy(anatomyOf(chord))
        , m_scale(scale)
        , m_sounding(m_anatomy.tones)
    {
        m_sounding.set(folded(chord.bass - chord.root));
    }

    Recipe written()
    {
        need(m_anatomy.third);
        need(m_anatomy.seventh);
        if (m_anatomy.seventh < 0)
            writeTriad();
        else
            writeSeventh();
        return std::move(m_recipe);
    }

private:
    void need(int interval)
    {
        if (interval >= 0 && !holds(m_recipe.needed, interval))
            m_recipe.needed.push_back({interval, 0});
    }

    static bool holds(const std::vector<Member>& members, int interval)
    {
        return std::any_of(members.begin(), members.end(),
                           [&](const Member& m) { return m.interval == interval; });
    }

    bool known(int interval) const
    {
        return holds(m_recipe.needed, interval) || holds(m_recipe.wished, interval) ||
               holds(m_recipe.optional, interval);
    }

    void offer(int interval, double cost)
    {
        if (interval >= 0 && !known(interval))
            m_recipe.optional.push_back({interval, cost});
    }

    /// A colour that is not written: only from the scale, and only where it rubs against nothing.
    void colour(int interval, double cost)
    {
        const bool foreignBass = !m_anatomy.has(m_chord.bass - m_chord.root);
        if (!m_anatomy.has(interval) && !foreignBass && m_scale.test(folded(interval)) &&
            !m_sounding.test(folded(interval - 1)))
            offer(interval, cost);
    }

    /// Triads, suspensions, fifths and bare notes: what is written and no more.
    void writeTriad()
    {
        for (int interval = 0; interval < 12; ++interval) {
            if (!m_anatomy.has(interval) || known(interval))
                continue;
            if (interval == m_anatomy.fifth && interval != 7)
                need(interval);
            else if (interval == 0 || interval == m_anatomy.fifth)
                offer(interval, 0);
            else
                m_recipe.wished.push_back({interval, 0});
        }
    }

    void writeSeventh()
    {
        const bool diminished = m_anatomy.diminished();
        if (m_anatomy.fifth >= 0 && m_anatomy.fifth != 7)
            need(m_anatomy.fifth);
        // Alterations make the chord what it is; a natural extension may as well be left out. The
        // fourth beside a major third is a passing note that no pianist holds.
        for (const int interval : {1, 3, 6, 8}) {
            if (m_anatomy.has(interval) && !known(interval))
                m_recipe.wished.push_back({interval, 0});
        }
        for (const int interval : {2, 9, 5}) {
            const bool rubs = interval == 5 && m_anatomy.third == 4;
            if (m_anatomy.has(interval))
                offer(interval, rubs ? 3 : 0);
        }
        if (diminished) {
            offer(0, 0);
            return;
        }
        const bool altered = m_anatomy.has(1) || (m_anatomy.third == 4 && m_anatomy.has(3));
        const bool half = m_anatomy.third == 3 && m_anatomy.fifth == 6;
        if (!altered && !half)
            colour(2, 0.1);
        if (m_anatomy.dominant() && m_anatomy.fifth == 7 && !m_anatomy.has(8))
            colour(9, altered ? 0.7 : 0.1);
        if (m_anatomy.third == 4 && m_anatomy.seventh == 11)
            colour(9, 0.7);
        if (m_anatomy.third == 3 && m_anatomy.seventh == 10)
            colour(5, half ? 0.3 : 0.8);
        offer(m_anatomy.fifth, m_anatomy.dominant() ? 0.35 : 0.1);
        if (m_anatomy.has(0))
            offer(0, half ? 0.1 : 0.9);
    }

    const ChartChord& m_chord;
    ChordAnatomy m_anatomy;
    const Intervals& m_scale;
    Intervals m_sounding;
    Recipe m_recipe;
};

/// Semitones that sound well side by side: ninth and minor third, thirteenth and seventh, major
/// seventh and octave; and what the symbol itself puts there.
bool standsBeside(int lower, int upper, const ChordAnatomy& anatomy)
{
    if ((lower == 2 && upper == 3) || (lower == 9 && upper == 10))
        return true;
    return anatomy.has(lower) && anatomy.has(upper) && !(lower == 3 && upper == 4) &&
           !(lower == 7 && upper == 8) && !(lower == 6 && upper == 7);
}

double intervalsCost(const std::vector<int>& pitches, int root, const ChordAnatomy& anatomy)
{
    double cost = 0;
    for (std::size_t low = 0; low < pitches.size(); ++low) {
        for (std::size_t high = low + 1; high < pitches.size(); ++high) {
            const int distance = pitches[high] - pitches[low];
            const int lower = floorMod(pitches[low] - root, 12);
            const int upper = floorMod(pitches[high] - root, 12);
            if (distance == 13)
                cost += unplayable;
            if (distance == 1) {
                cost += standsBeside(lower, upper, anatomy) ? 0.3 : unplayable;
                if (high + 1 == pitches.size())
                    cost += 1.2; // on top, where it is heard most
                if (pitches[low] < 55)
                    cost += 1;
            }
            if (distance <= 3 && pitches[low] < 51)
                cost += 0.6; // low thirds growl
        }
    }
    return cost;
}

double registerCost(const std::vector<int>& pitches)
{
    double cost = 0;
    cost += std::max(0, 52 - pitches.front()) * 0.35;
    cost += std::max(0, pitches.front() - 62) * 0.3;
    cost += std::max(0, pitches.back() - 73) * 0.4;
    return cost;
}

class VoicingFinder
{
public:
    VoicingFinder(const ChartChord& chord, const Intervals& scale)
        : m_chord(chord)
        , m_anatomy(anatomyOf(chord))
        , m_recipe(RecipeWriter(chord, scale).written())
    {
    }

    std::vector<Voicing> found()
    {
        std::vector<Member> free = m_recipe.optional;
        for (const Member& wish : m_recipe.wished)
            free.push_back({wish.interval, -1});
        std::vector<Member> chosen = m_recipe.needed;
        if (chosen.size() > mostVoices)
            chosen.resize(mostVoices);
        choose(free, 0, chosen);
        std::stable_sort(m_found.begin(), m_found.end(), [](const Voicing& a, const Voicing& b) {
            return std::pair(a.cost, a.pitches) < std::pair(b.cost, b.pitches);
        });
        if (m_found.size() > mostChoices)
            m_found.resize(mostChoices);
        const auto poor = std::find_if(m_found.begin(), m_found.end(),
                                       [](const Voicing& v) { return v.cost >= unplayable; });
        if (poor != m_found.begin())
            m_found.erase(poor, m_found.end());
        return std::move(m_found);
    }

private:
    void choose(const std::vector<Member>& free, std::size_t at, std::vector<Member>& chosen)
    {
        if (at == free.size() || chosen.size() == mostVoices) {
            place(chosen);
            return;
        }
        chosen.push_back(free[at]);
        choose(free, at + 1, chosen);
        chosen.pop_back();
        choose(free, at + 1, chosen);
    }

    double membersCost(const std::vector<Member>& chosen) const
    {
        double cost = 0;
        std::size_t wishes = 0;
        for (const Member& member : chosen) {
            cost += std::max(0.0, member.cost);
            wishes += member.cost < 0 ? 1 : 0;
        }
        const std::size_t room = mostVoices - std::min(mostVoices, m_recipe.needed.size());
        const std::size_t possible = std::min(room, m_recipe.wished.size());
        cost += 4.0 * static_cast<double>(possible - std::min(possible, wishes));
        const bool triad = m_anatomy.seventh < 0;
        if (chosen.size() < 3)
            cost += triad && m_anatomy.third < 0 ? 0.5 : 3;
        else if (chosen.size() == 3 && !triad)
            cost += 0.8;
        return cost;
    }

    void place(const std::vector<Member>& chosen)
    {
        std::vector<int> intervals;
        for (const Member& member : chosen)
            intervals.push_back(member.interval);
        std::sort(intervals.begin(), intervals.end());
        const double members = membersCost(chosen);
        for (std::size_t lowest = 0; lowest < intervals.size(); ++lowest) {
            std::rotate(intervals.begin(), intervals.begin() + 1, intervals.end());
            for (int bottom = lowestVoice; bottom < highestVoice; ++bottom) {
                if (floorMod(bottom - m_chord.root, 12) == intervals.front())
                    stack(bottom, intervals, members);
            }
        }
    }

    /// The notes in this order upwards from `bottom`; one or two of them doubled at the octave.
    void stack(int bottom, const std::vector<int>& intervals, double cost)
    {
        std::vector<int> pitches{bottom};
        for (std::size_t i = 1; i < intervals.size(); ++i)
            pitches.push_back(pitches.back() + floorMod(intervals[i] - intervals[i - 1], 12));
        while (pitches.size() < 3 && pitches.size() < 2 * intervals.size())
            pitches.push_back(pitches[pitches.size() - intervals.size()] + 12);
        if (pitches.back() > highestVoice)
            return;
        const bool guided = m_anatomy.seventh >= 0;
        if (guided && intervals.front() != m_anatomy.third &&
            intervals.front() != m_anatomy.seventh)
            cost += 0.9; // neither an A nor a B voicing
        cost += intervalsCost(pitches, m_chord.root, m_anatomy) + registerCost(pitches);
        m_found.push_back({std::move(pitches), cost});
    }

    const ChartChord& m_chord;
    ChordAnatomy m_anatomy;
    Recipe m_recipe;
    std::vector<Voicing> m_found;
};

} // namespace

std::vector<Voicing> voicingsOf(const ChartChord& chord, const Intervals& scale)
{
    if (!chord.sounds || chord.intervals.empty())
        return {};
    return VoicingFinder(chord, scale).found();
}

std::vector<int> voiceMotion(const std::vector<int>& from, const std::vector<int>& to)
{
    if (from.size() > to.size())
        return voiceMotion(to, from);
    // Least motion of the first i voices of `from` into the first j of `to`, skipping some of `to`.
    constexpr int far = std::numeric_limits<int>::max() / 4;
    std::vector<std::vector<int>> least(from.size() + 1, std::vector<int>(to.size() + 1, far));
    for (int& none : least[0])
        none = 0;
    for (std::size_t i = 1; i <= from.size(); ++i) {
        for (std::size_t j = i; j <= to.size(); ++j) {
            const int paired = least[i - 1][j - 1] + std::abs(to[j - 1] - from[i - 1]);
            least[i][j] = std::min(paired, least[i][j - 1]);
        }
    }
    std::vector<int> motion;
    std::size_t j = to.size();
    for (std::size_t i = from.size(); i > 0; --i) {
        while (least[i][j] == least[i][j - 1] && j > i)
            --j;
        motion.push_back(std::abs(to[j - 1] - from[i - 1]));
        --j;
    }
    std::reverse(motion.begin(), motion.end());
    return motion;
}

} // namespace woodshed
