#pragma once

#include <string>
#include <vector>

namespace woodshed
{

/// The MIDI ports of this machine, by name.
struct PortList {
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
    std::string why; ///< a sentence where the list cannot be had, else empty
};

/// What ALSA's sequencer offers now. JACK is never asked: where no server runs its library waits
/// for one, or crashes.
[[nodiscard]] PortList listMidiPorts();

} // namespace woodshed
