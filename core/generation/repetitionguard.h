#pragma once

#include <array>
#include <string>

namespace woodshed
{

/// Follows a solo note by note and notices when it goes round in circles: the last 16 notes or more
/// are one figure of 1 to 12 notes, three times round or more, with the same steps and the same
/// rhythm to the letter. Cheap to copy.
class RepetitionGuard
{
public:
    /// The next note: semitones and time from the note before, also over a rest.
    void take(int interval, int steps);

    [[nodiscard]] bool isLooping() const { return figure() > 0; }
    /// What repeats, as a sentence; empty where nothing does.
    [[nodiscard]] std::string reason() const;

private:
    static constexpr int longestFigure = 12;
    static constexpr int fewestNotes = 16;
    static constexpr int fewestRounds = 3;

    struct Step {
        int interval = 0;
        int steps = 0;
        friend bool operator==(const Step&, const Step&) = default;
    };

    [[nodiscard]] int figure() const; ///< notes in the shortest that goes round, or 0

    std::array<Step, longestFigure> m_past{}; ///< a ring
    /// How many notes up to here are as the one 1, 2, ... 12 notes before them.
    std::array<int, longestFigure> m_same{};
    int m_taken = 0;
};

} // namespace woodshed
