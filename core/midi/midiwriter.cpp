#include <algorithm>
#include <string_view>

#include "midi/midifile.h"

namespace woodshed
{

namespace
{

void putBigEndian(Bytes& out, std::uint32_t value, int width)
{
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(value >> static_cast<unsigned>(shift)));
}

void putId(Bytes& out, std::string_view id)
{
    for (const char c : id)
        out.push_back(static_cast<std::uint8_t>(c));
}

/// Seven bits a byte, high bit on all but the last.
void putVariableLength(Bytes& out, std::int64_t value)
{
    const auto bits =
        static_cast<std::uint32_t>(std::clamp<std::int64_t>(value, 0, maximumMidiTick));
    for (unsigned shift = 21; shift > 0; shift -= 7)
        if (bits >> shift)
            out.push_back(static_cast<std::uint8_t>(0x80U | (bits >> shift & 0x7FU)));
    out.push_back(static_cast<std::uint8_t>(bits & 0x7FU));
}

/// Everything the format knows, except the end-of-track that the writer sets itself.
bool isWritable(const MidiEvent& event)
{
    if (event.status == 0xFF)
        return event.data1 < 0x80 && event.data1 != meta::endOfTrack;
    return event.status >= 0x80 && (event.status <= 0xF0 || event.status == 0xF7);
}

void putEvent(Bytes& out, const MidiEvent& event)
{
    out.push_back(event.status);
    if (event.status >= 0xF0) {
        if (event.status == 0xFF)
            out.push_back(event.data1);
        putVariableLength(out, static_cast<std::int64_t>(event.payload.size()));
        out.insert(out.end(), event.payload.begin(), event.payload.end());
        return;
    }
    out.push_back(event.data1 & 0x7FU);
    const unsigned kind = event.status & 0xF0U;
    if (kind != 0xC0 && kind != 0xD0)
        out.push_back(event.data2 & 0x7FU);
}

void putTrack(Bytes& out, const MidiTrack& track)
{
    putId(out, "MTrk");
    const std::size_t lengthAt = out.size();
    putBigEndian(out, 0, 4);
    std::int64_t now = 0;
    const auto putDelta = [&](std::int64_t tick) {
        const std::int64_t then = std::clamp(tick, now, maximumMidiTick);
        putVariableLength(out, then - now);
        now = then;
    };
    for (const MidiEvent& event : track.events) {
        if (!isWritable(event))
            continue;
        putDelta(event.tick);
        putEvent(out, event);
    }
    putDelta(track.end);
    for (const std::uint8_t byte : {std::uint8_t{0xFF}, meta::endOfTrack, std::uint8_t{0}})
        out.push_back(byte);
    const std::size_t length = out.size() - lengthAt - 4;
    for (std::size_t i = 0; i < 4; ++i)
        out[lengthAt + i] = static_cast<std::uint8_t>(length >> (24 - 8 * i));
}

} // namespace

Bytes writeMidi(const MidiFile& file)
{
    Bytes out;
    putId(out, "MThd");
    putBigEndian(out, 6, 4);
    putBigEndian(out, file.format == 0 && file.tracks.size() == 1 ? 0 : 1, 2);
    putBigEndian(out, static_cast<std::uint32_t>(file.tracks.size()), 2);
    putBigEndian(out, static_cast<std::uint32_t>(std::clamp(file.ticksPerQuarter, 1, 0x7FFF)), 2);
    for (const MidiTrack& track : file.tracks)
        putTrack(out, track);
    return out;
}

} // namespace woodshed
