#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "midi/midifile.h"

namespace woodshed::test
{

inline constexpr int sixteenth = 120;

/// A track of notes a sixteenth long, written as columns: the pitches that begin together.
inline MidiTrack trackOf(const std::string& name, int channel,
                         const std::vector<std::vector<int>>& columns, int program = -1,
                         int step = sixteenth)
{
    MidiTrack track;
    if (!name.empty())
        track.events.push_back({0, 0xFF, meta::trackName, 0, {name.begin(), name.end()}});
    if (program >= 0)
        track.events.push_back({0,
                                static_cast<std::uint8_t>(0xC0 + channel),
                                static_cast<std::uint8_t>(program),
                                0,
                                {}});
    for (const auto& column : columns) {
        for (const int pitch : column)
            track.events.push_back({track.end,
                                    static_cast<std::uint8_t>(0x90 + channel),
                                    static_cast<std::uint8_t>(pitch),
                                    90,
                                    {}});
        track.end += step;
        for (const int pitch : column)
            track.events.push_back({track.end,
                                    static_cast<std::uint8_t>(0x80 + channel),
                                    static_cast<std::uint8_t>(pitch),
                                    0,
                                    {}});
    }
    return track;
}

/// `times` the same columns.
inline std::vector<std::vector<int>> often(std::vector<std::vector<int>> columns, int times)
{
    std::vector<std::vector<int>> all;
    for (int i = 0; i < times; ++i)
        all.insert(all.end(), columns.begin(), columns.end());
    return all;
}

/// Conductor, piano, bass, saxophone, drums: tracks 0 to 3 of those with notes.
inline MidiFile smallBand(bool isNamed = true)
{
    const auto name = [&](const char* text) { return std::string(isNamed ? text : ""); };
    MidiFile file;
    file.tracks.resize(1);
    file.tracks.push_back(
        trackOf(name("Piano"), 1, often({{53, 57, 63}, {}, {}, {52, 58, 62}}, 16), 0));
    file.tracks.push_back(
        trackOf(name("Bass"), 2, often({{41}, {}, {43}, {}, {45}, {}, {46}, {}}, 8), 32));
    file.tracks.push_back(
        trackOf(name("Tenor Sax"), 0, often({{65}, {69}, {72}, {75}, {}, {74}, {70}, {}}, 8), 66));
    file.tracks.push_back(trackOf(name("Drums"), 9, often({{51}, {51, 44}, {51}, {51}}, 16)));
    return file;
}

} // namespace woodshed::test
