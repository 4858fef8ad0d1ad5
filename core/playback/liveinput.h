#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "ports/midiin.h"
#include "ports/midisystem.h"
#include "support/result.h"

namespace woodshed
{

/// Hears a MIDI input on a thread of its own, a few milliseconds after it plays.
class LiveInput
{
public:
    using Listener = std::function<void(const TimedMessage&)>;

    /// The listener is called on that thread, and not afterwards once this is gone.
    [[nodiscard]] static Result<std::unique_ptr<LiveInput>>
    open(MidiSystem& midi, const std::string& name, Listener listener);

    [[nodiscard]] const std::string& name() const { return m_name; }

private:
    LiveInput(std::string name, std::unique_ptr<MidiIn> input, Listener listener);

    std::string m_name;
    std::unique_ptr<MidiIn> m_input;
    Listener m_listener;
    std::jthread m_thread; // uses all of the above: goes first
};

} // namespace woodshed
