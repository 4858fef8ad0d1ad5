#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ports/channelmessage.h"
#include "ports/messagering.h"
#include "ports/midisystem.h"

namespace woodshed
{

struct TimedMessage {
    std::chrono::steady_clock::time_point when;
    ChannelMessage message;
};

/// Channel messages from a device, each with the time it came; all else it sends (system exclusive,
/// clock, broken messages) is ignored. One thread reads. Once a device is unplugged nothing comes
/// any more, and only a PortWatch tells.
class MidiIn
{
public:
    /// Called for each channel message before it can be read, on the driver's thread (JACK: its
    /// realtime thread): has to be quick and may not throw. MidiOut::sendNow() is quick enough.
    using Thru = std::function<void(const ChannelMessage&)>;

    [[nodiscard]] static Result<std::unique_ptr<MidiIn>>
    open(MidiSystem& system, const std::string& name, Thru thru = {});
    /// As a port of our own that other programs connect to.
    [[nodiscard]] static Result<std::unique_ptr<MidiIn>> openVirtual(MidiSystem& system,
                                                                     Thru thru = {});
    MidiIn(const MidiIn&) = delete;
    MidiIn& operator=(const MidiIn&) = delete;

    /// The oldest that was not read yet.
    [[nodiscard]] std::optional<TimedMessage> next() { return m_ring.pop(); }
    /// How many came while 1,024 were waiting to be read, and are lost.
    [[nodiscard]] std::size_t dropped() const { return m_ring.dropped(); }
    /// The connection is gone for good. Looks at the system: to be asked once a second or so.
    [[nodiscard]] bool isLost() const { return !m_receiver->isConnected(); }

private:
    explicit MidiIn(Thru thru)
        : m_thru(std::move(thru))
    {
    }
    [[nodiscard]] ReceiveCallback callback();

    Thru m_thru;
    MessageRing<TimedMessage, 1024> m_ring;
    std::unique_ptr<MidiReceiver> m_receiver; // writes into the ring: goes first
};

} // namespace woodshed
