#include "studio/playersound.h"

#include <utility>

#include "playback/soundfont.h"

namespace woodshed
{

SoundStatus PlayerSound::open(const PlayerOptions& options)
{
    return m_player.open(options);
}

SoundStatus PlayerSound::status() const
{
    return m_player.status();
}

void PlayerSound::load(Performance performance)
{
    m_player.load(std::move(performance));
}

void PlayerSound::replace(Performance performance)
{
    m_player.replace(std::move(performance));
}

void PlayerSound::play()
{
    m_player.play();
}

void PlayerSound::pause()
{
    m_player.pause();
}

void PlayerSound::stop()
{
    m_player.stop();
}

void PlayerSound::seek(Ticks position)
{
    m_player.seek(position);
}

void PlayerSound::panic()
{
    m_player.panic();
}

Player::State PlayerSound::state() const
{
    return m_player.state();
}

Ticks PlayerSound::position() const
{
    return m_player.position();
}

bool PlayerSound::isCountingIn() const
{
    return m_player.isCountingIn();
}

void PlayerSound::setVolume(double volume)
{
    m_player.setVolume(volume);
}

void PlayerSound::setTempo(double quartersPerMinute)
{
    m_player.setTempo(quartersPerMinute);
}

void PlayerSound::setLoop(std::optional<LoopRegion> region)
{
    m_player.setLoop(region);
}

void PlayerSound::setCountIn(int bars)
{
    m_player.setCountIn(bars);
}

void PlayerSound::setMetronome(bool on)
{
    m_player.setMetronome(on);
}

void PlayerSound::setTransposition(int semitones)
{
    m_player.setTransposition(semitones);
}

void PlayerSound::setMix(std::size_t part, const PartMix& mix)
{
    m_player.setMix(part, mix);
}

void PlayerSound::setReverb(double amount)
{
    m_player.setReverb(amount);
}

Meter PlayerSound::meter()
{
    return m_player.meter();
}

std::vector<OutputChoice> PlayerSound::outputs() const
{
    return m_player.outputs();
}

SoundStatus PlayerSound::choose(const OutputChoice& output)
{
    return m_player.choose(output);
}

std::vector<std::filesystem::path> PlayerSound::soundFonts() const
{
    return findSoundFonts();
}

Result<SoundStatus> PlayerSound::chooseSoundFont(const std::filesystem::path& font)
{
    return m_player.chooseSoundFont(font);
}

void PlayerSound::testTone()
{
    m_player.playTestTone();
}

void PlayerSound::noteOn(int pitch, int velocity)
{
    m_player.noteOn(pitch, velocity);
}

void PlayerSound::noteOff(int pitch)
{
    m_player.noteOff(pitch);
}

std::vector<std::string> PlayerSound::inputs() const
{
    return m_player.inputs();
}

Result<void> PlayerSound::listenTo(const std::string& input)
{
    return m_player.listenTo(input);
}

void PlayerSound::startRecording()
{
    m_player.startRecording();
}

std::vector<Note> PlayerSound::stopRecording()
{
    return m_player.stopRecording();
}

} // namespace woodshed
