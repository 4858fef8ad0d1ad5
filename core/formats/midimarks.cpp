#include "formats/midimarks.h"

#include <algorithm>

namespace woodshed
{

std::optional<std::string> textBehind(const MidiEvent& event, std::uint8_t type,
                                      std::string_view begin)
{
    if (!event.isMeta(type) || event.payload.size() < begin.size())
        return {};
    std::string text = textOf(event);
    if (!text.starts_with(begin))
        return {};
    return text.substr(begin.size());
}

bool isMadeHere(const MidiFile& file)
{
    if (file.tracks.empty())
        return false;
    const auto& events = file.tracks.front().events;
    return std::any_of(events.begin(), events.end(), [](const MidiEvent& event) {
        return textBehind(event, meta::text, mark::credit) == std::string();
    });
}

} // namespace woodshed
