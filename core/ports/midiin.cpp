#include "ports/midiin.h"

#include <utility>

namespace woodshed
{

ReceiveCallback MidiIn::callback()
{
    return [this](std::chrono::steady_clock::time_point when, std::span<const std::uint8_t> bytes) {
        const auto message = channelMessage(bytes);
        if (!message)
            return;
        if (m_thru)
            m_thru(*message);
        m_ring.push({when, *message});
    };
}

Result<std::unique_ptr<MidiIn>> MidiIn::open(MidiSystem& system, const std::string& name, Thru thru)
{
    std::unique_ptr<MidiIn> in(new MidiIn(std::move(thru)));
    auto receiver = system.openInput(name, in->callback());
    if (!receiver)
        return forward(receiver);
    in->m_receiver = std::move(*receiver);
    return in;
}

Result<std::unique_ptr<MidiIn>> MidiIn::openVirtual(MidiSystem& system, Thru thru)
{
    std::unique_ptr<MidiIn> in(new MidiIn(std::move(thru)));
    auto receiver = system.openVirtualInput(in->callback());
    if (!receiver)
        return forward(receiver);
    in->m_receiver = std::move(*receiver);
    return in;
}

} // namespace woodshed
