#pragma once

#include <vector>

#include "corpus/line.h"

namespace woodshed
{

/// A note of a passage with its place in the bar, the phrase and the harmony.
struct PassageNote {
    int start = 0;
    int end = 0;
    int pitch = 60;
    int bar = 0;
    int place = 0;     ///< steps into the bar
    int beat = 0;      ///< quarters counted through the bars
    bool opens = true; ///< begins a phrase
    int move = 0;      ///< semitones from the note before; 0 where it opens a phrase
    int chord = -1;    ///< index in the setting; a note held into a change belongs to the new chord
    ChordShape shape;

    [[nodiscard]] bool onBeat() const { return place % stepsPerQuarter == 0; }
    [[nodiscard]] bool isChordTone() const { return shape.hasTone(pitch); }
    [[nodiscard]] bool isInScale() const { return shape.inScale(pitch); }
};

/// Some bars of a line, as the measures read them.
struct Passage {
    int barSteps = 4 * stepsPerQuarter;
    int firstBar = 0;
    int bars = 0;
    int soundBefore = 0; ///< where a note from before the passage ends, at least where it begins
    std::vector<PassageNote> notes;

    [[nodiscard]] int begin() const { return firstBar * barSteps; }
    [[nodiscard]] int end() const { return (firstBar + bars) * barSteps; }
};

[[nodiscard]] Passage passageOf(const Line& line, int firstBar, int bars);

/// Part of a whole, as a measure; NaN of nothing.
class Share
{
public:
    void count(bool hit) { add(hit ? 1.0 : 0.0); }
    void add(double value)
    {
        m_sum += value;
        ++m_number;
    }
    [[nodiscard]] double mean(int atLeast = 1) const;

private:
    double m_sum = 0;
    int m_number = 0;
};

} // namespace woodshed
