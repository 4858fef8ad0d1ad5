#include "export/midiexport.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "export/keysignature.h"
#include "formats/midimarks.h"
#include "score/channels.h"
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

std::string marked(std::string_view mark, const std::string& text)
{
    return std::string(mark) + text;
}

/// Sections and chord symbols at their ticks, a section before the chord it begins with.
std::vector<MidiEvent> markers(const Performance& performance)
{
    const auto at = [](Ticks when) {
        return std::clamp<std::int64_t>(when.count, 0, maximumMidiTick);
    };
    std::vector<MidiEvent> events;
    for (const Section& section : performance.sections)
        if (!section.name.empty())
            events.push_back(
                textEvent(meta::marker, marked(mark::section, section.name), at(section.start)));
    for (const PlacedChord& chord : performance.chords)
        if (!chord.text.empty())
            events.push_back(textEvent(meta::marker, chord.text, at(chord.start)));
    std::stable_sort(events.begin(), events.end(),
                     [](const MidiEvent& a, const MidiEvent& b) { return a.tick < b.tick; });
    return events;
}

MidiTrack conductorTrack(const Performance& performance)
{
    MidiTrack track;
    if (!performance.title.empty())
        track.events.push_back(textEvent(meta::trackName, performance.title));
    track.events.push_back(textEvent(meta::text, std::string(mark::credit)));
    if (!performance.dedication.empty())
        track.events.push_back(
            textEvent(meta::text, marked(mark::dedication, performance.dedication)));
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
    for (MidiEvent& event : markers(performance)) {
        track.end = event.tick;
        track.events.push_back(std::move(event));
    }
    track.end = std::clamp(performance.length.count, track.end, maximumMidiTick);
    return track;
}

/// The notes as MIDI can say them, by pitch and start.
std::vector<MidiNote> playableNotes(const Part& part, int channel)
{
    std::vector<MidiNote> notes;
    for (const Note& note : part.notes) {
        const std::int64_t start = std::max<std::int64_t>(note.start.count, 0);
        const bool isOver = note.start.count < 0 && note.end().count <= 0;
        if (isOver || start >= maximumMidiTick || note.pitch < 0 || note.pitch > 127)
            continue;
        notes.push_back({start, std::clamp(note.end().count, start + 1, maximumMidiTick), channel,
                         note.pitch, std::clamp(note.velocity, 1, 127)});
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

/// Program, volume and pan, which hold for a whole channel.
struct SetUp {
    int program = 0;
    int volume = 0;
    int pan = 0;
    friend bool operator==(const SetUp&, const SetUp&) = default;
};

SetUp setUpOf(const Part& part)
{
    return {part.program & 0x7F, std::clamp(part.volume, 0, 127), std::clamp(part.pan, 0, 127)};
}

/// `isSetUp` where the part may set its channel up.
MidiTrack partTrack(const Part& part, int channel, bool isSetUp)
{
    const auto message = [channel](std::int64_t tick, int kind, int data1, int data2) {
        return MidiEvent{tick, byteOf(kind | channel), byteOf(data1), byteOf(data2), {}};
    };
    MidiTrack track;
    if (!part.name.empty())
        track.events.push_back(textEvent(meta::trackName, part.name));
    if (const SetUp setUp = setUpOf(part); isSetUp) {
        track.events.push_back(message(0, 0xC0, setUp.program, 0));
        track.events.push_back(message(0, 0xB0, controller::volume, setUp.volume));
        track.events.push_back(message(0, 0xB0, controller::pan, setUp.pan));
    }
    const auto head = static_cast<std::ptrdiff_t>(track.events.size());
    for (const MidiNote& note : playableNotes(part, channel)) {
        track.events.push_back(message(note.start, 0x90, note.pitch, note.velocity));
        track.events.push_back(message(note.end, 0x80, note.pitch, releaseVelocity));
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
    std::vector<Part> parts = performance.parts;
    for (Part& part : parts)
        part.channel &= 0x0F;
    const std::vector<int> channels = assignChannels(parts);
    std::array<std::optional<SetUp>, 16> setUps;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto& setUp = setUps.at(static_cast<std::size_t>(channels[i]));
        if (!setUp && !parts[i].notes.empty())
            setUp = setUpOf(parts[i]);
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto& setUp = setUps.at(static_cast<std::size_t>(channels[i]));
        if (!setUp)
            setUp = setUpOf(parts[i]);
        file.tracks.push_back(partTrack(parts[i], channels[i], setUp == setUpOf(parts[i])));
    }
    return file;
}

Result<void> exportMidi(const Performance& performance, const std::filesystem::path& path)
{
    return writeFile(path, writeMidi(toMidi(performance)));
}

} // namespace woodshed
