#include "arrange/drumcomping.h"

#include <algorithm>
#include <array>

#include "arrange/chance.h"

namespace woodshed
{

namespace
{

constexpr Ticks quarter{Ticks::perQuarter};
constexpr Ticks sixteenth{Ticks::perQuarter / 4};

/// What a feel wants of comping.
struct Habit {
    double often = 1;   ///< scales how many strokes there are
    int softer = 0;     ///< velocity off the usual
    double kicks = 0.2; ///< share of the accents that go to the kick
};

Habit habitOf(Feel feel)
{
    switch (feel) {
    case Feel::Swing:
        return {};
    case Feel::UpTempo:
        return {.often = 0.7, .softer = 4, .kicks = 0.3};
    case Feel::Ballad:
        return {.often = 0.35, .softer = 24, .kicks = 0};
    case Feel::Waltz:
        return {.often = 0.8, .softer = 4};
    case Feel::Bossa: // the side stick is the comping
        return {.often = 0.15, .softer = 18, .kicks = 0};
    case Feel::Shuffle: // the backbeat is
        return {.often = 0.25, .softer = 6};
    }
    return {};
}

} // namespace

double SoloEar::room(Ticks from, Ticks to) const
{
    // A note takes room where it begins; held for longer, it leaves some.
    const auto first =
        std::lower_bound(m_solo.begin(), m_solo.end(), from - quarter,
                         [](const Note& note, Ticks when) { return note.start < when; });
    std::int64_t busy = 0;
    Ticks busyUntil = from;
    for (auto note = first; note != m_solo.end() && note->start < to; ++note) {
        const Ticks begin = std::max(note->start, busyUntil);
        const Ticks end = std::min({note->end(), note->start + quarter, to});
        if (end > begin) {
            busy += (end - begin).count;
            busyUntil = end;
        }
    }
    return 1 - static_cast<double>(busy) / static_cast<double>((to - from).count);
}

bool SoloEar::isAccent(Ticks when) const
{
    const auto note =
        std::lower_bound(m_solo.begin(), m_solo.end(), when,
                         [](const Note& other, Ticks time) { return other.start < time; });
    return note != m_solo.end() && note->start == when && note->duration >= quarter;
}

bool SoloEar::isAnswerDue(Ticks when) const
{
    const auto next =
        std::lower_bound(m_solo.begin(), m_solo.end(), when,
                         [](const Note& note, Ticks time) { return note.start < time; });
    if (next == m_solo.begin())
        return false;
    const Ticks end = std::prev(next)->end();
    const bool isLong = next == m_solo.end() || next->start >= end + quarter;
    return isLong && end <= when && when < end + quarter;
}

DrumBar compingBar(const DrumScene& scene, const SoloEar& ear, Ticks start, Random& random)
{
    const Habit habit = habitOf(scene.feel);
    const auto& places = scene.metre.offBeats;
    DrumBar bar;
    if (places.empty())
        return bar;
    const auto strike = [&](Ticks at, int key, int velocity) {
        bar.push_back({at, key, std::clamp(velocity - habit.softer, 18, 110)});
    };
    constexpr std::array counts{2, 4, 3, 1};
    // More strokes than usual in a bar that has more places than four.
    const double usual = static_cast<double>(drawn(random, counts)) / 4;
    for (const Ticks at : places) {
        const Ticks when = start + at;
        const double room = ear.room(when - sixteenth, when + quarter);
        // Drawn for every place, so that a change in the solo changes only what answers it.
        const double wish = random.uniform();
        const double choice = random.uniform();
        const int around = between(random, -5, 5);
        if (ear.isAccent(when) && wish < 0.5 * habit.often) {
            strike(at, drum::snare, 66 + around);
            if (choice < habit.kicks + 0.3)
                strike(at, drum::kick, 72 + around);
        } else if (ear.isAnswerDue(when) && wish < 0.6 * habit.often) {
            strike(at, choice < habit.kicks ? drum::kick : drum::snare, 68 + around);
        } else if (wish < usual * habit.often * (0.3 + 0.9 * room)) {
            if (room < 0.5)
                strike(at, drum::snare, 34 + around);
            else
                strike(at, choice < habit.kicks ? drum::kick : drum::snare, 54 + around);
        }
    }
    return bar;
}

} // namespace woodshed
