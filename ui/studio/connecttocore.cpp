#include "studio/connecttocore.h"

#include <utility>

#include "dialogs/filepickers.h"
#include "export/midiexport.h"
#include "training/trainingmodule.h"

namespace woodshed
{

namespace
{

class PlayerSound : public Sound
{
public:
    SoundStatus open(const PlayerOptions& options) override { return m_player.open(options); }
    void load(Performance performance) override { m_player.load(std::move(performance)); }
    void play() override { m_player.play(); }
    void pause() override { m_player.pause(); }
    void stop() override { m_player.stop(); }
    void seek(Ticks position) override { m_player.seek(position); }
    void panic() override { m_player.panic(); }
    void setVolume(double volume) override { m_player.setVolume(volume); }
    [[nodiscard]] Player::State state() const override { return m_player.state(); }
    [[nodiscard]] Ticks position() const override { return m_player.position(); }

private:
    Player m_player;
};

} // namespace

void connectToCore(StudioParts& parts, const std::filesystem::path& trainingModule)
{
    parts.openTrainer = [trainingModule] { return openTrainer(trainingModule); };
    parts.generate = generate;
    parts.exportMidi = exportMidi;
    parts.modelSummary = modelSummary;
    parts.sound = std::make_shared<PlayerSound>();
    parts.askWhereToSave = askWhereToSave;
    parts.askWhatToOpen = askWhatMidiToOpen;
}

} // namespace woodshed
