#pragma once

#include "playback/player.h"

namespace woodshed
{

/// What the window needs of a player; connectToCore() makes the real one. Threads as Player says.
class Sound
{
public:
    virtual ~Sound() = default;

    virtual SoundStatus open(const PlayerOptions& options) = 0;
    virtual void load(Performance performance) = 0;
    virtual void play() = 0;
    virtual void pause() = 0;
    virtual void stop() = 0;
    virtual void seek(Ticks position) = 0;
    virtual void panic() = 0;
    virtual void setVolume(double volume) = 0;
    [[nodiscard]] virtual Player::State state() const = 0;
    [[nodiscard]] virtual Ticks position() const = 0;
};

} // namespace woodshed
