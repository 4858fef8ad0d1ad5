#pragma once

#include "corpus/passage.h"
#include "corpus/solomeasures.h"

namespace woodshed
{

// The parts of measured(), each filling the fields it names, of at least one bar and one note.

/// Onsets and beats, rests and phrases; also of bars without notes.
void measureRhythm(const Passage& passage, SoloMeasures& measures);
/// Range, moves and the variety of notes.
void measureMelody(const Passage& passage, SoloMeasures& measures);
/// The notes against the chords.
void measureHarmony(const Passage& passage, const LineSetting& setting, SoloMeasures& measures);
/// What comes back: groove, bars, figures.
void measureStructure(const Passage& passage, SoloMeasures& measures);

} // namespace woodshed
