#pragma once

#include <cstdint>
#include <vector>

#include "arrange/chart.h"
#include "arrange/feel.h"

namespace woodshed
{

/// Keys of the General MIDI drum channel that our drummer plays.
namespace drum
{
inline constexpr int kick = 36;
inline constexpr int sideStick = 37;
inline constexpr int snare = 38;
inline constexpr int closedHat = 42;
inline constexpr int pedalHat = 44;
inline constexpr int openHat = 46;
inline constexpr int ride = 51;
inline constexpr int crash = 49;
inline constexpr int lowFloorTom = 41;
inline constexpr int floorTom = 43;
inline constexpr int lowTom = 45;
inline constexpr int lowMidTom = 47;
inline constexpr int midTom = 48;
inline constexpr int highTom = 50;
} // namespace drum

/// One stroke inside a bar, at ticks from its bar line.
struct Stroke {
    Ticks at;
    int key = drum::ride;
    int velocity = 64;
};

using DrumBar = std::vector<Stroke>;

/// The places of a bar as a drummer sees them, in ticks from the bar line.
struct DrumMetre {
    Ticks bar;
    Ticks beat;                     ///< a quarter, or an eighth in metres of eighths
    std::vector<Ticks> beats;       ///< quarters where the bar is made of them, else eighths
    std::vector<bool> isBackbeat;   ///< of each beat: where the foot closes the hi-hat
    std::vector<bool> isGroupStart; ///< of each beat: 5/4 is 3 + 2, 6/8 is 3 + 3
    std::vector<Ticks> offBeats;    ///< between the quarters; in 6/8 the eighths between the groups

    /// Whether off-beats lie between the beats, as they do between quarters.
    [[nodiscard]] bool isOfQuarters() const { return beat == Ticks{Ticks::perQuarter}; }
};

[[nodiscard]] DrumMetre drumMetreOf(const Chart& chart);

/// The velocity that makes a stroke on this key as loud as its velocity means it: in the kits of
/// General MIDI fonts a tom is twenty decibels louder than a ride struck as hard.
[[nodiscard]] int balanced(int key, int velocity);

/// What stays the same for a whole performance.
struct DrumScene {
    Feel feel = Feel::Swing;
    double tempo = 130;
    DrumMetre metre;
};

} // namespace woodshed
