#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <thread>

#include "ports/channelmessage.h"
#include "ports/midisystem.h"

namespace woodshed
{

/// How late messages left, against the time asked for.
struct Lateness {
    std::size_t sent = 0;
    std::chrono::microseconds mean{};
    std::chrono::microseconds worst{};
};

/// Sends messages at their time, on a thread of its own. Every call may come from any thread and
/// returns at once. Going, it forgets what is not due, turns off each note it has on, and gives the
/// driver 50 ms to send that before it closes; with a driver that hangs it takes 2 s and leaves the
/// thread behind.
class MidiOut
{
public:
    using Clock = std::chrono::steady_clock;

    explicit MidiOut(std::unique_ptr<MidiSender> sender);
    [[nodiscard]] static Result<std::unique_ptr<MidiOut>> open(MidiSystem& system,
                                                               const std::string& name);
    /// As a port of our own that other programs connect to.
    [[nodiscard]] static Result<std::unique_ptr<MidiOut>> openVirtual(MidiSystem& system);
    ~MidiOut();
    MidiOut(const MidiOut&) = delete;
    MidiOut& operator=(const MidiOut&) = delete;

    /// At equal times note-offs go first, the rest as it came. False where the port is lost or
    /// 65,536 messages wait already.
    bool send(Clock::time_point when, const ChannelMessage& message);
    bool sendNow(const ChannelMessage& message) { return send(Clock::now(), message); }
    /// Forgets what is not due yet, note-offs too: what sounds goes on until it is turned off. What
    /// was to be sent now is still sent.
    void clear();
    /// Silences the instrument by every means there is, after what is due now. What is due later
    /// still comes, so clear() goes before to end for good.
    void panic();

    /// The connection is gone for good, which is noticed within a second and closes it, or the
    /// driver has not taken a message for a second. That a device was unplugged only a PortWatch
    /// can tell.
    [[nodiscard]] bool isLost() const;
    [[nodiscard]] Lateness lateness() const;

private:
    struct State;
    static void run(const std::stop_token& stop, State& state);

    std::shared_ptr<State> m_state; ///< the thread's too, should it be left behind
    std::jthread m_thread;
};

} // namespace woodshed
