#include "ports/midiports.h"

#include <cerrno>

#include <RtMidi.h>
#include <unistd.h>

namespace woodshed
{
namespace
{

constexpr const char* sequencerDevice = "/dev/snd/seq";

/// Why the sequencer cannot be opened, or empty. Asked first because alsa-lib prints its own
/// complaint to stderr.
std::string sequencerObstacle()
{
    if (::access(sequencerDevice, R_OK | W_OK) == 0)
        return {};
    if (errno == EACCES)
        return "MIDI devices may not be used by this user: add the user to the group audio and log "
               "in again";
    return "this machine has no ALSA sequencer (" + std::string(sequencerDevice) +
           "), so MIDI devices cannot be listed; load the kernel module snd-seq, or in a sandbox "
           "allow all devices";
}

void ignore(RtMidiError::Type /*type*/, const std::string& /*text*/, void* /*data*/) {}

template<typename Port>
std::vector<std::string> namesOf(Port& port)
{
    port.setErrorCallback(ignore, nullptr);
    std::vector<std::string> names;
    const unsigned count = port.getPortCount();
    for (unsigned i = 0; i < count; ++i) {
        // A port may vanish between the count and its name; it has an empty name then.
        if (std::string name = port.getPortName(i); !name.empty())
            names.push_back(std::move(name));
    }
    return names;
}

} // namespace

PortList listMidiPorts()
{
    PortList list;
    list.why = sequencerObstacle();
    if (!list.why.empty())
        return list;
    try {
        RtMidiIn in(RtMidi::LINUX_ALSA, "Woodshed");
        list.inputs = namesOf(in);
        RtMidiOut out(RtMidi::LINUX_ALSA, "Woodshed");
        list.outputs = namesOf(out);
    } catch (const RtMidiError& error) {
        list = {};
        list.why = "the ALSA sequencer could not be opened: " + error.getMessage();
    }
    return list;
}

} // namespace woodshed
