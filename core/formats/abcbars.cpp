#include "formats/abcbars.h"

#include <algorithm>

namespace woodshed
{
namespace
{

/// The last bar of the ending that begins at `first`.
std::size_t endingEnd(const std::vector<AbcBar>& bars, std::size_t first)
{
    std::size_t last = first;
    while (last + 1 < bars.size() && !bars[last].closesRepeat && !bars[last].closesSection &&
           bars[last + 1].endings.empty() && !bars[last + 1].opensRepeat)
        ++last;
    return last;
}

/// How often a section is played whose repeat is closed at `close`: twice, or as its endings say.
int passesOf(const std::vector<AbcBar>& bars, std::size_t start, std::size_t close)
{
    int passes = 2;
    std::size_t last = close;
    for (std::size_t i = start; i <= last; ++i) {
        for (const int ending : bars[i].endings)
            passes = std::max(passes, ending);
        if (i == last && i + 1 < bars.size() && !bars[i + 1].endings.empty() &&
            !bars[i + 1].opensRepeat)
            last = endingEnd(bars, i + 1);
    }
    return passes;
}

} // namespace

Result<std::vector<std::size_t>> unfoldRepeats(const std::vector<AbcBar>& bars, std::size_t limit)
{
    std::vector<std::size_t> order;
    std::size_t section = 0;
    int pass = 1;
    std::size_t i = 0;
    while (i < bars.size()) {
        const AbcBar& bar = bars[i];
        if (bar.opensRepeat && section != i) {
            section = i;
            pass = 1;
        }
        if (!bar.endings.empty() &&
            std::find(bar.endings.begin(), bar.endings.end(), pass) == bar.endings.end()) {
            i = endingEnd(bars, i) + 1;
            continue;
        }
        if (order.size() >= limit)
            return fail(ErrorCode::TooLarge,
                        "the repeats make more than " + std::to_string(limit) + " bars",
                        "line " + std::to_string(bar.line));
        order.push_back(i);
        if (bar.closesRepeat && pass < passesOf(bars, section, i)) {
            ++pass;
            i = section;
            continue;
        }
        ++i;
        const bool moreEndings = i < bars.size() && !bars[i].endings.empty() && pass > 1;
        if (bar.closesRepeat || (bar.closesSection && pass > 1 && !moreEndings)) {
            section = i;
            pass = 1;
        }
    }
    return order;
}

} // namespace woodshed
