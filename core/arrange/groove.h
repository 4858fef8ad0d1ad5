#pragma once

#include <vector>

#include "arrange/feel.h"
#include "arrange/swing.h"
#include "score/note.h"
#include "support/random.h"

namespace woodshed
{

/// How written music is played.
struct Groove {
    Feel feel = Feel::Swing;
    double tempo = 130;            ///< quarters a minute
    double swing = 1;              ///< 0 straight, 1 the tempo's own ratio, 2 twice as far from 1:1
    double humanise = 1;           ///< 0 exactly in time and as loud as written, 1 as people play
    Ticks beat{Ticks::perQuarter}; ///< shorter than a quarter, nothing swings
    Ticks length;                  ///< of the music; what did not ring over it will not
};

/// A band's part as played: off-beats by the band's ratio, onsets within a few milliseconds and
/// velocities within 4 of what is written, chords together. `written` is straight and sorted by
/// start, as the result is.
[[nodiscard]] std::vector<Note> played(std::vector<Note> written, const Groove& groove,
                                       Random& random);

/// A solo as played: downbeats up to 40 ms behind the band's and off-beats nearly with them, no two
/// beats alike, notes held for most of their time, and loudness that follows the line. `written` is
/// straight and sorted by start, as the result is. Notes keep their order, and what did not overlap
/// will not; with neither swing nor humanising they stay exactly as written. A solo that stands off
/// the grid has been played already and stays as it is.
[[nodiscard]] std::vector<Note> playedSolo(std::vector<Note> written, const Groove& groove,
                                           Random& random);

} // namespace woodshed
