#pragma once

#include <memory>
#include <string>

#include "generation/take.h"

namespace woodshed::samples
{

/// A made-up take: `notes` eighths in a zigzag over one chord a bar, cycling through the four
/// sounding kinds, with a rest after every eighth note.
inline std::shared_ptr<const Take> zigzag(int notes, int choruses = 1)
{
    static constexpr ValueKind kinds[] = {ValueKind::ChordTone, ValueKind::ScaleTone,
                                          ValueKind::ApproachTone, ValueKind::Outside};
    Take take;
    take.tune.title = "Zigzag";
    take.choruses = choruses;
    Ticks at;
    for (int i = 0; i < notes; ++i) {
        const Ticks eighth{240};
        const int step = i % 12;
        take.notes.push_back({at, eighth, 60 + (step < 6 ? step * 2 : (12 - step) * 2), 80});
        const ValueKind kind = kinds[i % 4];
        take.values.push_back({at, eighth,
                               std::string(1, static_cast<char>(kind)) + ",0.500,<M2,m-2>", kind,
                               0.5, i});
        at += eighth;
        if (i % 8 == 7) {
            take.values.push_back({at, eighth, "R,0.500", ValueKind::Rest, 0.25, -1});
            at += eighth;
        }
    }
    const int bars = static_cast<int>(at.count / 1920) + 1;
    static const char* const names[] = {"F7", "Bb7", "Cm7", "Gm7b5"};
    for (int bar = 0; bar < bars; ++bar)
        take.tune.chords.chords.push_back(
            {Ticks{1920} * bar, Ticks{1920}, names[bar % 4], {53, 57, 60, 63}});
    take.tune.chords.length = Ticks{1920} * bars;
    return std::make_shared<const Take>(std::move(take));
}

} // namespace woodshed::samples
