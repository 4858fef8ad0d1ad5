#include "ports/rtmidisystem.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "ports/portnames.h"
#include "ports/rtmididevice.h"

namespace woodshed
{
namespace
{

using InDevice = RtMidiDevice<RtMidiIn>;
using OutDevice = RtMidiDevice<RtMidiOut>;

constexpr const char* outputPort = "output";
constexpr const char* inputPort = "input";

class RtMidiSender : public MidiSender
{
public:
    explicit RtMidiSender(std::unique_ptr<OutDevice> device)
        : m_device(std::move(device))
    {
    }

    bool send(const ChannelMessage& message) override
    {
        if (m_unchecked == checkEvery) {
            if (!m_device->isServed())
                return false;
            m_unchecked = 0;
        }
        ++m_unchecked;
        pace();
        try {
            m_device->port().sendMessage(message.bytes.data(), message.size);
        } catch (const RtMidiError&) {
            return false;
        }
        return !m_device->isBroken();
    }
    bool isConnected() override { return !m_device->isBroken() && m_device->isServed(); }

private:
    using Clock = std::chrono::steady_clock;

    /// RtMidi keeps 16 KiB for JACK to fetch, seven bytes a message, and where that is full it
    /// spins until there is room: for ever, once the server has died. Two rounds of this fit.
    static constexpr int checkEvery = 1000;
    /// What JACK fetches must fit into its port's buffer, where it does not RtMidi drops it: there
    /// is room for 253 messages a period (measured), and periods may be 46 ms long.
    static constexpr int burst = 120;
    static constexpr auto window = std::chrono::milliseconds(50);

    void pace()
    {
        const auto now = Clock::now();
        if (now >= m_windowEnd) {
            m_windowEnd = now + window;
            m_inWindow = 0;
        } else if (m_inWindow == burst) {
            std::this_thread::sleep_until(m_windowEnd);
            m_windowEnd = Clock::now() + window;
            m_inWindow = 0;
        }
        ++m_inWindow;
    }

    std::unique_ptr<OutDevice> m_device;
    int m_unchecked = 0; ///< messages since the server was seen
    Clock::time_point m_windowEnd{};
    int m_inWindow = 0;
};

class RtMidiReceiver : public MidiReceiver
{
public:
    RtMidiReceiver(std::unique_ptr<InDevice> device, ReceiveCallback callback)
        : m_callback(std::move(callback))
        , m_device(std::move(device))
    {
        m_device->port().setCallback(receive, this);
    }
    RtMidiReceiver(const RtMidiReceiver&) = delete;
    RtMidiReceiver& operator=(const RtMidiReceiver&) = delete;

    bool isConnected() override { return !m_device->isBroken() && m_device->isServed(); }
    [[nodiscard]] InDevice& device() { return *m_device; }

private:
    static void receive(double /*delta*/, std::vector<unsigned char>* bytes, void* receiver)
    {
        static_cast<RtMidiReceiver*>(receiver)->m_callback(std::chrono::steady_clock::now(),
                                                           *bytes);
    }

    ReceiveCallback m_callback;
    std::unique_ptr<InDevice> m_device; // calls back: goes first
};

Unexpected noSuchPort(const std::string& name)
{
    return fail(ErrorCode::NotFound, "there is no such MIDI port now", name);
}

/// Tries the drivers in turn until one gives a port; the last error, where none does.
template<typename Opened>
Result<std::unique_ptr<Opened>>
firstOf(const std::function<Result<std::unique_ptr<Opened>>(RtMidi::Api)>& open)
{
    Unexpected failure = fail(ErrorCode::Unavailable, noMidiApi());
    for (const RtMidi::Api api : usableMidiApis()) {
        auto opened = open(api);
        if (opened)
            return opened;
        failure = forward(opened);
    }
    return failure;
}

} // namespace

struct RtMidiSystem::Probe {
    struct Devices {
        std::unique_ptr<InDevice> in;
        std::unique_ptr<OutDevice> out;

        [[nodiscard]] bool isOpen() const { return in != nullptr && out != nullptr; }
    };
    Devices alsa;
    Devices jack;
};

RtMidiSystem::RtMidiSystem(std::string clientName)
    : m_clientName(std::move(clientName))
    , m_probe(std::make_unique<Probe>())
{
}
RtMidiSystem::~RtMidiSystem() = default;

PortList RtMidiSystem::list()
{
    const std::lock_guard lock(m_mutex);
    const auto add = [this](std::vector<std::string>& to, std::vector<std::string> names) {
        for (std::string& name : names) {
            if (!name.empty() && !isPortOf(m_clientName, name) &&
                std::find(to.begin(), to.end(), name) == to.end())
                to.push_back(std::move(name));
        }
    };

    PortList list;
    bool isAnyOpen = false;
    const auto apis = usableMidiApis();
    for (const RtMidi::Api api : {RtMidi::LINUX_ALSA, RtMidi::UNIX_JACK}) {
        auto& devices = api == RtMidi::LINUX_ALSA ? m_probe->alsa : m_probe->jack;
        const bool isUsable = std::find(apis.begin(), apis.end(), api) != apis.end();
        if (devices.isOpen() && (!isUsable || !devices.in->isServed() || devices.in->isBroken() ||
                                 devices.out->isBroken())) {
            // Opened again only by the next call: ports that were replaced are missing once.
            devices = {};
            isAnyOpen = isAnyOpen || isUsable;
            continue;
        }
        if (!isUsable)
            continue;
        if (!devices.isOpen()) {
            auto in = InDevice::open(api, m_clientName + " probe in");
            auto out = OutDevice::open(api, m_clientName + " probe out");
            if (!in || !out) {
                list.why = in ? out.error().detail : in.error().detail;
                continue;
            }
            devices = {std::move(*in), std::move(*out)};
        }
        isAnyOpen = true;
        add(list.inputs, devices.in->names());
        add(list.outputs, devices.out->names());
    }
    if (isAnyOpen)
        list.why.clear();
    else if (list.why.empty())
        list.why = noMidiApi();
    return list;
}

Result<std::unique_ptr<MidiSender>> RtMidiSystem::openOutput(const std::string& name)
{
    return firstOf<MidiSender>([&](RtMidi::Api api) -> Result<std::unique_ptr<MidiSender>> {
        auto device = OutDevice::open(api, m_clientName);
        if (!device)
            return forward(device);
        const auto connected = (*device)->connect(name, outputPort);
        if (!connected)
            return forward(connected);
        if (!*connected)
            return noSuchPort(name);
        return std::unique_ptr<MidiSender>(std::make_unique<RtMidiSender>(std::move(*device)));
    });
}

Result<std::unique_ptr<MidiSender>> RtMidiSystem::openVirtualOutput()
{
    return firstOf<MidiSender>([&](RtMidi::Api api) -> Result<std::unique_ptr<MidiSender>> {
        auto device = OutDevice::open(api, m_clientName);
        if (!device)
            return forward(device);
        if (const auto opened = (*device)->openVirtual(outputPort); !opened)
            return forward(opened);
        return std::unique_ptr<MidiSender>(std::make_unique<RtMidiSender>(std::move(*device)));
    });
}

Result<std::unique_ptr<MidiReceiver>> RtMidiSystem::openInput(const std::string& name,
                                                              ReceiveCallback callback)
{
    return firstOf<MidiReceiver>([&](RtMidi::Api api) -> Result<std::unique_ptr<MidiReceiver>> {
        auto device = InDevice::open(api, m_clientName + " in");
        if (!device)
            return forward(device);
        auto receiver = std::make_unique<RtMidiReceiver>(std::move(*device), callback);
        const auto connected = receiver->device().connect(name, inputPort);
        if (!connected)
            return forward(connected);
        if (!*connected)
            return noSuchPort(name);
        return std::unique_ptr<MidiReceiver>(std::move(receiver));
    });
}

Result<std::unique_ptr<MidiReceiver>> RtMidiSystem::openVirtualInput(ReceiveCallback callback)
{
    return firstOf<MidiReceiver>([&](RtMidi::Api api) -> Result<std::unique_ptr<MidiReceiver>> {
        auto device = InDevice::open(api, m_clientName + " in");
        if (!device)
            return forward(device);
        auto receiver = std::make_unique<RtMidiReceiver>(std::move(*device), callback);
        if (const auto opened = receiver->device().openVirtual(inputPort); !opened)
            return forward(opened);
        return std::unique_ptr<MidiReceiver>(std::move(receiver));
    });
}

bool RtMidiSystem::hasVirtualPorts()
{
    return !usableMidiApis().empty();
}

} // namespace woodshed
