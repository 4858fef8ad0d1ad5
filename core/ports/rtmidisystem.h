#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "ports/midisystem.h"

namespace woodshed
{

/// The machine's own ports, by RtMidi: ALSA's sequencer where there is one, and JACK where a server
/// runs. Either may come and go at any time. Where a name is offered by both, ALSA's is opened; a
/// port of our own is made with ALSA where that is there. A JACK server that dies raises SIGPIPE in
/// its library: the program has to ignore that signal.
class RtMidiSystem : public MidiSystem
{
public:
    /// Ports of our own appear under this name, and those that bear it are not listed.
    explicit RtMidiSystem(std::string clientName = "Woodshed");
    ~RtMidiSystem() override;
    RtMidiSystem(const RtMidiSystem&) = delete;
    RtMidiSystem& operator=(const RtMidiSystem&) = delete;

    [[nodiscard]] PortList list() override;
    [[nodiscard]] Result<std::unique_ptr<MidiSender>> openOutput(const std::string& name) override;
    [[nodiscard]] Result<std::unique_ptr<MidiReceiver>>
    openInput(const std::string& name, ReceiveCallback callback) override;
    [[nodiscard]] Result<std::unique_ptr<MidiSender>> openVirtualOutput() override;
    [[nodiscard]] Result<std::unique_ptr<MidiReceiver>>
    openVirtualInput(ReceiveCallback callback) override;
    [[nodiscard]] bool hasVirtualPorts() override;

private:
    struct Probe;

    std::string m_clientName;
    std::mutex m_mutex; ///< of the probe, which lives long: each is a client of the sound system
    std::unique_ptr<Probe> m_probe;
};

} // namespace woodshed
