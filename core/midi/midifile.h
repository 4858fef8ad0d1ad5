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
    std::uint8_t status = 0; ///< 0x80-0xEF channel message, 0xF0/0xF7 system exclusive, 0xFF meta
    std::uint8_t data1 = 0;  ///< channel messages; for a meta event its type
    std::uint8_t data2 = 0;  ///< channel messages with two data bytes
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

/// No event lies later: the largest delta time the format can write, so that every gap can be
/// written again.
inline constexpr std::int64_t maximumMidiTick = 0x0FFFFFFF;
/// Bounds on what readMidi() takes, so that memory stays proportional to the music; both far above
/// real files.
inline constexpr std::size_t maximumMidiEvents = 4'000'000;
inline constexpr std::size_t maximumMidiTracks = 65'535;

/// Meta event types of the format that we use.
namespace meta
{
inline constexpr std::uint8_t text = 0x01, copyright = 0x02, trackName = 0x03, lyric = 0x05,
                              marker = 0x06, endOfTrack = 0x2F, tempo = 0x51, timeSignature = 0x58,
                              keySignature = 0x59;
}

/// Controllers that we use.
namespace controller
{
inline constexpr std::uint8_t volume = 7, pan = 10;
}

struct MidiTrack {
    std::vector<MidiEvent> events; ///< in file order, without the end-of-track event
    std::int64_t end = 0;          ///< the tick of the end-of-track event

    /// The text of its first track-name event, made valid UTF-8, or empty.
    [[nodiscard]] std::string name() const;
    friend bool operator==(const MidiTrack&, const MidiTrack&) = default;
};

/// The payload of a text, name, lyric or marker event as valid UTF-8 without control characters:
/// bytes that are not UTF-8 are taken as Latin-1, blanks at both ends are dropped. Of longer texts
/// the first 1,000 bytes.
[[nodiscard]] std::string textOf(const MidiEvent& event);

/// A Standard MIDI File (MMA RP-001) of format 0 or 1 with a metrical division.
struct MidiFile {
    int format = 1;
    int ticksPerQuarter = 480;
    std::vector<MidiTrack> tracks; ///< every MTrk chunk, also those without notes
    friend bool operator==(const MidiFile&, const MidiFile&) = default;
};

/// A note of a track, by plain pairing: a note-off closes the oldest open note-on of its pitch and
/// channel. (The notebook's own pairing is another one, and belongs to core/corpus alone.)
struct MidiNote {
    std::int64_t start = 0;
    std::int64_t end = 0;
    int channel = 0;
    int pitch = 0;
    int velocity = 0;
};

struct MidiReading {
    MidiFile file;
    std::vector<std::string> warnings; ///< a clause for each departure that was taken all the same
};

/// Parses the bytes of a file. Refused with a sentence: not a MIDI file, cut inside the header,
/// format 2 or unknown, SMPTE division, division 0, no track, more events or tracks than the bounds
/// above. Taken with a warning, never in silence: a RIFF (RMID) or other wrapping (unwrapped),
/// unknown chunks and stray bytes (skipped), wrong lengths and track counts, a missing
/// end-of-track, malformed meta events (left out), running status carried over other events,
/// unmatched notes, texts that are not UTF-8. Where a track cannot be followed further (cut, or
/// nonsense where an event should be), the whole events before that place are kept and the rest of
/// that track is left out. Warnings are one for each kind, with how often and the byte of the
/// first. A format 0 header over several tracks is read as format 1.
[[nodiscard]] Result<MidiReading> readMidi(std::span<const std::uint8_t> bytes);

/// The bytes of a file: no running status, shortest lengths, an end-of-track in every track. Events
/// stand in order of tick, 0 .. maximumMidiTick. Reading the bytes back gives an equal MidiFile,
/// and writing that again the same bytes.
[[nodiscard]] Bytes writeMidi(const MidiFile& file);

/// Plain pairing, in order of the note-ons; a note never closed ends with its track, and is counted
/// in `unclosed` where given.
[[nodiscard]] std::vector<MidiNote> pairNotes(const MidiTrack& track, int* unclosed = nullptr);

} // namespace woodshed
