#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "controllers/job.h"
#include "studio/sound.h"

namespace woodshed
{

/// What music goes through: outputs, soundfonts and MIDI inputs. Choosing happens on a worker, one
/// choice after the other, the latest of each sort; once a second it looks for what has come and
/// gone.
class SoundController : public QObject
{
    Q_OBJECT

public:
    explicit SoundController(std::shared_ptr<Sound> sound, QObject* parent = nullptr);

    /// The sound has been opened: from now on there is something to choose.
    void begin(const SoundStatus& status);
    [[nodiscard]] bool isOpen() const { return m_open; }
    [[nodiscard]] const SoundStatus& status() const { return m_status; }
    [[nodiscard]] const std::vector<OutputChoice>& outputs() const { return m_outputs; }
    [[nodiscard]] std::vector<std::filesystem::path> soundFonts() const;
    [[nodiscard]] std::vector<std::string> inputs() const;
    /// The MIDI input that plays along; empty for none.
    [[nodiscard]] const std::string& input() const { return m_input; }

public Q_SLOTS:
    void choose(const woodshed::OutputChoice& output);
    void chooseSoundFont(const std::filesystem::path& font);
    void listenTo(const std::string& input);
    void testTone();
    void noteOn(int pitch, int velocity);
    void noteOff(int pitch);
    /// Looks for outputs that have come or gone.
    void look();

Q_SIGNALS:
    /// The status or the outputs are others.
    void changed();
    void outputChosen(const woodshed::OutputChoice& output);
    void soundFontChosen(const std::filesystem::path& font);
    void inputChosen(const std::string& input);
    /// What was wanted does not play any more; a sentence.
    void troubled(const QString& sentence);
    /// What was wanted plays again.
    void recovered(const QString& sentence);
    /// Notes were left out while playing; a sentence.
    void faltered(const QString& sentence);
    void failed(const woodshed::Error& error);

private:
    void startNext();
    void start(std::function<Result<SoundStatus>()> work, std::function<void()> done);
    void setStatus(const SoundStatus& status);

    std::shared_ptr<Sound> m_sound;
    Job<Result<SoundStatus>> m_job;
    QTimer m_timer;
    SoundStatus m_status;
    std::vector<OutputChoice> m_outputs;
    std::string m_input;
    std::string m_trouble; ///< the last that was told
    int m_gaps = 0;        ///< that were told
    std::optional<OutputChoice> m_nextOutput;
    std::optional<std::filesystem::path> m_nextFont;
    std::optional<std::string> m_nextInput;
    bool m_open = false;
};

} // namespace woodshed
