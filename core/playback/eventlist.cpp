#include "playback/eventlist.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace woodshed
{
namespace
{

constexpr int channels = 16;
constexpr std::int64_t latestTick =
    2'000'000'000; // weeks of music; keeps sums of two far from overflow

struct Sounding {
    std::int64_t on = 0;
    std::int64_t off = 0;
    int channel = 0;
    int pitch = 0;
    int velocity = 0;
    std::uint16_t part = 0;
};

void appendSetUp(std::vector<SoundEvent>& setUp, int channel, const Part& part)
{
    const auto on = static_cast<std::uint8_t>(channel);
    const auto control = [&](std::uint8_t controller, int value) {
        setUp.push_back({{},
                         SoundEvent::Kind::Control,
                         on,
                         controller,
                         static_cast<std::uint8_t>(std::clamp(value, 0, 127))});
    };
    // A drum channel has its bank by itself; a bank select could take it away.
    if (channel != drumChannel)
        control(0, 0);
    setUp.push_back({{},
                     SoundEvent::Kind::Program,
                     on,
                     static_cast<std::uint8_t>(std::clamp(part.program, 0, 127)),
                     0});
    control(7, part.volume);
    control(10, part.pan);
}

/// The playable notes of all parts, by part, channel, pitch and time, the longest of those struck
/// at once first.
std::vector<Sounding> collect(const Performance& performance, const std::vector<int>& channelOf,
                              int& dropped)
{
    std::vector<Sounding> all;
    for (std::size_t i = 0; i < performance.parts.size(); ++i) {
        const int channel = channelOf[i];
        for (const Note& note : performance.parts[i].notes) {
            if (i >= SoundEvent::noPart || channel < 0 || channel >= channels || note.pitch < 0 ||
                note.pitch > 127 || note.start.count < 0 || note.start.count > latestTick) {
                ++dropped;
                continue;
            }
            const std::int64_t length =
                std::clamp<std::int64_t>(note.duration.count, 1, latestTick);
            all.push_back({note.start.count, note.start.count + length, channel, note.pitch,
                           std::clamp(note.velocity, 1, 127), static_cast<std::uint16_t>(i)});
        }
    }
    std::sort(all.begin(), all.end(), [](const Sounding& a, const Sounding& b) {
        return std::tie(a.part, a.channel, a.pitch, a.on, b.off, b.velocity) <
               std::tie(b.part, b.channel, b.pitch, b.on, a.off, a.velocity);
    });
    return all;
}

/// Leaves, per part, channel and pitch, notes that do not overlap.
std::vector<Sounding> withoutOverlaps(const std::vector<Sounding>& sorted)
{
    std::vector<Sounding> kept;
    for (const Sounding& note : sorted) {
        const bool isSameKey = !kept.empty() && kept.back().part == note.part &&
                               kept.back().channel == note.channel &&
                               kept.back().pitch == note.pitch;
        if (isSameKey && kept.back().on == note.on) {
            kept.back().velocity = std::max(kept.back().velocity, note.velocity);
            continue;
        }
        if (isSameKey)
            kept.back().off = std::min(kept.back().off, note.on);
        kept.push_back(note);
    }
    return kept;
}

void takeMetre(EventList& list, const Performance& performance)
{
    if (performance.beatsPerBar >= 1 && performance.beatsPerBar <= 64)
        list.beatsPerBar = performance.beatsPerBar;
    for (const int unit : {1, 2, 4, 8, 16, 32}) {
        if (performance.beatUnit == unit)
            list.beat.count = 4 * Ticks::perQuarter / unit;
    }
}

} // namespace

EventList eventList(const Performance& performance)
{
    EventList list;
    list.length.count = std::clamp<std::int64_t>(performance.length.count, 0, latestTick);
    list.end = list.length;
    if (std::isfinite(performance.tempo) && performance.tempo > 0)
        list.tempo = std::clamp(performance.tempo, 1.0, 10'000.0);

    takeMetre(list, performance);

    const std::vector<int> channelOf = assignChannels(performance.parts);
    std::array<bool, channels> isSetUp{};
    for (std::size_t i = 0; i < performance.parts.size(); ++i) {
        const int channel = channelOf[i];
        const Part& part = performance.parts[i];
        list.parts.push_back({part.name, part.notes.empty() ? -1 : channel,
                              std::clamp(part.volume, 0, 127), std::clamp(part.pan, 0, 127)});
        if (channel < 0 || channel >= channels || part.notes.empty())
            continue;
        bool& done = isSetUp.at(static_cast<std::size_t>(channel));
        if (!done)
            appendSetUp(list.setUp, channel, part);
        done = true;
    }

    std::vector<Sounding> notes = withoutOverlaps(collect(performance, channelOf, list.dropped));
    std::sort(notes.begin(), notes.end(), [](const Sounding& a, const Sounding& b) {
        return std::tie(a.on, a.channel, a.pitch, b.off, a.part) <
               std::tie(b.on, b.channel, b.pitch, a.off, b.part);
    });
    for (const Sounding& note : notes) {
        const auto channel = static_cast<std::uint8_t>(note.channel);
        const auto pitch = static_cast<std::uint8_t>(note.pitch);
        list.notes.push_back({{note.on},
                              SoundEvent::Kind::NoteOn,
                              channel,
                              pitch,
                              static_cast<std::uint8_t>(note.velocity),
                              note.part});
        list.notes.push_back({{note.off}, SoundEvent::Kind::NoteOff, channel, pitch, 0, note.part});
        list.end = std::max(list.end, Ticks{note.off});
    }
    std::stable_sort(list.notes.begin(), list.notes.end(),
                     [](const SoundEvent& a, const SoundEvent& b) {
                         return std::tie(a.at, a.kind, a.channel, a.number) <
                                std::tie(b.at, b.kind, b.channel, b.number);
                     });
    return list;
}

std::vector<SoundEvent> withoutUnisons(std::span<const SoundEvent> notes)
{
    // Per key the note-on that holds it.
    std::array<const SoundEvent*, std::size_t{channels} * 128> holders{};
    std::vector<SoundEvent> alternating;
    for (const SoundEvent& event : notes) {
        const SoundEvent*& holder = holders.at(std::size_t{event.channel} * 128 + event.number);
        if (event.kind == SoundEvent::Kind::NoteOff) {
            if (holder == nullptr || holder->part != event.part)
                continue;
            holder = nullptr;
        } else if (event.kind == SoundEvent::Kind::NoteOn) {
            if (holder != nullptr && holder->at == event.at)
                continue;
            if (holder != nullptr)
                alternating.push_back({event.at, SoundEvent::Kind::NoteOff, event.channel,
                                       event.number, 0, holder->part});
            holder = &event;
        }
        alternating.push_back(event);
    }
    return alternating;
}

} // namespace woodshed
