#include "export/midiexport.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <tuple>
#include <utility>

#include "export/keysignature.h"
#include "support/files.h"

namespace woodshed
{

namespace
{

constexpr double microsecondsPerMinute = 60e6;
constexpr double slowestTempo = 0xFFFFFF;
constexpr std::uint8_t releaseVelocity = 64;

std::uint8_t byteOf(int value)
{
    return static_cast<std::uint8_t>(value);
}

MidiEvent metaEvent(std::uint8_t type, std::vector<std::uint8_t> payload, std::int64_t tick = 0)
{
    return {tick, 0xFF, type, 0, std::move(payload)};
}

MidiEvent textEvent(std::uint8_t type, const std::string& text, std::int64_t tick = 0)
{
    return metaEvent(type, {text.begin(), text.end()}, tick);
}

MidiEvent tempoEvent(double tempo)
{
    const double exact = tempo > 0 ? microsecondsPerMinute / tempo : 500'000;
    const auto bits = static_cast<std::uint32_t>(std::lround(std::clamp(exact, 1.0, slowestTempo)));
    return metaEvent(meta::tempo,
                     {byteOf(static_cast<int>(bits >> 16U)), byteOf(static_cast<int>(bits >> 8U)),
                      byteOf(static_cast<int>(bits))});
}

MidiTrack conductorTrack(const Performance& performance)
{
    MidiTrack track;
    if (!performance.title.empty())
        track.events.push_back(textEvent(meta::trackName, performance.title));
    track.events.push_back(tempoEvent(performance.tempo));
    const auto unit = static_cast<unsigned>(performance.beatUnit);
    if (performance.beatsPerBar > 0 && performance.beatsPerBar < 256 && std::has_single_bit(unit) &&
        unit <= 128)
        track.events.push_back(
            metaEvent(meta::timeSignature,
                      {byteOf(performance.beatsPerBar), byteOf(std::countr_zero(unit)), 24, 8}));
    if (const auto key = keySignatureOf(performance.key))
        track.events.push_back(
            metaEvent(meta::keySignature, {byteOf(key->sharps), byteOf(key->isMinor ? 1 : 0)}));
    for (const PlacedChord& chord : performance.chords) {
        if (chord.text.empty())
            continue;
        const std::int64_t tick = std::clamp<std::int64_t>(chord.start.count, 0, maximumMidiTick);
        track.events.push_back(textEvent(meta::marker, chord.text, tick));
        track.end = std::max(track.end, tick);
    }
    track.end = std::clamp(performance.length.count, track.end, maximumMidiTick);
    return track;
}

/// The notes as MIDI can say them, by pitch and start.
std::vector<MidiNote> playableNotes(const Part& part)
{
    std::vector<MidiNote> notes;
    for (const Note& note : part.notes) {
        const std::int64_t start = std::max<std::int64_t>(note.start.count, 0);
        const bool isOver = note.start.count < 0 && note.end().count <= 0;
        if (isOver || start >= maximumMidiTick || note.pitch < 0 || note.pitch > 127)
            continue;
        notes.push_back({start, std::clamp(note.end().count, start + 1, maximumMidiTick),
                         part.channel & 0x0F, note.pitch, std::clamp(note.velocity, 1, 127)});
    }
    std::stable_sort(notes.begin(), notes.end(), [](const MidiNote& a, const MidiNote& b) {
        return std::tie(a.pitch, a.start) < std::tie(b.pitch, b.start);
    });
    std::vector<MidiNote> playable;
    for (const MidiNote& note : notes) {
        if (playable.empty() || playable.back().pitch != note.pitch) {
            playable.push_back(note);
        } else if (MidiNote& before = playable.back(); before.start == note.start) {
            before.end = std::max(before.end, note.end);
            before.velocity = std::max(before.velocity, note.velocity);
        } else {
            before.end = std::min(before.end, note.start);
            playable.push_back(note);
        }
    }
    return playable;
}

MidiTrack partTrack(const Part& part)
{
    const unsigned channel = static_cast<unsigned>(part.channel) & 0x0FU;
    MidiTrack track;
    if (!part.name.empty())
        track.events.push_back(textEvent(meta::trackName, part.name));
    track.events.push_back(
        {0, static_cast<std::uint8_t>(0xC0U | channel), byteOf(part.program & 0x7F), 0, {}});
    const auto head = static_cast<std::ptrdiff_t>(track.events.size());
    for (const MidiNote& note : playableNotes(part)) {
        const auto pitch = byteOf(note.pitch);
        track.events.push_back({note.start,
                                static_cast<std::uint8_t>(0x90U | channel),
                                pitch,
                                byteOf(note.velocity),
                                {}});
        track.events.push_back(
            {note.end, static_cast<std::uint8_t>(0x80U | channel), pitch, releaseVelocity, {}});
        track.end = std::max(track.end, note.end);
    }
    // At one tick, what ends comes before what begins.
    std::sort(track.events.begin() + head, track.events.end(),
              [](const MidiEvent& a, const MidiEvent& b) {
                  return std::tuple(a.tick, a.isNoteOn(), a.data1) <
                         std::tuple(b.tick, b.isNoteOn(), b.data1);
              });
    return track;
}

} // namespace

MidiFile toMidi(const Performance& performance)
{
    MidiFile file;
    file.ticksPerQuarter = static_cast<int>(Ticks::perQuarter);
    file.tracks.push_back(conductorTrack(performance));
    for (const Part& part : performance.parts)
        file.tracks.push_back(partTrack(part));
    return file;
}

Result<void> exportMidi(const Performance& performance, const std::filesystem::path& path)
{
    return writeFile(path, writeMidi(toMidi(performance)));
}

} // namespace woodshed
