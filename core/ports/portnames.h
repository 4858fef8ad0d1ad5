#pragma once

#include <string>
#include <vector>

namespace woodshed
{

/// An ALSA port's name without the address that RtMidi adds to it ("Keys:MIDI 1 24:0"), which can
/// be another when the device is plugged in again.
[[nodiscard]] std::string withoutAddress(const std::string& name);

/// Equal names get " (2)", " (3)" from the second on; empty ones stay.
void tellApart(std::vector<std::string>& names);

/// Whether a port belongs to the client of this name. JACK numbers clients of equal names
/// ("Woodshed-01:output"), and we call others of ours by a longer one ("Woodshed in:input").
[[nodiscard]] bool isPortOf(const std::string& client, const std::string& port);

} // namespace woodshed
