#include "playback/liveinput.h"

#include <chrono>
#include <utility>

namespace woodshed
{

namespace
{

/// The driver's thread may not wake another one (JACK's is a realtime thread), so we look
/// ourselves.
constexpr auto lookInterval = std::chrono::milliseconds(2);

} // namespace

LiveInput::LiveInput(std::string name, std::unique_ptr<MidiIn> input, Listener listener)
    : m_name(std::move(name))
    , m_input(std::move(input))
    , m_listener(std::move(listener))
    , m_thread([this](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            while (const auto message = m_input->next())
                m_listener(*message);
            std::this_thread::sleep_for(lookInterval);
        }
    })
{
}

Result<std::unique_ptr<LiveInput>> LiveInput::open(MidiSystem& midi, const std::string& name,
                                                   Listener listener)
{
    auto input = MidiIn::open(midi, name);
    if (!input)
        return forward(input);
    return std::unique_ptr<LiveInput>(new LiveInput(name, std::move(*input), std::move(listener)));
}

} // namespace woodshed
