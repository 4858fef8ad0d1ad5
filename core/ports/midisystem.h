#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "ports/channelmessage.h"
#include "ports/midiports.h"
#include "support/result.h"

namespace woodshed
{

/// An open output. Used by one thread at a time; closes when it goes.
class MidiSender
{
public:
    virtual ~MidiSender() = default;
    /// False where the connection is lost for good. That a device was unplugged shows in the list
    /// of ports alone: messages for it vanish.
    virtual bool send(const ChannelMessage& message) = 0;
    /// The same, without a message; looks at the system, so once a second is often enough.
    [[nodiscard]] virtual bool isConnected() = 0;
};

/// An open input. Closes when it goes; its callback is not called afterwards.
class MidiReceiver
{
public:
    virtual ~MidiReceiver() = default;
    /// As MidiSender's.
    [[nodiscard]] virtual bool isConnected() = 0;
};

/// Gets each message as it comes, with the time it came. Called on the driver's thread (JACK: its
/// realtime thread), so it neither locks nor allocates nor throws.
using ReceiveCallback =
    std::function<void(std::chrono::steady_clock::time_point, std::span<const std::uint8_t>)>;

/// Where ports are listed and opened. Every call may come from any thread. It blocks for moments,
/// but where a server hangs until that goes on: so none is for the thread of a window.
class MidiSystem
{
public:
    virtual ~MidiSystem() = default;

    /// Without the ports this system itself has open. A server that was replaced since the last
    /// call shows as one list without its ports, so that whoever compares lists sees it go.
    [[nodiscard]] virtual PortList list() = 0;

    /// By a name of list().outputs.
    [[nodiscard]] virtual Result<std::unique_ptr<MidiSender>>
    openOutput(const std::string& name) = 0;
    /// By a name of list().inputs.
    [[nodiscard]] virtual Result<std::unique_ptr<MidiReceiver>>
    openInput(const std::string& name, ReceiveCallback callback) = 0;

    /// A port of our own that other programs connect to, where the system has such.
    [[nodiscard]] virtual Result<std::unique_ptr<MidiSender>> openVirtualOutput() = 0;
    [[nodiscard]] virtual Result<std::unique_ptr<MidiReceiver>>
    openVirtualInput(ReceiveCallback callback) = 0;
    [[nodiscard]] virtual bool hasVirtualPorts() = 0;
};

} // namespace woodshed
