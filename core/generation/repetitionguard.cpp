#include "generation/repetitionguard.h"

#include <algorithm>

namespace woodshed
{

void RepetitionGuard::take(int interval, int steps)
{
    const Step step{interval, steps};
    for (int figure = 1; figure <= longestFigure; ++figure) {
        const auto past =
            static_cast<std::size_t>((m_taken + longestFigure - figure) % longestFigure);
        int& same = m_same[static_cast<std::size_t>(figure - 1)];
        same = m_taken >= figure && m_past[past] == step ? same + 1 : 0;
    }
    m_past[static_cast<std::size_t>(m_taken % longestFigure)] = step;
    ++m_taken;
}

int RepetitionGuard::figure() const
{
    for (int figure = 1; figure <= longestFigure; ++figure) {
        const int notes = m_same[static_cast<std::size_t>(figure - 1)] + figure;
        if (notes >= std::max(fewestNotes, fewestRounds * figure))
            return figure;
    }
    return 0;
}

std::string RepetitionGuard::reason() const
{
    const int notes = figure();
    if (notes == 0)
        return {};
    const int all = m_same[static_cast<std::size_t>(notes - 1)] + notes;
    if (notes == 1)
        return "The last " + std::to_string(all) + " notes all take the same step.";
    return "The last " + std::to_string(all) + " notes are one figure of " + std::to_string(notes) +
           " notes, " + std::to_string(all / notes) + " times round.";
}

} // namespace woodshed
