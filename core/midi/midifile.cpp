#include "midi/midifile.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "midi/utf8.h"

namespace woodshed
{

namespace
{

/// Names and chords are shorter; what is longer must not fill the memory of those who ask for a
/// name.
constexpr std::size_t longestText = 1000;

} // namespace

std::string textOf(const MidiEvent& event)
{
    const std::string_view bytes(reinterpret_cast<const char*>(event.payload.data()),
                                 event.payload.size());
    std::string text = isUtf8(bytes) ? std::string(bytes.substr(0, longestText))
                                     : latin1ToUtf8(bytes.substr(0, longestText));
    while (!isUtf8(text)) // cut within a character
        text.pop_back();
    // A terminal must not obey what a file calls its tracks; C1 controls are C2 80 .. C2 9F.
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
        if (byte < 0x20 || byte == 0x7F)
            text[i] = ' ';
        else if (byte == 0xC2 && next < 0xA0)
            text[i] = text[i + 1] = ' ';
    }
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string::npos)
        return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string MidiTrack::name() const
{
    const auto found = std::find_if(events.begin(), events.end(), [](const MidiEvent& event) {
        return event.isMeta(meta::trackName);
    });
    return found == events.end() ? std::string() : textOf(*found);
}

std::vector<MidiNote> pairNotes(const MidiTrack& track, int* unclosed)
{
    constexpr std::int32_t none = -1;
    struct Queue {
        std::int32_t oldest = none;
        std::int32_t newest = none;
    };
    std::vector<MidiNote> notes;
    std::vector<std::int32_t> next; // of each note: the next one still open on its key
    std::vector<Queue> keys(std::size_t{16} * 128);

    for (const MidiEvent& event : track.events) {
        if (!event.isNoteOn() && !event.isNoteOff())
            continue;
        Queue& key =
            keys.at(static_cast<std::size_t>(event.channel()) * 128 + (event.data1 & 0x7FU));
        if (event.isNoteOn()) {
            const auto index = static_cast<std::int32_t>(notes.size());
            notes.push_back({event.tick, std::max(event.tick, track.end), event.channel(),
                             event.data1 & 0x7F, event.data2});
            next.push_back(none);
            if (key.oldest == none)
                key.oldest = index;
            else
                next[static_cast<std::size_t>(key.newest)] = index;
            key.newest = index;
        } else if (key.oldest != none) {
            const auto closed = static_cast<std::size_t>(key.oldest);
            notes[closed].end = event.tick;
            key.oldest = next[closed];
        }
    }
    if (unclosed) {
        *unclosed = 0;
        for (const Queue& key : keys)
            for (std::int32_t open = key.oldest; open != none;
                 open = next[static_cast<std::size_t>(open)])
                ++*unclosed;
    }
    return notes;
}

} // namespace woodshed
