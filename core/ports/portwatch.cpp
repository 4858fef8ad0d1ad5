#include "ports/portwatch.h"

#include <utility>

namespace woodshed
{

void PortHistory::compare(Side& side, bool isInput, const std::vector<std::string>& names,
                          std::vector<PortEvent>& lost, std::vector<PortEvent>& there)
{
    std::set<std::string> now(names.begin(), names.end());
    for (const std::string& name : side.present) {
        if (!now.contains(name))
            lost.push_back({PortEvent::Kind::Lost, isInput, name});
    }
    for (const std::string& name : now) {
        if (side.known.insert(name).second)
            there.push_back({PortEvent::Kind::New, isInput, name});
        else if (!side.present.contains(name))
            there.push_back({PortEvent::Kind::Back, isInput, name});
    }
    side.present = std::move(now);
}

std::vector<PortEvent> PortHistory::update(const PortList& list)
{
    std::vector<PortEvent> events;
    std::vector<PortEvent> there;
    compare(m_inputs, true, list.inputs, events, there);
    compare(m_outputs, false, list.outputs, events, there);
    events.insert(events.end(), there.begin(), there.end());
    return events;
}

PortWatch::PortWatch(MidiSystem& system, Listener listener, std::chrono::milliseconds interval)
    : m_system(system)
    , m_listener(std::move(listener))
    , m_thread([this, interval](const std::stop_token& stop) { run(stop, interval); })
{
}

PortList PortWatch::ports() const
{
    const std::lock_guard lock(m_mutex);
    return m_ports;
}

void PortWatch::run(const std::stop_token& stop, std::chrono::milliseconds interval)
{
    while (!stop.stop_requested()) {
        PortList list = m_system.list();
        const auto events = m_history.update(list);
        {
            const std::lock_guard lock(m_mutex);
            m_ports = std::move(list);
        }
        for (const PortEvent& event : events) {
            if (stop.stop_requested())
                return;
            m_listener(event);
        }
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, stop, interval, [] { return false; });
    }
}

} // namespace woodshed
