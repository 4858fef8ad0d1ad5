#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "support/files.h"

namespace woodshed::test
{

/// Builders for MIDI files byte by byte, right or wrong on purpose.
inline Bytes bytes(std::initializer_list<int> values)
{
    Bytes out;
    for (const int value : values)
        out.push_back(static_cast<std::uint8_t>(value));
    return out;
}

inline Bytes bytes(std::string_view text)
{
    return {text.begin(), text.end()};
}

inline Bytes operator+(Bytes left, const Bytes& right)
{
    for (const std::uint8_t byte : right)
        left.push_back(byte);
    return left;
}

inline Bytes chunk(std::string_view id, const Bytes& content, std::uint32_t length)
{
    return bytes(id) +
           bytes({int(length >> 24U), int(length >> 16U & 255U), int(length >> 8U & 255U),
                  int(length & 255U)}) +
           content;
}

inline Bytes chunk(std::string_view id, const Bytes& content)
{
    return chunk(id, content, static_cast<std::uint32_t>(content.size()));
}

inline Bytes header(int format, int tracks, int division = 480)
{
    return chunk("MThd",
                 bytes({0, format, tracks >> 8, tracks & 255, division >> 8, division & 255}));
}

inline const Bytes endOfTrack = bytes({0x00, 0xFF, 0x2F, 0x00});
/// Middle C for a quarter at 96 ticks.
inline const Bytes oneNote = bytes({0x00, 0x90, 60, 100, 0x60, 0x80, 60, 64});

inline Bytes track(const Bytes& events)
{
    return chunk("MTrk", events + endOfTrack);
}

/// A file of one track with these events.
inline Bytes fileWith(const Bytes& events)
{
    return header(1, 1, 96) + track(events);
}

} // namespace woodshed::test
