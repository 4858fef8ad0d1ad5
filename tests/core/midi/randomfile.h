#pragma once

#include <algorithm>
#include <cstdint>

#include "midi/midifile.h"
#include "support/random.h"

namespace woodshed::test
{

inline std::uint8_t randomByte(Random& random, std::size_t below)
{
    return static_cast<std::uint8_t>(random.index(below));
}

inline Bytes randomBytes(Random& random, std::size_t count, std::size_t below = 256)
{
    Bytes bytes;
    for (std::size_t i = 0; i < count; ++i)
        bytes.push_back(randomByte(random, below));
    return bytes;
}

/// An event of any lawful kind.
inline MidiEvent randomEvent(Random& random, std::int64_t tick)
{
    MidiEvent event;
    event.tick = tick;
    const std::size_t kind = random.index(10);
    if (kind < 7) {
        event.status = static_cast<std::uint8_t>(0x80 + random.index(0x70));
        event.data1 = randomByte(random, 128);
        if ((event.status & 0xE0U) != 0xC0)
            event.data2 = randomByte(random, 128);
    } else if (kind == 7) {
        event.status = 0xF0;
        event.payload = randomBytes(random, random.index(200), 128);
        event.payload.push_back(0xF7);
    } else {
        event.status = 0xFF;
        switch (random.index(4)) {
        case 0:
            event.data1 = meta::tempo;
            event.payload = {1, randomByte(random, 256), randomByte(random, 256)};
            break;
        case 1:
            event.data1 = meta::timeSignature;
            event.payload = {static_cast<std::uint8_t>(1 + random.index(12)), randomByte(random, 8),
                             24, 8};
            break;
        case 2:
            event.data1 = meta::marker;
            event.payload = randomBytes(random, random.index(30), 128);
            break;
        default:
            event.data1 = 0x7F;
            event.payload = randomBytes(random, random.index(300));
        }
    }
    return event;
}

/// A lawful file with events of every kind, in ticks from next to nothing up to the format's end.
inline MidiFile randomFile(Random& random, std::size_t eventsPerTrack = 60)
{
    MidiFile file;
    file.ticksPerQuarter = 1 + static_cast<int>(random.index(0x7FFF));
    file.tracks.resize(1 + random.index(5));
    file.format = file.tracks.size() == 1 ? static_cast<int>(random.index(2)) : 1;
    for (MidiTrack& track : file.tracks) {
        std::int64_t now = 0;
        const auto step = [&] {
            const std::size_t widths[] = {1, 2, 200, 20'000, 3'000'000};
            now = std::min(now + static_cast<std::int64_t>(random.index(widths[random.index(5)])),
                           maximumMidiTick);
        };
        for (std::size_t i = random.index(eventsPerTrack); i > 0; --i) {
            step();
            track.events.push_back(randomEvent(random, now));
        }
        step();
        track.end = now;
    }
    return file;
}

inline std::size_t place(Random& random, const Bytes& file)
{
    return random.index(file.size());
}

/// One of the ways in which files get damaged, by chance or on purpose.
inline void damage(Bytes& file, Random& random)
{
    if (file.empty())
        return;
    const auto at = static_cast<std::ptrdiff_t>(place(random, file));
    switch (random.index(7)) {
    case 0: // a flipped bit
        file[static_cast<std::size_t>(at)] ^= static_cast<std::uint8_t>(1U << random.index(8));
        break;
    case 1: // cut off
        file.resize(static_cast<std::size_t>(at));
        break;
    case 2: { // bytes put in
        const Bytes more = randomBytes(random, 1 + random.index(8));
        file.insert(file.begin() + at, more.begin(), more.end());
        break;
    }
    case 3: // bytes lost
        file.erase(file.begin() + at,
                   file.begin() + std::min<std::ptrdiff_t>(
                                      at + 1 + static_cast<std::ptrdiff_t>(random.index(8)),
                                      static_cast<std::ptrdiff_t>(file.size())));
        break;
    case 4: // a chunk length of any size
    case 5: {
        const Bytes id =
            random.index(8) == 0 ? Bytes{'M', 'T', 'h', 'd'} : Bytes{'M', 'T', 'r', 'k'};
        const auto found = std::search(file.begin() + (random.index(2) == 0 ? 0 : at), file.end(),
                                       id.begin(), id.end());
        if (file.end() - found >= 8) {
            const std::uint8_t top[] = {0, 0x7F, 0x80, 0xFF};
            found[4] = top[random.index(4)];
            for (std::ptrdiff_t i = 5; i < 8; ++i)
                found[i] = random.index(2) == 0 ? 0xFF : randomByte(random, 256);
        }
        break;
    }
    default: // a variable length of any size
        for (std::ptrdiff_t i = at;
             i < std::min<std::ptrdiff_t>(at + 4, static_cast<std::ptrdiff_t>(file.size())); ++i)
            file[static_cast<std::size_t>(i)] = 0xFF;
    }
}

} // namespace woodshed::test
