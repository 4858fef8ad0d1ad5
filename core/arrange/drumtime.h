#pragma once

#include "arrange/drumkit.h"
#include "support/random.h"

namespace woodshed
{

/// How a drummer keeps time for a phrase, redrawn every few bars.
struct TimeMood {
    double skipOnBackbeat = 0.9; ///< probability of the skip note after a beat with the hi-hat
    double skipElsewhere = 0.05; ///< after the other beats
    int louder = 0;              ///< velocity on top of the usual
    enum class Keeper { Ride, Snare, Hat };
    Keeper keeper = Keeper::Ride; ///< what plays the time; the snare as brushes do
};

/// `chorus` counts from 0; a player gets warmer from one to the next.
[[nodiscard]] TimeMood drawMood(Feel feel, int chorus, Random& random);

/// One bar of time: cymbal, hi-hat and kick, in any feel. `bar` counts from 0 in its chorus: the
/// bossa nova's clave takes two.
[[nodiscard]] DrumBar timeBar(const DrumScene& scene, const TimeMood& mood, int bar,
                              Random& random);

} // namespace woodshed
