#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "corpus/notebooktrack.h"
#include "midi/midifile.h"
#include "score/chordprogression.h"
#include "support/result.h"

namespace woodshed
{

/// Which music of a MIDI file becomes values. Tracks are numbered from 0, counting only those that
/// hold a note.
struct NotebookSource {
    int melodyTrack = 0;
    std::optional<int> chordTrack; ///< the chords are its elements of two and more pitches
    std::optional<double> from,
        to; ///< quarters from the start, both included; all of it where absent
    std::optional<ChordProgression>
        symbols; ///< instead of a chord track, which goes before it; from the file's start
};

/// The notebook's own file, known by its digest, and the choice the notebook makes there.
[[nodiscard]] bool isNotebookFile(std::span<const std::uint8_t> bytes);
[[nodiscard]] NotebookSource notebookChoice();

/// One measure: runs of the melody and of the chords of a NotebookMusic.
struct NotebookMeasure {
    int index = 0; ///< counted from 1, as the notebook does; for a Solo the number of its bar
    std::int64_t start = 0; ///< of the melody's measure, in twelfths of a quarter
    std::size_t firstElement = 0, elementCount = 0;
    std::size_t firstChord = 0, chordCount = 0;
    bool carriesChord = false; ///< its first chord was struck in an earlier measure
};

/// An excerpt as the notebook holds it before it makes values: elements by offset, paired with
/// chords by measure.
struct NotebookMusic {
    std::vector<NotebookElement> melody; ///< by offset, one voice after the other in a tie
    std::vector<NotebookElement> chords; ///< by offset; those without pitches are silence (NC)
    std::vector<NotebookMeasure> measures;
    std::int64_t measureLength = 48; ///< in twelfths of a quarter
    std::vector<std::string> warnings;

    [[nodiscard]] std::span<const NotebookElement> elementsOf(const NotebookMeasure& measure) const;
    [[nodiscard]] std::span<const NotebookElement> chordsOf(const NotebookMeasure& measure) const;
};

/// Reads an excerpt by the notebook's rules. Measures of melody and chords pair by rank, the last
/// chord measure left out, where that works out; else by measure number, a measure without chords
/// taking the last chord before it. Symbols always pair by number and sound on into their next
/// measure. Fails when a track does not exist, nothing of the melody lies in the range (NoMelody),
/// or times are absurd.
[[nodiscard]] Result<NotebookMusic> readNotebook(const MidiFile& file,
                                                 const NotebookSource& source);

} // namespace woodshed
