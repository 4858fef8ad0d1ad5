#pragma once

#include <bitset>
#include <vector>

#include "playback/eventlist.h"

namespace woodshed
{

/// Keys played by hand: on the computer's keyboard, on a MIDI keyboard, by the test tone. They
/// sound on a channel of their own, so that they and the music do not end one another's notes.
/// Pure: each call answers with what to send at once.
class LiveKeys
{
public:
    /// A channel that the music leaves free, and the program to play with. What is down ends.
    [[nodiscard]] std::vector<SoundEvent> use(const EventList& music, int program);
    /// Pitch 0-127, velocity 1-127; one that is down already is struck again. Others are ignored.
    [[nodiscard]] std::vector<SoundEvent> press(int pitch, int velocity);
    [[nodiscard]] std::vector<SoundEvent> release(int pitch);
    [[nodiscard]] std::vector<SoundEvent> releaseAll();

    /// Another output knows nothing of the program yet.
    void forgetSetUp() { m_isSetUp = false; }

    [[nodiscard]] bool isAnyDown() const { return m_down.any(); }
    [[nodiscard]] int channel() const { return m_channel; }

private:
    [[nodiscard]] SoundEvent event(SoundEvent::Kind kind, int number, int value = 0) const;

    std::bitset<128> m_down;
    int m_channel = 15;
    int m_program = 0;
    bool m_isSetUp = false; ///< the output has been told of the program
};

} // namespace woodshed
