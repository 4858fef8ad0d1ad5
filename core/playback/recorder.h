#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include "ports/midiin.h"
#include "score/note.h"

namespace woodshed
{

/// Makes notes of what someone plays on an instrument: pure, for one thread. Channels are one, as
/// there is one player; a note struck again while it is held ends there; pedals are ignored.
class Recorder
{
public:
    using Time = std::chrono::steady_clock::time_point;
    /// Where in the music a time is; negative before the music starts.
    using Place = std::function<Ticks(Time)>;

    /// Who starts with the first beat is often a little early: notes that begin this long before
    /// the music are moved to its start, earlier ones are left out.
    static constexpr Ticks early = Ticks::fromTwelfths(3);

    explicit Recorder(Place place)
        : m_place(std::move(place))
    {
    }

    /// In order of time. All but note-ons and note-offs is ignored.
    void take(const TimedMessage& message);
    /// Ends what is held: before the playhead jumps, or when it halts.
    void interrupt(Time when);
    /// Ends what is held and hands over all notes, by start, then pitch; none is shorter than a
    /// tick. Afterwards the recorder is as new.
    [[nodiscard]] std::vector<Note> finish(Time when);

private:
    struct Held {
        Ticks start;
        int velocity = 0;
    };
    void end(int pitch, Ticks at);

    Place m_place;
    std::array<std::optional<Held>, 128> m_held; ///< by pitch
    std::vector<Note> m_notes;
};

inline constexpr Ticks eighthGrid = Ticks::fromTwelfths(6);
inline constexpr Ticks sixteenthGrid = Ticks::fromTwelfths(3);
inline constexpr Ticks tripletGrid = Ticks::fromTwelfths(4); ///< eighth triplets

/// Moves starts and ends towards the nearest line of a grid: by all of the way at strength 1, by
/// half at 0.5, not at all at 0. What would have no length lasts as long as before, but no longer
/// than the grid. No note overtakes another; those that meet are sorted by pitch. Strength is held
/// within 0-1; a grid below one tick changes nothing.
[[nodiscard]] std::vector<Note> quantised(std::vector<Note> notes, Ticks grid, double strength);

} // namespace woodshed
