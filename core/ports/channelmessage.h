#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace woodshed
{

/// One MIDI channel message as it goes through a wire: two or three bytes, never running status.
struct ChannelMessage {
    std::array<std::uint8_t, 3> bytes{}; ///< status 0x80-0xEF, then data 0-127
    std::uint8_t size = 0;               ///< 2 or 3; 0 is no message

    [[nodiscard]] static ChannelMessage noteOn(int channel, int pitch, int velocity);
    [[nodiscard]] static ChannelMessage noteOff(int channel, int pitch);
    [[nodiscard]] static ChannelMessage control(int channel, int controller, int value);
    [[nodiscard]] static ChannelMessage program(int channel, int program);

    [[nodiscard]] bool isNoteOn() const { return (bytes[0] & 0xF0U) == 0x90 && bytes[2] > 0; }
    /// A note-off, or a note-on with velocity 0.
    [[nodiscard]] bool isNoteOff() const
    {
        return (bytes[0] & 0xF0U) == 0x80 || ((bytes[0] & 0xF0U) == 0x90 && bytes[2] == 0);
    }
    [[nodiscard]] int channel() const { return bytes[0] & 0x0F; }
    [[nodiscard]] int pitch() const { return bytes[1]; }
    [[nodiscard]] int velocity() const { return bytes[2]; }
    [[nodiscard]] std::span<const std::uint8_t> data() const { return {bytes.data(), size}; }

    friend bool operator==(const ChannelMessage&, const ChannelMessage&) = default;
};

/// What came over a wire, or nothing where it is not exactly one whole channel message: system
/// exclusive, clock and other system messages, stray data bytes.
[[nodiscard]] std::optional<ChannelMessage> channelMessage(std::span<const std::uint8_t> bytes);

/// What silences an instrument whatever it does: on every channel pedal up, all notes off, all
/// sound off, pitch bend to the centre. Many instruments ignore the second, so the notes that
/// sound need their own note-offs too.
[[nodiscard]] std::vector<ChannelMessage> panicMessages();

/// The notes that are on after the messages seen so far.
class SoundingNotes
{
public:
    void see(const ChannelMessage& message);
    [[nodiscard]] bool any() const { return m_keys.any(); }
    /// A note-off for each, by channel and pitch; afterwards none is on.
    [[nodiscard]] std::vector<ChannelMessage> release();

private:
    std::bitset<std::size_t{16} * 128> m_keys;
};

} // namespace woodshed
