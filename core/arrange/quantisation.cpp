#include "arrange/quantisation.h"

#include <algorithm>
#include <tuple>

namespace woodshed
{

namespace
{

Ticks nearest(Ticks when, Ticks grid)
{
    return grid * ((when.count + grid.count / 2) / grid.count);
}

} // namespace

std::vector<Note> quantised(std::vector<Note> notes, Ticks grid)
{
    for (Note& note : notes) {
        note.start = nearest(std::max(note.start, Ticks{}), grid);
        note.duration = std::max(grid, nearest(note.duration, grid));
    }
    // The longest of those that fall together comes first, and stays.
    std::stable_sort(notes.begin(), notes.end(), [](const Note& a, const Note& b) {
        return std::tuple(a.start, a.pitch, b.duration) < std::tuple(b.start, b.pitch, a.duration);
    });
    const auto together = [](const Note& a, const Note& b) {
        return a.start == b.start && a.pitch == b.pitch;
    };
    notes.erase(std::unique(notes.begin(), notes.end(), together), notes.end());
    return notes;
}

} // namespace woodshed
