#include "controllers/soundcontroller.h"

#include <chrono>
#include <utility>

#include "studio/errortext.h"
#include "studio/soundtexts.h"

namespace woodshed
{

SoundController::SoundController(std::shared_ptr<Sound> sound, QObject* parent)
    : QObject(parent)
    , m_sound(std::move(sound))
    , m_job(this)
{
    m_timer.setInterval(std::chrono::seconds(1));
    connect(&m_timer, &QTimer::timeout, this, &SoundController::look);
}

void SoundController::begin(const SoundStatus& status)
{
    m_open = true;
    m_status = status;
    m_trouble = status.trouble;
    m_outputs = m_sound->outputs();
    m_timer.start();
    startNext();
    Q_EMIT changed();
}

std::vector<std::filesystem::path> SoundController::soundFonts() const
{
    return m_sound->soundFonts();
}

std::vector<std::string> SoundController::inputs() const
{
    return m_sound->inputs();
}

void SoundController::choose(const OutputChoice& output)
{
    m_nextOutput = output;
    startNext();
}

void SoundController::chooseSoundFont(const std::filesystem::path& font)
{
    m_nextFont = font;
    startNext();
}

void SoundController::listenTo(const std::string& input)
{
    m_nextInput = input;
    startNext();
}

void SoundController::startNext()
{
    if (!m_open || m_job.isRunning())
        return;
    if (m_nextOutput) {
        const OutputChoice output = *std::exchange(m_nextOutput, std::nullopt);
        start([sound = m_sound, output]() -> Result<SoundStatus> { return sound->choose(output); },
              [this, output] { Q_EMIT outputChosen(output); });
    } else if (m_nextFont) {
        const std::filesystem::path font = *std::exchange(m_nextFont, std::nullopt);
        start([sound = m_sound, font] { return sound->chooseSoundFont(font); },
              [this, font] { Q_EMIT soundFontChosen(font); });
    } else if (m_nextInput) {
        const std::string input = *std::exchange(m_nextInput, std::nullopt);
        start(
            [sound = m_sound, input]() -> Result<SoundStatus> {
                if (const auto listening = sound->listenTo(input); !listening)
                    return forward(listening);
                return sound->status();
            },
            [this, input] {
                m_input = input;
                Q_EMIT inputChosen(input);
            });
    }
}

void SoundController::start(std::function<Result<SoundStatus>()> work, std::function<void()> done)
{
    m_job.start([work = std::move(work)](const std::stop_token&) { return work(); },
                [this, done = std::move(done)](const Result<SoundStatus>& answer) {
                    if (answer) {
                        done();
                        m_outputs = m_sound->outputs();
                        setStatus(*answer);
                    } else {
                        // Lists show again what is in force.
                        setStatus(m_sound->status());
                        Q_EMIT failed(answer.error());
                    }
                    startNext();
                });
}

void SoundController::look()
{
    if (!m_open || m_job.isRunning())
        return;
    auto outputs = m_sound->outputs();
    SoundStatus status = m_sound->status();
    if (status.gaps > m_gaps)
        Q_EMIT faltered(tr("The computer was too busy for a moment; some notes were left out."));
    m_gaps = status.gaps;
    if (outputs == m_outputs && status.changes == m_status.changes)
        return;
    m_outputs = std::move(outputs);
    setStatus(status);
}

void SoundController::setStatus(const SoundStatus& status)
{
    m_status = status;
    Q_EMIT changed();
    if (status.trouble == m_trouble)
        return;
    m_trouble = status.trouble;
    if (!m_trouble.empty())
        Q_EMIT troubled(sentence(m_trouble));
    else
        Q_EMIT recovered(tr("Playing through %1 again.").arg(outputName(status.output, status)));
}

void SoundController::testTone()
{
    if (m_open)
        m_sound->testTone();
}

void SoundController::noteOn(int pitch, int velocity)
{
    if (m_open)
        m_sound->noteOn(pitch, velocity);
}

void SoundController::noteOff(int pitch)
{
    if (m_open)
        m_sound->noteOff(pitch);
}

} // namespace woodshed
