#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "midi/midifile.h"
#include "support/result.h"

namespace woodshed
{

/// A note, chord or rest as the notebook holds it. Times are twelfths of a quarter, which hold its
/// quantisation exactly.
struct NotebookElement {
    std::int64_t offset = 0;
    std::int64_t duration = 0;
    std::vector<int> pitches; ///< one for a note, more for a chord in stored order, none for a rest

    [[nodiscard]] bool isRest() const { return pitches.empty(); }
    [[nodiscard]] bool isNote() const { return pitches.size() == 1; }
    [[nodiscard]] bool isChord() const { return pitches.size() > 1; }
    [[nodiscard]] std::int64_t end() const { return offset + duration; }
    friend bool operator==(const NotebookElement&, const NotebookElement&) = default;
};

/// A note between raw ticks of its file.
struct RawNote {
    std::int64_t start = 0;
    std::int64_t end = 0;
    int pitch = 0;
    friend bool operator==(const RawNote&, const RawNote&) = default;
};

/// The notebook's own pairing: a sounding note-on is closed by the next unused note event of its
/// pitch and channel, on or off (a second note-on closes too, and is then used up); one never
/// closed is dropped. In the order of the note-ons.
[[nodiscard]] std::vector<RawNote> pairAsNotebook(const MidiTrack& track);

/// Chords found among notes on raw ticks, and whether notes that start together but end apart ask
/// for voices.
struct ChordGrouping {
    std::vector<NotebookElement> elements; ///< already quantised
    bool voicesRequired = false;
};
[[nodiscard]] ChordGrouping groupChords(std::span<const RawNote> notes, int ticksPerQuarter);

/// Ticks to the nearest multiple of a fourth or a third of a quarter, in twelfths; the smaller in a
/// tie, 0 for less than 0.
[[nodiscard]] std::int64_t quantised(std::int64_t ticks, int ticksPerQuarter);

/// The elements of a track, sorted by offset and, in a tie, by voice.
struct NotebookTrack {
    std::vector<NotebookElement> elements;
    std::size_t voices = 0;            ///< 0: nothing had to be split
    std::vector<std::int64_t> dropped; ///< offsets of the elements that found no voice
};

/// Runs all of it. Fails for notes later than a million quarters or longer than a value may be.
[[nodiscard]] Result<NotebookTrack> readNotebookTrack(const MidiTrack& track, int ticksPerQuarter);

} // namespace woodshed
