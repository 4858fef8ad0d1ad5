#include "arrange/comprhythm.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "arrange/comppatterns.h"
#include "arrange/pulse.h"

namespace woodshed
{

namespace
{

constexpr std::int64_t busyBeat = 3; ///< solo notes in a beat that leave no room

/// How a feel comps.
struct CompManner {
    double density = 1; ///< factor on the number of hits
    double held = 0.45; ///< share of chords held rather than short
    double longest = 3; ///< pulses a chord is held at most
    int velocity = 56;
    double quarters = 0; ///< chance of eight bars in quarters
};

CompManner mannerOf(Feel feel, double tempo)
{
    CompManner manner;
    switch (feel) {
    case Feel::Swing:
        break;
    case Feel::UpTempo:
        manner.density = tempo > 250 ? 0.62 : 0.7;
        manner.held = 0.3;
        break;
    case Feel::Ballad:
        manner.density = 0.6;
        manner.held = 0.9;
        manner.longest = 4;
        manner.velocity = 50;
        break;
    case Feel::Waltz:
        manner.density = 0.95;
        break;
    case Feel::Bossa:
        manner.density = 1.1;
        manner.held = 0.55;
        manner.longest = 2;
        manner.velocity = 54;
        break;
    case Feel::Shuffle:
        manner.quarters = 0.15;
        manner.velocity = 58;
        break;
    }
    return manner;
}

/// When the solo's notes begin.
class SoloActivity
{
public:
    explicit SoloActivity(std::span<const Note> solo)
    {
        for (const Note& note : solo)
            m_onsets.push_back(note.start);
        std::sort(m_onsets.begin(), m_onsets.end());
    }

    std::int64_t notes(Ticks from, Ticks to) const
    {
        return std::lower_bound(m_onsets.begin(), m_onsets.end(), to) -
               std::lower_bound(m_onsets.begin(), m_onsets.end(), from);
    }

private:
    std::vector<Ticks> m_onsets;
};

class CompPlanner
{
public:
    CompPlanner(const Chart& chart, Feel feel, double tempo, std::span<const Note> solo,
                Random& random)
        : m_chart(chart)
        , m_feel(feel)
        , m_manner(mannerOf(feel, tempo))
        , m_solo(solo)
        , m_random(random)
        , m_pulse(pulseOf(chart))
        , m_half(Ticks{m_pulse.count / 2})
        , m_pulses(pulsesPerBar(chart))
    {
    }

    std::vector<CompHit> hits()
    {
        for (int bar = 0; bar < m_chart.bars; ++bar) {
            addBar(bar);
            makeHeard(m_chart.bar * (bar + 1));
            m_lastPlayed[rhythmOf(m_hits, bar)] = bar;
        }
        makeHeard(m_chart.length + m_chart.bar);
        for (std::size_t i = 0; i < m_hits.size(); ++i)
            finish(i);
        return std::move(m_hits);
    }

private:
    std::int64_t soloInBeat(Ticks when) const
    {
        const Ticks beat{when.count / m_pulse.count * m_pulse.count};
        return m_solo.notes(beat, beat + m_pulse);
    }

    std::optional<std::size_t> chordAt(Ticks when) const
    {
        const ChartChord* chord = m_chart.at(when);
        if (chord == nullptr || !chord->sounds || chord->intervals.empty())
            return std::nullopt;
        return static_cast<std::size_t>(chord - m_chart.chords.data());
    }

    std::optional<std::size_t> chordStartingBy(Ticks after, Ticks until) const
    {
        const auto next =
            std::upper_bound(m_chart.chords.begin(), m_chart.chords.end(), after,
                             [](Ticks t, const ChartChord& chord) { return t < chord.start; });
        if (next == m_chart.chords.end() || next->start > until || next->start >= m_chart.length ||
            !next->sounds || next->intervals.empty())
            return std::nullopt;
        return static_cast<std::size_t>(next - m_chart.chords.begin());
    }

    bool onGrid(Ticks when) const { return when.count % m_half.count == 0; }

    /// What a hit on the grid becomes: the coming chord an eighth early, and a chord that starts
    /// off the grid at its own time.
    std::optional<CompHit> hitAt(Ticks when) const
    {
        const auto now = chordAt(when);
        const auto next = chordStartingBy(when, when + m_half);
        if (next) {
            const Ticks start = m_chart.chords[*next].start;
            const bool early = now && start == when + m_half && start.count % m_pulse.count == 0;
            return CompHit{.start = early ? when : start, .duration = {}, .chord = *next};
        }
        if (!now)
            return std::nullopt;
        const Ticks start = m_chart.chords[*now].start;
        const bool late = !onGrid(start) && when - start < m_half;
        return CompHit{.start = late ? start : when, .duration = {}, .chord = *now};
    }

    std::vector<CompHit> hitsOf(const CompPattern& pattern, int bar) const
    {
        std::vector<CompHit> hits;
        const Ticks from = m_chart.bar * bar;
        for (std::size_t i = 0; i < pattern.hits.size(); ++i) {
            const Ticks when = from + m_half * static_cast<std::int64_t>(i);
            if (pattern.hits[i] != 'x' || when >= m_chart.length)
                continue;
            const auto hit = hitAt(when);
            if (hit && (hits.empty() || hits.back().start < hit->start))
                hits.push_back(*hit);
        }
        return hits;
    }

    void addBar(int bar)
    {
        if (m_manner.quarters > 0 && bar % 8 == 0)
            m_quarters = m_random.uniform() < m_manner.quarters;
        const Ticks from = m_chart.bar * bar;
        const bool solo = m_solo.notes(from, from + m_chart.bar) > m_pulses;
        std::vector<CompHit> best;
        if (m_quarters && !solo) {
            best = hitsOf(quarterPattern(m_pulses), bar);
            for (CompHit& hit : best)
                hit.duration = Ticks{m_pulse.count * 3 / 5};
        } else {
            const auto patterns = compPatterns(m_feel, m_pulses, bar, m_random);
            double most = 0;
            bool any = false;
            for (const CompPattern& pattern : patterns) {
                auto hits = hitsOf(pattern, bar);
                const double worth = pattern.liking + worthOf(hits, bar) + 1.1 * m_random.uniform();
                if (!any || worth > most) {
                    most = worth;
                    any = true;
                    best = std::move(hits);
                }
            }
        }
        for (const CompHit& hit : best) {
            if (m_hits.empty() || m_hits.back().start + m_half <= hit.start)
                m_hits.push_back(hit);
        }
    }

    /// How many hits a bar invites.
    double invited(int bar) const
    {
        double sum = 0;
        for (int pulse = 0; pulse < m_pulses; ++pulse) {
            const std::int64_t notes = soloInBeat(m_chart.bar * bar + m_pulse * pulse);
            sum += notes >= busyBeat ? 0.05 : notes == 0 ? 0.65 : notes == 1 ? 0.5 : 0.35;
        }
        return sum * m_manner.density;
    }

    double worthOf(const std::vector<CompHit>& hits, int bar) const
    {
        double worth = 0;
        const double beyond = static_cast<double>(hits.size()) - invited(bar);
        worth -= beyond > 0 ? 1.1 * beyond : -0.9 * beyond;
        for (const CompHit& hit : hits)
            worth += placeWorth(hit.start);
        worth += hearingWorth(hits, bar);

        const Ticks from = m_chart.bar * bar;
        if (!m_hits.empty() && !hits.empty() && hits.front().start < m_hits.back().start + m_pulse)
            worth -= hits.front().start == from ? 4 : 0.7;
        const bool end = bar + 1 >= m_chart.bars;
        if (end && !hits.empty() && hits.back().start + m_half >= m_chart.length)
            worth -= 3;
        const auto played = m_lastPlayed.find(rhythmOf(hits, bar));
        if (played != m_lastPlayed.end())
            worth -= staleness(bar - played->second);
        return worth;
    }

    /// The places of a bar's hits, in ticks from the bar line.
    std::vector<std::int64_t> rhythmOf(const std::vector<CompHit>& hits, int bar) const
    {
        std::vector<std::int64_t> places;
        const Ticks from = m_chart.bar * bar;
        for (auto hit = hits.rbegin(); hit != hits.rend() && hit->start >= from; ++hit)
            places.push_back((hit->start - from).count);
        return places;
    }

    /// What it costs to play a rhythm again so many bars later.
    static double staleness(int bars)
    {
        if (bars <= 1)
            return 4;
        if (bars <= 4)
            return 3.2;
        if (bars <= 8)
            return 2.4;
        return bars <= 16 ? 1.3 : bars <= 24 ? 0.5 : 0;
    }

    /// Where the solo leaves room, the more so where it has just finished.
    double placeWorth(Ticks when) const
    {
        const std::int64_t notes = soloInBeat(when);
        if (notes >= busyBeat)
            return -1.6;
        if (notes > 0)
            return notes == 1 ? -0.1 : -0.5;
        return when >= m_pulse && soloInBeat(when - m_pulse) > 0 ? 0.5 : 0.2;
    }

    bool mustBeHeard(const ChartChord& chord) const
    {
        return chord.sounds && !chord.intervals.empty() &&
               chord.duration >= std::min(m_pulse, m_chart.beat) * 2;
    }

    double hearingWorth(const std::vector<CompHit>& hits, int bar) const
    {
        const Ticks from = m_chart.bar * bar;
        const Ticks to = from + m_chart.bar;
        double worth = 0;
        const auto first = std::lower_bound(
            m_chart.chords.begin(), m_chart.chords.end(), from,
            [](const ChartChord& chord, Ticks when) { return chord.start < when; });
        for (auto chord = first; chord != m_chart.chords.end() && chord->start < to; ++chord) {
            const auto index = static_cast<std::size_t>(chord - m_chart.chords.begin());
            const auto plays = [&](const CompHit& hit) { return hit.chord == index; };
            const bool heard = (!m_hits.empty() && plays(m_hits.back())) ||
                               std::any_of(hits.begin(), hits.end(), plays);
            if (heard)
                worth += 0.2;
            else if (mustBeHeard(*chord))
                worth -= chord->end() <= to ? 4.5 : 0.8;
        }
        return worth;
    }

    /// Sees to the chords that end by then.
    void makeHeard(Ticks by)
    {
        while (m_firstUnheard < m_chart.chords.size() && m_chart.chords[m_firstUnheard].end() <= by)
            makeHeard(m_firstUnheard++);
    }

    /// A hit for a chord that the bars' rhythms have passed over, where it disturbs least.
    void makeHeard(std::size_t index)
    {
        const ChartChord& chord = m_chart.chords[index];
        if (!mustBeHeard(chord) || chord.start >= m_chart.length)
            return;
        const auto startsBefore = [](const CompHit& hit, Ticks when) { return hit.start < when; };
        const auto first =
            std::lower_bound(m_hits.begin(), m_hits.end(), chord.start - m_pulse, startsBefore);
        const auto last =
            std::lower_bound(first, m_hits.end(), chord.end() + m_pulse, startsBefore);
        if (std::any_of(first, last, [&](const CompHit& hit) { return hit.chord == index; }))
            return;
        Ticks best = chord.start;
        double most = -100;
        for (int step = 0; step < 4; ++step) {
            const Ticks when = chord.start + m_half * step;
            if (when + m_half >= std::min(chord.end(), m_chart.length))
                break;
            const bool crowded = std::any_of(first, last, [&](const CompHit& hit) {
                return hit.start < when + m_half && when < hit.start + m_half;
            });
            const double worth =
                placeWorth(when) - (crowded ? 5 : 0) - 0.15 * step + 0.8 * m_random.uniform();
            if (worth > most) {
                most = worth;
                best = when;
            }
        }
        const auto at = std::lower_bound(first, last, best, startsBefore);
        if (at != m_hits.end() && at->start == best)
            at->chord = index;
        else
            m_hits.insert(at, {.start = best, .duration = {}, .chord = index});
    }

    void finish(std::size_t at)
    {
        CompHit& hit = m_hits[at];
        const ChartChord& chord = m_chart.chords[hit.chord];
        Ticks limit = std::min(chord.end(), m_chart.length);
        if (at + 1 < m_hits.size())
            limit = std::min(limit, m_hits[at + 1].start);
        const bool anticipates = chord.start > hit.start;
        const bool busy = soloInBeat(hit.start) >= busyBeat;
        const double held = anticipates ? m_manner.held + 0.25 : m_manner.held;
        const bool inQuarters = hit.duration > Ticks{};
        double pulses = inQuarters ? 0.6 : 0.35;
        if (!inQuarters && m_random.uniform() < (busy ? held - 0.2 : held)) {
            pulses = 1 + 0.5 * static_cast<double>(m_random.index(5));
            if (m_feel == Feel::Ballad)
                pulses += 1;
            pulses = std::min(pulses, m_manner.longest) + (anticipates ? 0.5 : 0);
        }
        const double room = static_cast<double>((limit - hit.start).count);
        const double wanted = pulses * static_cast<double>(m_pulse.count);
        hit.duration = Ticks{
            std::max<std::int64_t>(1, static_cast<std::int64_t>(std::min(wanted, room * 0.95)))};
        hit.velocity = velocityOf(hit, busy, pulses < 1);
    }

    int velocityOf(const CompHit& hit, bool busy, bool isShort)
    {
        // Four bars swell and sink; the off-beats push.
        constexpr std::array swell{0, 2, 4, 1};
        const auto bar = static_cast<std::size_t>(hit.start.count / m_chart.bar.count);
        int velocity = m_manner.velocity + swell.at(bar % swell.size());
        if (hit.start.count % m_pulse.count != 0)
            velocity += 4;
        if (isShort)
            velocity += m_random.index(3) == 0 ? -8 : 3;
        if (busy)
            velocity -= 6;
        return velocity + static_cast<int>(m_random.index(7)) - 3;
    }

    const Chart& m_chart;
    Feel m_feel;
    CompManner m_manner;
    SoloActivity m_solo;
    Random& m_random;
    Ticks m_pulse;
    Ticks m_half;
    int m_pulses;
    bool m_quarters = false;
    std::size_t m_firstUnheard = 0;
    std::map<std::vector<std::int64_t>, int> m_lastPlayed; ///< the last bar of each rhythm
    std::vector<CompHit> m_hits;
};

} // namespace

std::vector<CompHit> compRhythm(const Chart& chart, Feel feel, double tempo,
                                std::span<const Note> solo, Random& random)
{
    if (pulsesPerBar(chart) <= 0 || pulseOf(chart).count < 2)
        return {};
    return CompPlanner(chart, feel, tempo, solo, random).hits();
}

} // namespace woodshed
