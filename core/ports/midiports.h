#pragma once

#include <string>
#include <vector>

namespace woodshed
{

/// The MIDI ports of this machine, by the names they are opened with. Ports of the same name are
/// told apart by " (2)", " (3)" in the order in which the system lists them.
struct PortList {
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
    std::string why; ///< a sentence where the list cannot be had, else empty

    friend bool operator==(const PortList&, const PortList&) = default;
};

/// What ALSA's sequencer, and JACK where a server runs, offer now.
[[nodiscard]] PortList listMidiPorts();

} // namespace woodshed
