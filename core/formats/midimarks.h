#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "midi/midifile.h"

namespace woodshed
{

/// How texts other than chord symbols begin in the MIDI files that we write, so that none reads as
/// a chord, whatever the user typed.
namespace mark
{
inline constexpr std::string_view section = "Section ";        ///< of markers: "Section A"
inline constexpr std::string_view dedication = "Dedication: "; ///< of texts
inline constexpr std::string_view credit = "Made with Woodshed";
} // namespace mark

/// What stands behind `begin` in a text event of that kind; nothing for other events.
[[nodiscard]] std::optional<std::string> textBehind(const MidiEvent& event, std::uint8_t type,
                                                    std::string_view begin);

/// Whether the first track bears our credit: then every marker is a section or a chord, and the end
/// of that track is the end of the form.
[[nodiscard]] bool isMadeHere(const MidiFile& file);

} // namespace woodshed
