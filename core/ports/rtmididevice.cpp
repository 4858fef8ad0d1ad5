#include "ports/rtmididevice.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <dlfcn.h>
#include <unistd.h>

#include "ports/portnames.h"

namespace woodshed
{
namespace
{

constexpr const char* sequencerDevice = "/dev/snd/seq";

bool hasSequencer()
{
    return ::access(sequencerDevice, R_OK | W_OK) == 0;
}

/// Where a server dies libjack writes thousands of equal lines to stderr. It came with RtMidi,
/// which may have been built without.
void quietenJack()
{
    using Report = void (*)(const char*);
    using SetReport = void (*)(Report);
    const auto setReport =
        reinterpret_cast<SetReport>(::dlsym(RTLD_DEFAULT, "jack_set_error_function"));
    if (setReport != nullptr)
        setReport([](const char*) {});
}

} // namespace

std::vector<RtMidi::Api> usableMidiApis()
{
    std::vector<RtMidi::Api> apis;
    // Asked first because alsa-lib prints its own complaint to stderr.
    if (hasSequencer())
        apis.push_back(RtMidi::LINUX_ALSA);
    if (jackServerRuns())
        apis.push_back(RtMidi::UNIX_JACK);
    return apis;
}

std::string noMidiApi()
{
    if (!hasSequencer() && errno == EACCES)
        return "MIDI devices may not be used by this user: add the user to the group audio and log "
               "in again";
    return "this machine has no ALSA sequencer (" + std::string(sequencerDevice) +
           ") and runs no JACK server, so MIDI devices cannot be listed; load the kernel module "
           "snd-seq, or in a sandbox allow all devices";
}

template<typename Port>
void RtMidiDevice<Port>::note(RtMidiError::Type type, const std::string& text, void* device)
{
    auto& self = *static_cast<RtMidiDevice*>(device);
    if (type == RtMidiError::DEBUG_WARNING)
        return;
    if (self.m_complaint.empty())
        self.m_complaint = text;
    self.m_isBroken = self.m_isBroken || type != RtMidiError::WARNING;
}

template<typename Port>
template<typename Call>
std::string RtMidiDevice<Port>::attempt(const Call& call)
{
    m_complaint.clear();
    // With JACK any call may try again for a client.
    std::unique_lock<std::mutex> turn;
    if (m_api == RtMidi::UNIX_JACK)
        turn = turnToOpenJack();
    try {
        call();
    } catch (const RtMidiError& error) {
        m_isBroken = true;
        return error.getMessage();
    }
    return std::exchange(m_complaint, {});
}

template<typename Port>
Result<std::unique_ptr<RtMidiDevice<Port>>> RtMidiDevice<Port>::open(RtMidi::Api api,
                                                                     const std::string& clientName)
{
    const bool isJack = api == RtMidi::UNIX_JACK;
    const JackServer server = isJack ? jackServer() : 0;
    if (isJack && server == 0)
        return fail(ErrorCode::Unavailable, "the JACK server has ended");
    if (isJack)
        quietenJack();
    std::unique_ptr<RtMidiDevice> device(new RtMidiDevice(api, server));
    const std::string why = device->attempt([&] {
        device->m_port = std::make_unique<Port>(api, clientName);
        device->m_port->setErrorCallback(note, device.get());
        // With JACK the constructor cannot fail, and leaves an object without a client that crashes
        // when a port is opened. Counting tries again for a client, and warns.
        (void)device->m_port->getPortCount();
    });
    if (!why.empty())
        return fail(ErrorCode::Unavailable, "the MIDI driver could not be opened: " + why);
    return device;
}

template<typename Port>
bool RtMidiDevice<Port>::isServed() const
{
    return m_server == 0 || jackServer() == m_server;
}

template<typename Port>
std::vector<std::string> RtMidiDevice<Port>::names()
{
    std::vector<std::string> names;
    (void)attempt([&] {
        const unsigned count = m_port->getPortCount();
        for (unsigned i = 0; i < count; ++i) {
            std::string name = m_port->getPortName(i);
            names.push_back(m_api == RtMidi::LINUX_ALSA ? withoutAddress(name) : std::move(name));
        }
    });
    tellApart(names);
    return names;
}

template<typename Port>
Result<bool> RtMidiDevice<Port>::connect(const std::string& name, const std::string& ownName)
{
    // RtMidi opens by index, and indexes shift while ports come and go: look right before, and
    // again right after.
    constexpr int tries = 3;
    for (int i = 0; i < tries; ++i) {
        const auto before = names();
        const auto found = std::find(before.begin(), before.end(), name);
        if (name.empty() || found == before.end())
            return false;
        const auto index = static_cast<unsigned>(found - before.begin());
        const std::string why = attempt([&] { m_port->openPort(index, ownName); });
        const auto after = names();
        if (why.empty() && index < after.size() && after[index] == name)
            return true;
        (void)attempt([&] { m_port->closePort(); });
        if (!why.empty())
            return fail(ErrorCode::Unavailable, "the MIDI port could not be opened: " + why, name);
    }
    return false;
}

template<typename Port>
Result<void> RtMidiDevice<Port>::openVirtual(const std::string& ownName)
{
    const std::string why = attempt([&] { m_port->openVirtualPort(ownName); });
    if (!why.empty())
        return fail(ErrorCode::Unavailable,
                    "the system did not give Woodshed a MIDI port of its own: " + why);
    return {};
}

template class RtMidiDevice<RtMidiIn>;
template class RtMidiDevice<RtMidiOut>;

} // namespace woodshed
