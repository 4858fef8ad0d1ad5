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
    // filled in when the Player has it
    const Player::State before = m_player.state();
    const Ticks at = m_player.position();
    m_player.load(std::move(performance));
    m_player.seek(at);
    if (before == Player::State::Playing)
        m_player.play();
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
    return false; // filled in when the Player has it
}

void PlayerSound::setVolume(double volume)
{
    m_player.setVolume(volume);
}

// What follows to the outputs is filled in when the Player has it.
void PlayerSound::setTempo(double) {}
void PlayerSound::setLoop(std::optional<LoopRegion>) {}
void PlayerSound::setCountIn(int) {}
void PlayerSound::setMetronome(bool) {}
void PlayerSound::setTransposition(int) {}
void PlayerSound::setMix(std::size_t, const PartMix&) {}
void PlayerSound::setReverb(double) {}

Meter PlayerSound::meter()
{
    return {}; // filled in when the Player has it
}

std::vector<OutputChoice> PlayerSound::outputs() const
{
    return {m_player.status().output}; // filled in when the Player has it
}

SoundStatus PlayerSound::choose(const OutputChoice&)
{
    return m_player.status(); // filled in when the Player has it
}

std::vector<std::filesystem::path> PlayerSound::soundFonts() const
{
    return findSoundFonts();
}

Result<SoundStatus> PlayerSound::chooseSoundFont(const std::filesystem::path& font)
{
    // filled in when the Player has it
    return fail(ErrorCode::Unsupported, "another soundfont cannot be loaded while the window runs",
                font.string());
}

// What follows is filled in when the Player has it.
void PlayerSound::testTone() {}
void PlayerSound::noteOn(int, int) {}
void PlayerSound::noteOff(int) {}

std::vector<std::string> PlayerSound::inputs() const
{
    return {};
}

Result<void> PlayerSound::listenTo(const std::string& input)
{
    if (input.empty())
        return {};
    return fail(ErrorCode::Unsupported, "MIDI inputs cannot be used yet", input);
}

void PlayerSound::startRecording() {}

std::vector<Note> PlayerSound::stopRecording()
{
    return {};
}

} // namespace woodshed
