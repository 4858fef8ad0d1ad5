#include "corpus/linequantiser.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "corpus/line.h"

namespace woodshed
{

namespace
{

/// A way to divide a beat, and what it costs to believe in it.
struct Division {
    int slots;
    double price;
};
constexpr std::array<Division, 5> divisions{{{1, 0}, {2, 0}, {3, 0.28}, {4, 0.34}, {6, 0.5}}};

// The second eighth of a pair is at home in here: from a little before the middle of the beat to
// past the last triplet.
constexpr double earliestSecondEighth = 0.42;
constexpr double latestSecondEighth = 0.72;
/// How far before a beat a note may come and still be meant for it.
constexpr double lead = 0.18;

constexpr double earliestDelay = -0.06;
constexpr double delayStep = 0.03;
constexpr int delays = 11;

/// Onsets that belong together: no long silence, not too many.
constexpr double phraseGap = 1.6;
constexpr std::size_t longestPhrase = 24;

double distance(double place, int slot, int slots)
{
    if (slots == 2 && slot == 1) {
        if (place < earliestSecondEighth)
            return earliestSecondEighth - place;
        return std::max(0.0, place - latestSecondEighth);
    }
    return std::abs(place - static_cast<double>(slot) / slots);
}

struct BeatFit {
    double cost = std::numeric_limits<double>::infinity();
    std::vector<int> steps; ///< within the beat
};

/// The cheapest way to give rising slots of one division to rising places, by dynamic programming
/// over the slots.
BeatFit fitDivision(std::span<const double> places, const Division& division)
{
    const auto n = places.size();
    const auto slots = static_cast<std::size_t>(division.slots);
    if (n > slots)
        return {};
    constexpr double never = std::numeric_limits<double>::infinity();
    // best[i][s]: the first i places in slots below s.
    std::vector<std::vector<double>> best(n + 1, std::vector<double>(slots + 1, never));
    std::fill(best[0].begin(), best[0].end(), 0.0);
    for (std::size_t i = 1; i <= n; ++i)
        for (std::size_t s = i; s <= slots; ++s)
            best[i][s] =
                std::min(best[i][s - 1],
                         best[i - 1][s - 1] +
                             distance(places[i - 1], static_cast<int>(s) - 1, division.slots));
    BeatFit fit;
    fit.cost = best[n][slots] + division.price;
    fit.steps.resize(n);
    std::size_t s = slots;
    for (std::size_t i = n; i > 0; --i) {
        while (s > i && best[i][s] == best[i][s - 1])
            --s;
        fit.steps[i - 1] = static_cast<int>(s - 1) * stepsPerQuarter / division.slots;
        --s;
    }
    return fit;
}

BeatFit fitBeat(std::span<const double> places)
{
    BeatFit best;
    for (const Division& division : divisions)
        if (BeatFit fit = fitDivision(places, division); fit.cost < best.cost)
            best = std::move(fit);
    if (!best.steps.empty())
        return best;
    // More notes than a sextuplet: each to its own twelfth, as far as there are any.
    best.cost = 1;
    int next = 0;
    for (const double place : places) {
        next = std::max(next, static_cast<int>(std::lround(place * stepsPerQuarter)));
        best.steps.push_back(next++);
    }
    return best;
}

double beatOf(double onset, double delay)
{
    return std::floor(onset - delay + lead);
}

struct Fit {
    double cost = 0;
    std::vector<int> steps;
};

Fit fitPhrase(std::span<const double> onsets, double delay)
{
    Fit fit;
    std::vector<double> places;
    for (std::size_t i = 0; i < onsets.size();) {
        const double beat = beatOf(onsets[i], delay);
        places.clear();
        std::size_t end = i;
        while (end < onsets.size() && beatOf(onsets[end], delay) == beat)
            places.push_back(onsets[end++] - delay - beat);
        const BeatFit beatFit = fitBeat(places);
        fit.cost += beatFit.cost;
        for (const int step : beatFit.steps)
            fit.steps.push_back(static_cast<int>(beat) * stepsPerQuarter + step);
        i = end;
    }
    return fit;
}

double delayNumber(int number)
{
    return earliestDelay + delayStep * number;
}

} // namespace

std::vector<int> quantisedOnsets(std::span<const double> onsets)
{
    std::vector<int> steps;
    if (onsets.empty())
        return steps;
    double usual = 0;
    double least = std::numeric_limits<double>::infinity();
    for (int number = 0; number < delays; ++number) {
        const double delay = delayNumber(number);
        const double cost = fitPhrase(onsets, delay).cost / static_cast<double>(onsets.size()) +
                            0.1 * std::abs(delay);
        if (cost < least) {
            least = cost;
            usual = delay;
        }
    }
    for (std::size_t first = 0; first < onsets.size();) {
        std::size_t end = first + 1;
        while (end < onsets.size() && onsets[end] - onsets[end - 1] < phraseGap &&
               end - first < longestPhrase)
            ++end;
        // A long phrase is cut where a beat begins: half a triplet cannot be told from two eighths.
        if (end < onsets.size() && end - first == longestPhrase) {
            std::size_t cut = end;
            while (cut > first + 1 && beatOf(onsets[cut], usual) == beatOf(onsets[cut - 1], usual))
                --cut;
            end = cut > first + 1 ? cut : end;
        }
        const auto phrase = onsets.subspan(first, end - first);
        Fit best;
        best.cost = std::numeric_limits<double>::infinity();
        for (int number = 0; number < delays; ++number) {
            const double delay = delayNumber(number);
            Fit fit = fitPhrase(phrase, delay);
            fit.cost += 0.3 * std::abs(delay - usual) *
                            static_cast<double>(std::min<std::size_t>(phrase.size(), 8)) +
                        0.05 * std::abs(delay);
            if (fit.cost < best.cost)
                best = std::move(fit);
        }
        for (const int step : best.steps)
            steps.push_back(steps.empty() ? step : std::max(step, steps.back() + 1));
        first = end;
    }
    return steps;
}

} // namespace woodshed
