#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "generation/notebookpostprocess.h"
#include "score/chordprogression.h"
#include "support/result.h"
#include "support/ticks.h"

namespace woodshed
{

/// The value that the classic puts before what the network gave.
inline constexpr const char* firstFaithfulValue = "C,0.25";

/// What the classic makes of some values over one measure's chords.
struct FaithfulMeasure {
    std::vector<Value>
        values; ///< firstFaithfulValue and those given, A and X replaced, durations pruned
    std::vector<NotebookNote> notes; ///< rests too; times from the beginning of the measure
    std::vector<PlacedChord> chords; ///< the first one perhaps moved to the beginning
};

/// All steps for one measure. Fails for a value that cannot be read.
[[nodiscard]] Result<FaithfulMeasure> faithfulMeasure(std::span<const std::string> predicted,
                                                      std::vector<PlacedChord> chords,
                                                      Choices& choices);

/// A note among all measures.
struct FaithfulNote {
    std::size_t measure = 0;
    NotebookNote note; ///< its offset counts from the beginning of the music
};

/// Measure after measure, each beginning one measure length after the last, however long the notes
/// of the one before go on: the classic lays 50 values into every bar of four quarters, so bars
/// overlap.
struct FaithfulMusic {
    std::vector<FaithfulMeasure> measures;
    Ticks measureLength = Ticks::fromQuarters(4);

    /// The sounding notes by offset, those of earlier measures first.
    [[nodiscard]] std::vector<FaithfulNote> notes() const;
    /// The chords by measure, at their place in the music.
    [[nodiscard]] std::vector<PlacedChord> chords() const;
};

/// The chords of a tune by measure, with starts from its beginning; one that holds over the bar
/// line begins again there.
[[nodiscard]] std::vector<std::vector<PlacedChord>>
chordMeasures(const ChordProgression& progression, Ticks measureLength = Ticks::fromQuarters(4));

/// Gives the values (the classic takes 50) for the measure of that index.
using ValueSource = std::function<Result<std::vector<std::string>>(std::size_t measure)>;

/// The classic's generate_music over given chords, one list a measure with starts from its
/// beginning.
[[nodiscard]] Result<FaithfulMusic>
faithfulMusic(std::span<const std::vector<PlacedChord>> chordMeasures, const ValueSource& predict,
              Choices& choices, Ticks measureLength = Ticks::fromQuarters(4));

} // namespace woodshed
