#include "controllers/playbackcontroller.h"

#include <utility>

namespace woodshed
{

PlaybackController::PlaybackController(std::shared_ptr<Sound> sound, QObject* parent)
    : QObject(parent)
    , m_sound(std::move(sound))
    , m_opening(this)
{
    m_timer.setInterval(16);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &PlaybackController::poll);
}

PlaybackController::~PlaybackController()
{
    if (m_open)
        m_sound->stop();
}

void PlaybackController::open(const PlayerOptions& options)
{
    if (m_open || m_opening.isRunning())
        return;
    m_opening.start(
        [sound = m_sound, options](const std::stop_token&) { return sound->open(options); },
        [this](const SoundStatus& status) {
            m_open = true;
            whenOpen();
            Q_EMIT opened(status);
        });
}

void PlaybackController::whenOpen()
{
    m_sound->setVolume(m_volume);
    m_sound->load(m_performance);
    if (m_position > Ticks{})
        m_sound->seek(m_position);
    if (std::exchange(m_playWhenOpen, false))
        play();
}

bool PlaybackController::isPlaying() const
{
    return m_playing || m_playWhenOpen;
}

void PlaybackController::setPerformance(Performance performance)
{
    m_performance = std::move(performance);
    m_position = {};
    m_playWhenOpen = false;
    m_playing = false;
    m_timer.stop();
    if (m_open)
        m_sound->load(m_performance);
    Q_EMIT changed();
}

void PlaybackController::setVolume(double volume)
{
    m_volume = volume;
    if (m_open)
        m_sound->setVolume(volume);
}

void PlaybackController::play()
{
    if (!m_open) {
        m_playWhenOpen = true;
        Q_EMIT changed();
        return;
    }
    m_sound->play();
    m_playing = true;
    m_timer.start();
    Q_EMIT changed();
}

void PlaybackController::togglePlay()
{
    if (!isPlaying()) {
        play();
        return;
    }
    if (m_open)
        m_sound->pause();
    m_playWhenOpen = false;
    m_playing = false;
    m_timer.stop();
    Q_EMIT changed();
}

void PlaybackController::stop()
{
    if (isPlaying())
        togglePlay();
    else
        toStart();
}

void PlaybackController::toStart()
{
    seek({});
}

void PlaybackController::seek(Ticks position)
{
    m_position = position;
    if (m_open) {
        // Stopping goes back to the start and silences what still rings.
        if (position == Ticks{} && !m_playing)
            m_sound->stop();
        else
            m_sound->seek(position);
    }
    Q_EMIT changed();
}

void PlaybackController::panic()
{
    if (m_open)
        m_sound->panic();
}

void PlaybackController::poll()
{
    m_position = m_sound->position();
    if (m_sound->state() != Player::State::Playing) {
        m_playing = false;
        m_timer.stop();
    }
    Q_EMIT changed();
}

} // namespace woodshed
