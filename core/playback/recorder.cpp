#include "playback/recorder.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace woodshed
{
namespace
{

/// Goes up with `at`, so that what follows never overtakes.
Ticks towardsGrid(Ticks at, Ticks grid, double strength)
{
    const std::int64_t shifted = at.count + grid.count / 2;
    const std::int64_t into = ((shifted % grid.count) + grid.count) % grid.count;
    const std::int64_t line = shifted - into;
    const auto way = static_cast<double>(line - at.count);
    return {at.count + std::llround(way * strength)};
}

bool isBefore(const Note& a, const Note& b)
{
    return std::tie(a.start, a.pitch) < std::tie(b.start, b.pitch);
}

} // namespace

void Recorder::take(const TimedMessage& timed)
{
    const ChannelMessage& message = timed.message;
    if (!message.isNoteOn() && !message.isNoteOff())
        return;
    const Ticks at = m_place(timed.when);
    end(message.pitch(), at);
    if (message.isNoteOn() && at >= Ticks{} - early)
        m_held[static_cast<std::size_t>(message.pitch())] =
            Held{std::max(at, Ticks{}), message.velocity()};
}

void Recorder::end(int pitch, Ticks at)
{
    auto& held = m_held[static_cast<std::size_t>(pitch)];
    if (!held)
        return;
    const Ticks length = std::max(at - held->start, Ticks{1});
    m_notes.push_back({held->start, length, pitch, held->velocity});
    held.reset();
}

void Recorder::interrupt(Time when)
{
    const Ticks at = m_place(when);
    for (int pitch = 0; pitch < static_cast<int>(m_held.size()); ++pitch)
        end(pitch, at);
}

std::vector<Note> Recorder::finish(Time when)
{
    interrupt(when);
    std::stable_sort(m_notes.begin(), m_notes.end(), isBefore);
    return std::exchange(m_notes, {});
}

std::vector<Note> quantised(std::vector<Note> notes, Ticks grid, double strength)
{
    if (grid.count < 1)
        return notes;
    const double share = std::isnan(strength) ? 0 : std::clamp(strength, 0.0, 1.0);
    for (Note& note : notes) {
        const Ticks start = towardsGrid(note.start, grid, share);
        const Ticks end = towardsGrid(note.end(), grid, share);
        const Ticks least = std::clamp(note.duration, Ticks{1}, grid);
        note.duration = end > start ? end - start : least;
        note.start = start;
    }
    std::stable_sort(notes.begin(), notes.end(), isBefore);
    return notes;
}

} // namespace woodshed
