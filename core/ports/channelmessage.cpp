#include "ports/channelmessage.h"

#include <algorithm>

namespace woodshed
{
namespace
{

ChannelMessage message(unsigned kind, int channel, int first, int second, std::uint8_t size)
{
    const auto data = [](int value) {
        return static_cast<std::uint8_t>(static_cast<unsigned>(value) & 0x7FU);
    };
    const auto status = static_cast<std::uint8_t>(kind | (static_cast<unsigned>(channel) & 0x0FU));
    return {{status, data(first), data(second)}, size};
}

} // namespace

ChannelMessage ChannelMessage::noteOn(int channel, int pitch, int velocity)
{
    return message(0x90, channel, pitch, velocity, 3);
}
ChannelMessage ChannelMessage::noteOff(int channel, int pitch)
{
    return message(0x80, channel, pitch, 64, 3);
}
ChannelMessage ChannelMessage::control(int channel, int controller, int value)
{
    return message(0xB0, channel, controller, value, 3);
}
ChannelMessage ChannelMessage::program(int channel, int program)
{
    return message(0xC0, channel, program, 0, 2);
}

std::optional<ChannelMessage> channelMessage(std::span<const std::uint8_t> bytes)
{
    if (bytes.empty() || bytes[0] < 0x80 || bytes[0] >= 0xF0)
        return std::nullopt;
    const unsigned kind = bytes[0] & 0xF0U;
    const std::size_t size = kind == 0xC0 || kind == 0xD0 ? 2 : 3;
    if (bytes.size() != size)
        return std::nullopt;
    ChannelMessage message;
    std::copy(bytes.begin(), bytes.end(), message.bytes.begin());
    message.size = static_cast<std::uint8_t>(size);
    if (message.bytes[1] >= 0x80 || message.bytes[2] >= 0x80)
        return std::nullopt;
    return message;
}

std::vector<ChannelMessage> panicMessages()
{
    constexpr int pedal = 64;
    constexpr int allNotesOff = 123;
    constexpr int allSoundOff = 120;
    std::vector<ChannelMessage> messages;
    for (int channel = 0; channel < 16; ++channel) {
        for (const int controller : {pedal, allNotesOff, allSoundOff})
            messages.push_back(ChannelMessage::control(channel, controller, 0));
        messages.push_back(message(0xE0, channel, 0, 64, 3));
    }
    return messages;
}

void SoundingNotes::see(const ChannelMessage& message)
{
    const auto key = static_cast<std::size_t>(message.channel() * 128 + message.pitch());
    if (message.isNoteOn())
        m_keys.set(key);
    else if (message.isNoteOff())
        m_keys.reset(key);
}

std::vector<ChannelMessage> SoundingNotes::release()
{
    std::vector<ChannelMessage> offs;
    for (int key = 0; m_keys.any() && key < static_cast<int>(m_keys.size()); ++key) {
        if (!m_keys.test(static_cast<std::size_t>(key)))
            continue;
        offs.push_back(ChannelMessage::noteOff(key / 128, key % 128));
        m_keys.reset(static_cast<std::size_t>(key));
    }
    return offs;
}

} // namespace woodshed
