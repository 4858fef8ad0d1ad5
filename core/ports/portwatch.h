#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "ports/midisystem.h"

namespace woodshed
{

/// A port came or went. Nothing else tells: what has it open is not told by the driver.
struct PortEvent {
    enum class Kind {
        New,  ///< there, and never seen before
        Lost, ///< gone: what has it open should close it
        Back, ///< there again: may be opened again
    };
    Kind kind = Kind::New;
    bool isInput = false;
    std::string name;

    friend bool operator==(const PortEvent&, const PortEvent&) = default;
};

/// Compares lists of ports: pure. At the first list every port is new.
class PortHistory
{
public:
    /// What changed since the list before; what is lost comes first.
    [[nodiscard]] std::vector<PortEvent> update(const PortList& list);

private:
    struct Side {
        std::set<std::string> present;
        std::set<std::string> known;
    };
    static void compare(Side& side, bool isInput, const std::vector<std::string>& names,
                        std::vector<PortEvent>& lost, std::vector<PortEvent>& there);
    Side m_inputs;
    Side m_outputs;
};

/// Looks for ports that come and go, once a second, on a thread of its own.
class PortWatch
{
public:
    /// Called on the watch's thread, one event at a time; must not destroy the watch.
    using Listener = std::function<void(const PortEvent&)>;

    /// The first look is taken at once. The system has to outlive the watch.
    PortWatch(MidiSystem& system, Listener listener,
              std::chrono::milliseconds interval = std::chrono::seconds(1));
    ~PortWatch() = default;
    PortWatch(const PortWatch&) = delete;
    PortWatch& operator=(const PortWatch&) = delete;

    /// As of the last look; without ports before the first. Any thread.
    [[nodiscard]] PortList ports() const;

private:
    void run(const std::stop_token& stop, std::chrono::milliseconds interval);

    MidiSystem& m_system;
    Listener m_listener;
    PortHistory m_history;
    mutable std::mutex m_mutex; ///< of m_ports
    std::condition_variable_any m_wake;
    PortList m_ports;
    std::jthread m_thread; // uses all of the above: goes first
};

} // namespace woodshed
