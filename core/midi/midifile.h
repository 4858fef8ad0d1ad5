#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "support/files.h"
#include "support/result.h"

namespace woodshed
{

/// One event of a Standard MIDI File track, at an absolute tick of the file's own division.
struct MidiEvent {
    std::int64_t tick = 0;
    std::uint8_t status = 0;    ///< 0x80-0xEF channel message, 0xF0/0xF7 system exclusive, 0xFF meta
    std::uint8_t data1 = 0;     ///< channel messages; for a meta event its type
    std::uint8_t data2 = 0;     ///< channel messages with two data bytes
    std::vector<std::uint8_t> payload; ///< of meta and system exclusive events

    [[nodiscard]] bool isMeta(std::uint8_t type) const { return status == 0xFF && data1 == type; }
    [[nodiscard]] bool isNoteOn() const { return (status & 0xF0U) == 0x90 && data2 > 0; }
    /// A note-off, or a note-on with velocity 0.
    [[nodiscard]] bool isNoteOff() const
    {
        return (status & 0xF0U) == 0x80 || ((status & 0xF0U) == 0x90 && data2 == 0);
    }
    [[nodiscard]] int channel() const { return status & 0x0F; }
    friend bool operator==(const MidiEvent&, const MidiEvent&) = default;
};

/// Meta event types of the format that we use.
namespace meta
{
inline constexpr std::uint8_t text = 0x01, copyright = 0x02, trackName = 0x03, lyric = 0x05, marker = 0x06, endOfTrack = 0x2F,
                              tempo = 0x51, timeSignature = 0x58, keySignature = 0x59;
}

struct MidiTrack {
    std::vector<MidiEvent> events; ///< in file order; the end-of-track event is not stored, `end` is its tick
    std::int64_t end = 0;

    /// The text of its first track-name event, made valid UTF-8, or empty.
    [[nodiscard]] std::string name() const;
    friend bool operator==(const MidiTrack&, const MidiTrack&) = default;
};

/// A Standard MIDI File (MMA RP-001) of format 0 or 1 with a metrical division.
struct MidiFile {
    int format = 1;
    int ticksPerQuarter = 480;
    std::vector<MidiTrack> tracks; ///< every MTrk chunk, also those without notes
    friend bool operator==(const MidiFile&, const MidiFile&) = default;
};

/// A note of a track, by plain pairing: a note-on is closed by the next note-off of its pitch and channel. (The
/// notebook's own pairing is another one, and belongs to core/corpus alone.)
struct MidiNote {
    std::int64_t start = 0;
    std::int64_t end = 0;
    int channel = 0;
    int pitch = 0;
    int velocity = 0;
};

struct MidiReading {
    MidiFile file;
    std::vector<std::string> warnings; ///< every departure from the format that was taken all the same, a clause each
};

/// Parses the bytes of a file. Refused with a sentence: not a MIDI file, format 2, SMPTE division, division 0, no track,
/// a chunk or event that runs past the end in a way that loses notes before it, absurd lengths. Taken with a warning: unknown chunks (skipped), a
/// track that ends early or lacks its end-of-track, wrong track counts, stray data bytes, and so on: never in silence.
[[nodiscard]] Result<MidiReading> readMidi(std::span<const std::uint8_t> bytes);

/// The bytes of a file; reading them back gives an equal MidiFile, and writing that again the same bytes.
[[nodiscard]] Bytes writeMidi(const MidiFile& file);

/// Plain pairing; a note never closed ends with its track, and is counted in `unclosed` where given.
[[nodiscard]] std::vector<MidiNote> pairNotes(const MidiTrack& track, int* unclosed = nullptr);

} // namespace woodshed
