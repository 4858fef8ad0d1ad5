#pragma once

#include "studio/sound.h"

namespace woodshed
{

/// The window's sound on core's Player.
class PlayerSound : public Sound
{
public:
    SoundStatus open(const PlayerOptions& options) override;
    [[nodiscard]] SoundStatus status() const override;

    void load(Performance performance) override;
    void replace(Performance performance) override;
    void play() override;
    void pause() override;
    void stop() override;
    void seek(Ticks position) override;
    void panic() override;
    [[nodiscard]] Player::State state() const override;
    [[nodiscard]] Ticks position() const override;
    [[nodiscard]] bool isCountingIn() const override;

    void setVolume(double volume) override;
    void setTempo(double quartersPerMinute) override;
    void setLoop(std::optional<LoopRegion> region) override;
    void setCountIn(int bars) override;
    void setMetronome(bool on) override;
    void setTransposition(int semitones) override;
    void setMix(std::size_t part, const PartMix& mix) override;
    void setReverb(double amount) override;
    [[nodiscard]] Meter meter() override;

    [[nodiscard]] std::vector<OutputChoice> outputs() const override;
    SoundStatus choose(const OutputChoice& output) override;
    [[nodiscard]] std::vector<std::filesystem::path> soundFonts() const override;
    Result<SoundStatus> chooseSoundFont(const std::filesystem::path& font) override;
    void testTone() override;

    void noteOn(int pitch, int velocity) override;
    void noteOff(int pitch) override;
    [[nodiscard]] std::vector<std::string> inputs() const override;
    Result<void> listenTo(const std::string& input) override;
    void startRecording() override;
    std::vector<Note> stopRecording() override;

private:
    Player m_player;
};

} // namespace woodshed
