#pragma once

#include <array>
#include <limits>
#include <string_view>

#include "corpus/line.h"

namespace woodshed
{

/// What a solo measures like, to be held against the ranges of real players. Beats are quarters,
/// shares run from 0 to 1; NaN where the passage is too short to tell.
///
/// A phrase ends with a silence of a beat, or where the next note begins three beats later. A note
/// tied or anticipated into a chord counts for that chord. H and GS are those of the MusDr toolbox
/// (Wu and Yang, "The Jazz Transformer on the Front Line", 2020).
struct SoloMeasures {
    static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

    int bars = 0;
    int notes = 0;

    double notesPerBeat = 0;
    double offBeat = unknown; ///< notes that do not begin on a beat
    /// Beats with a note behind the beat after which the next beat has no onset: syncopation.
    double heldOverBeat = unknown;
    /// Of the beats with notes: three or more in it, or two behind the beat. A single note behind
    /// the beat is the second of two eighths wherever it stands, since swing moves it.
    double finerThanEighths = unknown;
    /// Agreement of the onsets of two bars on the grid, mean of all pairs of bars with notes: GS.
    double grooveSimilarity = unknown;

    double rests = 1; ///< share of the time in silences of 3/4 of a beat or more
    double phraseBeats = unknown;
    double phraseNotes = unknown;
    double phrasesOffBeat = unknown; ///< phrases begun off the beat

    double range = unknown; ///< semitones between the lowest and the highest note
    double meanPitch = unknown;
    double steps = unknown; ///< moves inside phrases by one or two semitones
    double leaps = unknown; ///< by a fourth or more
    double repeatedNotes = unknown;
    double directionChanges = unknown; ///< of the pairs of moves without a repeated note
    double entropyOneBar = unknown;    ///< of the pitch classes, bits, mean of the bars: H1
    double entropyFourBars = unknown;  ///< the same over every four bars in a row: H4

    double chordTonesStrong = unknown; ///< of the notes on beats 1 and 3 (1 where a bar is not 4/4)
    double chordTonesWeak = unknown;   ///< of the others
    double scaleTones = unknown;       ///< notes in the scale that goes with the chord
    /// Non-chord tones that go by step to a chord tone, or with the next note enclose one.
    double resolved = unknown;
    double outsideResolved = unknown; ///< notes outside the scale that go back in by step
    double enclosures = unknown;      ///< per 100 notes: chord tones approached from both sides
    double changesMet = unknown;      ///< chord changes whose first note is a tone of the new chord

    /// Best match of rhythm and contour with one of the last four bars, mean of the bars.
    double likenessNear = unknown;
    double likenessFar = unknown; ///< the same with bars 5 to 16 back
    double motifsBack = unknown; ///< figures of four notes that stand in the passage more than once
    double barRhythmsBack = unknown; ///< bars whose exact rhythm was heard in the eight before
};

/// The measures by name, for tables, distances and messages.
struct SoloMeasureField {
    std::string_view name;
    double SoloMeasures::*value;
};
inline constexpr std::array<SoloMeasureField, 28> soloMeasureFields{{
    {"notes per beat", &SoloMeasures::notesPerBeat},
    {"off-beat notes", &SoloMeasures::offBeat},
    {"held over the beat", &SoloMeasures::heldOverBeat},
    {"finer than eighths", &SoloMeasures::finerThanEighths},
    {"groove similarity", &SoloMeasures::grooveSimilarity},
    {"rests", &SoloMeasures::rests},
    {"phrase length in beats", &SoloMeasures::phraseBeats},
    {"phrase length in notes", &SoloMeasures::phraseNotes},
    {"phrases begun off the beat", &SoloMeasures::phrasesOffBeat},
    {"range", &SoloMeasures::range},
    {"mean pitch", &SoloMeasures::meanPitch},
    {"steps", &SoloMeasures::steps},
    {"leaps", &SoloMeasures::leaps},
    {"repeated notes", &SoloMeasures::repeatedNotes},
    {"direction changes", &SoloMeasures::directionChanges},
    {"entropy of a bar", &SoloMeasures::entropyOneBar},
    {"entropy of four bars", &SoloMeasures::entropyFourBars},
    {"chord tones, strong beats", &SoloMeasures::chordTonesStrong},
    {"chord tones elsewhere", &SoloMeasures::chordTonesWeak},
    {"scale tones", &SoloMeasures::scaleTones},
    {"non-chord tones resolved", &SoloMeasures::resolved},
    {"outside notes resolved", &SoloMeasures::outsideResolved},
    {"enclosures", &SoloMeasures::enclosures},
    {"chord changes met", &SoloMeasures::changesMet},
    {"likeness to the last 4 bars", &SoloMeasures::likenessNear},
    {"likeness to bars 5-16 back", &SoloMeasures::likenessFar},
    {"motifs that come back", &SoloMeasures::motifsBack},
    {"bar rhythms that come back", &SoloMeasures::barRhythmsBack},
}};

/// From the bar of the first note to the bar in which the last one ends.
[[nodiscard]] SoloMeasures measured(const Line& line);

/// Exactly those bars, counted from 0, with the notes that begin in them; what was played before is
/// neither a figure to come back to nor the beginning of a phrase.
[[nodiscard]] SoloMeasures measured(const Line& line, int firstBar, int bars);

} // namespace woodshed
