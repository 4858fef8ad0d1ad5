#include "controllers/bandcontroller.h"

#include <chrono>
#include <utility>

#include "arrange/transposition.h"
#include "controllers/playbackcontroller.h"

namespace woodshed
{

BandController::BandController(Accompany accompany, PlaybackController* playback, QObject* parent)
    : QObject(parent)
    , m_accompany(std::move(accompany))
    , m_playback(playback)
{
    m_wait.setSingleShot(true);
    m_wait.setInterval(std::chrono::milliseconds(100));
    connect(&m_wait, &QTimer::timeout, this, &BandController::arrangeAnew);
}

void BandController::setTake(std::shared_ptr<const Take> take)
{
    m_wait.stop();
    m_take = std::move(take);
    m_settings.tempo = 0;
    m_playback->setPerformance(m_accompany(*m_take, m_settings));
    Q_EMIT tempoChanged(m_playback->performance().tempo);
}

void BandController::exchangeTake(std::shared_ptr<const Take> take)
{
    m_take = std::move(take);
    arrangeAnew();
}

void BandController::setTempo(double tempo)
{
    m_settings.tempo = tempo;
    m_playback->setTempo(tempo);
    m_wait.start();
}

void BandController::setSwing(double swing)
{
    m_settings.swing = swing;
    m_wait.start();
}

void BandController::arrangeAnew()
{
    m_wait.stop();
    if (m_take)
        m_playback->replacePerformance(m_accompany(*m_take, m_settings));
}

Performance BandController::heard()
{
    if (m_wait.isActive())
        arrangeAnew();
    return transposed(m_playback->performance(), m_playback->transposition());
}

} // namespace woodshed
