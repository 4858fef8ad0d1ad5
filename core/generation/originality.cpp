#include "generation/originality.h"

#include <algorithm>
#include <array>
#include <compare>
#include <optional>

namespace woodshed
{

namespace
{

constexpr int shortestRun = 8; ///< notes
constexpr std::size_t mostRuns = 20;

/// How many n-grams there are, and how many of them are shared.
struct Count {
    int length = 0; ///< of the n-grams
    int all = 0;
    int shared = 0;

    /// A step was made in a phrase of `phrase` steps so far; `matched` of them are shared.
    void add(int phrase, int matched)
    {
        all += phrase >= length ? 1 : 0;
        shared += matched >= length ? 1 : 0;
    }
    [[nodiscard]] double share() const { return all > 0 ? static_cast<double>(shared) / all : 0; }
};

/// The longest first. What lies mostly inside runs already kept says nothing new.
std::vector<SharedRun> mainRuns(std::vector<SharedRun> runs, std::size_t notes)
{
    std::stable_sort(runs.begin(), runs.end(),
                     [](const SharedRun& a, const SharedRun& b) { return a.notes > b.notes; });
    std::vector<SharedRun> kept;
    std::vector<bool> covered(notes);
    for (SharedRun& run : runs) {
        if (kept.size() == mostRuns)
            break;
        const auto first = covered.begin() + run.firstNote;
        if (2 * std::count(first, first + run.notes, true) > run.notes)
            continue;
        std::fill(first, first + run.notes, true);
        kept.push_back(std::move(run));
    }
    return kept;
}

OriginalityReport report(RunWatch watch, const Line& solo)
{
    const auto tokens = tokensOf(solo.notes);
    OriginalityReport report;
    Count six{6};
    Count eight{8};
    int phrase = 0; // steps of the phrase so far
    std::vector<SharedRun> runs;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!tokens[i]) {
            watch.breakPhrase();
            phrase = 0;
            continue;
        }
        watch.take(tokens[i]->interval, tokens[i]->rhythm);
        const int length = watch.length();
        six.add(++phrase, length - 1);
        eight.add(phrase, length - 1);
        if (length > 1)
            report.longest = std::max(report.longest, length);
        const bool goesOn =
            i + 1 < tokens.size() && tokens[i + 1] &&
            watch.lengthWith(tokens[i + 1]->interval, tokens[i + 1]->rhythm) > length;
        if (goesOn || length < shortestRun)
            continue;
        RunPlace place = watch.place().value_or(RunPlace());
        runs.push_back(
            {static_cast<int>(i) + 2 - length, length, std::move(place.source), place.bar});
    }
    report.share6 = six.share();
    report.share8 = eight.share();
    report.runs = mainRuns(std::move(runs), solo.notes.size());
    return report;
}

constexpr std::size_t gramLength = 6;

struct Gram {
    std::array<int, gramLength> intervals{};
    std::array<int, gramLength> rhythms{};
    friend auto operator<=>(const Gram&, const Gram&) = default;
};

/// Distinct, sorted.
std::vector<Gram> gramsOf(const Line& solo)
{
    std::vector<Gram> grams;
    Gram last; // the newest step behind
    std::size_t phrase = 0;
    for (const auto& token : tokensOf(solo.notes)) {
        if (!token) {
            phrase = 0;
            continue;
        }
        std::rotate(last.intervals.begin(), last.intervals.begin() + 1, last.intervals.end());
        std::rotate(last.rhythms.begin(), last.rhythms.begin() + 1, last.rhythms.end());
        last.intervals.back() = token->interval;
        last.rhythms.back() = token->rhythm;
        if (++phrase >= gramLength)
            grams.push_back(last);
    }
    std::sort(grams.begin(), grams.end());
    grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
    return grams;
}

} // namespace

OriginalityReport originality(const LineIndex& corpus, const Line& solo)
{
    return report(RunWatch(corpus), solo);
}

OriginalityReport originality(const LineIndex& corpus, const Line& solo, std::string_view leftOut)
{
    return report(RunWatch(corpus, leftOut), solo);
}

double sharedBetween(std::span<const Line> solos)
{
    constexpr std::size_t fewestGrams = 6;
    std::vector<std::vector<Gram>> sets;
    std::vector<Gram> all;
    for (const Line& solo : solos) {
        sets.push_back(gramsOf(solo));
        all.insert(all.end(), sets.back().begin(), sets.back().end());
    }
    std::sort(all.begin(), all.end());
    double sum = 0;
    int counted = 0;
    for (const auto& grams : sets) {
        if (grams.size() < fewestGrams)
            continue;
        int shared = 0;
        for (const Gram& gram : grams) {
            const auto [first, last] = std::equal_range(all.begin(), all.end(), gram);
            shared += last - first > 1 ? 1 : 0;
        }
        sum += static_cast<double>(shared) / static_cast<double>(grams.size());
        ++counted;
    }
    return counted > 0 ? sum / counted : 0;
}

} // namespace woodshed
