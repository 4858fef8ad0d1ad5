#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "corpus/passagemeasures.h"

namespace woodshed
{

namespace
{

/// What two bars are compared by. Both lists rise.
struct BarFigure {
    int bar = 0;
    std::size_t notes = 0;
    std::vector<int> places;
    std::vector<std::pair<int, int>> moves; ///< place and move, large moves alike
};

std::vector<BarFigure> barFigures(const Passage& passage)
{
    constexpr int large = 7;
    std::vector<BarFigure> figures;
    for (const PassageNote& note : passage.notes) {
        if (figures.empty() || figures.back().bar != note.bar)
            figures.emplace_back().bar = note.bar;
        BarFigure& figure = figures.back();
        ++figure.notes;
        figure.places.push_back(note.place);
        if (!note.opens)
            figure.moves.emplace_back(note.place, std::clamp(note.move, -large, large));
    }
    return figures;
}

template<typename Value>
std::size_t inCommon(const std::vector<Value>& a, const std::vector<Value>& b)
{
    std::size_t common = 0;
    auto one = a.begin();
    auto other = b.begin();
    while (one != a.end() && other != b.end()) {
        if (*one < *other) {
            ++one;
        } else if (*other < *one) {
            ++other;
        } else {
            ++common;
            ++one;
            ++other;
        }
    }
    return common;
}

/// In common of all there is in either (Jaccard).
template<typename Value>
double agreement(const std::vector<Value>& a, const std::vector<Value>& b)
{
    const std::size_t common = inCommon(a, b);
    const std::size_t either = a.size() + b.size() - common;
    return either == 0 ? 0 : static_cast<double>(common) / static_cast<double>(either);
}

double grooveSimilarity(const std::vector<BarFigure>& figures, int barSteps)
{
    Share groove;
    for (std::size_t i = 0; i < figures.size(); ++i)
        for (std::size_t j = i + 1; j < figures.size(); ++j) {
            const auto& a = figures[i].places;
            const auto& b = figures[j].places;
            const std::size_t different = a.size() + b.size() - 2 * inCommon(a, b);
            groove.add(1.0 - static_cast<double>(different) / barSteps);
        }
    return groove.mean();
}

void measureBars(const std::vector<BarFigure>& figures, SoloMeasures& measures)
{
    constexpr std::size_t comparable = 2; // notes
    constexpr std::size_t rhythmic = 3;
    constexpr int near = 4; // bars back
    constexpr int heard = 8;
    constexpr int far = 16;
    constexpr int enoughFar = 4;

    Share nearest;
    Share farther;
    Share rhythms;
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const BarFigure& figure = figures[i];
        if (figure.notes < comparable)
            continue;
        double bestNear = -1;
        double bestFar = -1;
        int farBars = 0;
        bool anyBefore = false;
        bool sameRhythm = false;
        for (std::size_t j = i; j-- > 0;) {
            const BarFigure& earlier = figures[j];
            if (earlier.notes < comparable)
                continue;
            anyBefore = true;
            const int back = figure.bar - earlier.bar;
            if (back > far)
                break;
            const double likeness = 0.5 * agreement(earlier.places, figure.places) +
                                    0.5 * agreement(earlier.moves, figure.moves);
            if (back <= near) {
                bestNear = std::max(bestNear, likeness);
            } else {
                bestFar = std::max(bestFar, likeness);
                ++farBars;
            }
            sameRhythm = sameRhythm || (back <= heard && earlier.places == figure.places);
        }
        if (bestNear >= 0)
            nearest.add(bestNear);
        if (farBars >= enoughFar)
            farther.add(bestFar);
        if (figure.notes >= rhythmic && anyBefore)
            rhythms.count(sameRhythm);
    }
    measures.likenessNear = nearest.mean();
    measures.likenessFar = farther.mean();
    measures.barRhythmsBack = rhythms.mean();
}

/// Time from note to note in classes: faster than a sixteenth, sixteenth, triplet, eighth, quarter,
/// dotted quarter, half, longer.
int gapClass(int steps)
{
    constexpr std::array<int, 7> first{3, 4, 5, 9, 15, 21, 30};
    return static_cast<int>(std::upper_bound(first.begin(), first.end(), steps) - first.begin());
}

/// Figures of four notes inside phrases, in any key: three moves with their gaps.
double motifsBack(const std::vector<PassageNote>& notes)
{
    constexpr std::size_t moves = 3;
    using Motif = std::array<std::pair<int, int>, moves>;
    std::map<Motif, int> heard;
    int all = 0;
    std::size_t inPhrase = 0; // moves since the phrase began
    for (std::size_t i = 1; i < notes.size(); ++i) {
        inPhrase = notes[i].opens ? 0 : inPhrase + 1;
        if (inPhrase < moves)
            continue;
        Motif motif;
        for (std::size_t k = 0; k < moves; ++k) {
            const std::size_t to = i + k + 1 - moves;
            motif[k] = {notes[to].move, gapClass(notes[to].start - notes[to - 1].start)};
        }
        ++heard[motif];
        ++all;
    }
    int again = 0;
    for (const auto& [motif, times] : heard)
        if (times > 1)
            again += times;
    return all == 0 ? SoloMeasures::unknown : static_cast<double>(again) / all;
}

} // namespace

void measureStructure(const Passage& passage, SoloMeasures& measures)
{
    const std::vector<BarFigure> figures = barFigures(passage);
    measures.grooveSimilarity = grooveSimilarity(figures, passage.barSteps);
    measureBars(figures, measures);
    measures.motifsBack = motifsBack(passage.notes);
}

} // namespace woodshed
