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
    m_meterTimer.setInterval(50);
    connect(&m_meterTimer, &QTimer::timeout, this,
            [this] { Q_EMIT levelChanged(m_sound->meter()); });
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
    m_sound->setReverb(m_reverb);
    m_sound->setCountIn(m_countIn ? 1 : 0);
    m_sound->setMetronome(m_metronome);
    m_sound->setTransposition(m_transposition);
    m_sound->load(m_performance);
    applyToPerformance();
    if (m_position > Ticks{})
        m_sound->seek(m_position);
    if (std::exchange(m_playWhenOpen, false))
        play();
}

void PlaybackController::applyToPerformance()
{
    if (m_tempo > 0)
        m_sound->setTempo(m_tempo);
    m_sound->setLoop(m_loop);
    applyMixes();
}

std::vector<PartMix> PlaybackController::mixOf(const Performance& performance) const
{
    std::vector<PartMix> mixes;
    for (const Part& part : performance.parts) {
        const auto mix = m_mixes.find(part.name);
        mixes.push_back(mix != m_mixes.end() ? mix->second : PartMix{});
    }
    return mixes;
}

void PlaybackController::applyMixes()
{
    const std::vector<PartMix> mixes = mixOf(m_performance);
    for (std::size_t part = 0; part < mixes.size(); ++part)
        m_sound->setMix(part, mixes[part]);
}

bool PlaybackController::isPlaying() const
{
    return m_playing || m_playWhenOpen;
}

double PlaybackController::seconds() const
{
    return m_tempo > 0 ? m_position.quarters() * 60.0 / m_tempo : 0;
}

void PlaybackController::setPerformance(Performance performance)
{
    m_performance = std::move(performance);
    m_tempo = m_performance.tempo;
    m_position = {};
    m_playWhenOpen = false;
    if (m_open) {
        m_sound->load(m_performance);
        applyToPerformance();
    }
    ended();
    Q_EMIT changed();
}

void PlaybackController::replacePerformance(Performance performance)
{
    m_performance = std::move(performance);
    m_tempo = m_performance.tempo;
    if (!m_open)
        return;
    m_sound->replace(m_performance);
    applyToPerformance();
}

void PlaybackController::setVolume(double volume)
{
    m_volume = volume;
    if (m_open)
        m_sound->setVolume(volume);
}

void PlaybackController::setTempo(double tempo)
{
    m_tempo = tempo;
    if (m_open)
        m_sound->setTempo(tempo);
    Q_EMIT changed();
}

void PlaybackController::setLoop(std::optional<LoopRegion> region)
{
    m_loop = region;
    if (m_open)
        m_sound->setLoop(region);
}

void PlaybackController::setTransposition(int semitones)
{
    m_transposition = semitones;
    if (m_open)
        m_sound->setTransposition(semitones);
}

void PlaybackController::setMix(const std::string& part, const PartMix& mix)
{
    m_mixes[part] = mix;
    if (m_open)
        applyMixes();
}

void PlaybackController::setReverb(double amount)
{
    m_reverb = amount;
    if (m_open)
        m_sound->setReverb(amount);
}

void PlaybackController::setCountIn(bool on)
{
    m_countIn = on;
    if (m_open)
        m_sound->setCountIn(on ? 1 : 0);
}

void PlaybackController::setMetronome(bool on)
{
    m_metronome = on;
    if (m_open)
        m_sound->setMetronome(on);
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
    m_countingIn = m_sound->isCountingIn();
    m_timer.start();
    m_meterTimer.start();
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
    ended();
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
    m_countingIn = m_sound->isCountingIn();
    if (m_sound->state() != Player::State::Playing)
        ended();
    Q_EMIT changed();
}

void PlaybackController::ended()
{
    m_playing = false;
    m_countingIn = false;
    m_timer.stop();
    if (!m_meterTimer.isActive())
        return;
    m_meterTimer.stop();
    Q_EMIT levelChanged(Meter{});
}

} // namespace woodshed
