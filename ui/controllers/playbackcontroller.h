#pragma once

#include <memory>
#include <optional>

#include <QObject>
#include <QTimer>

#include "controllers/job.h"
#include "studio/sound.h"

namespace woodshed
{

/// Play, pause, stop and where we are. Sound is opened on a worker; what is asked for before that
/// is done is kept and done then.
class PlaybackController : public QObject
{
    Q_OBJECT

public:
    explicit PlaybackController(std::shared_ptr<Sound> sound, QObject* parent = nullptr);
    ~PlaybackController() override;

    /// Opens the sound in the background; opened() says how that went.
    void open(const PlayerOptions& options);
    [[nodiscard]] bool isOpen() const { return m_open; }
    [[nodiscard]] bool isPlaying() const;
    [[nodiscard]] Ticks position() const { return m_position; }
    /// Of what is loaded, for telling the time.
    [[nodiscard]] const Performance& performance() const { return m_performance; }

    /// Loads something else and stops.
    void setPerformance(Performance performance);
    void setVolume(double volume);

public Q_SLOTS:
    void play();
    /// Plays, or pauses what plays.
    void togglePlay();
    /// Stops where it is; asked again, goes back to the start.
    void stop();
    void toStart();
    void seek(woodshed::Ticks position);
    void panic();

Q_SIGNALS:
    void opened(const woodshed::SoundStatus& status);
    /// Playing has begun or ended, or the position has changed.
    void changed();

private:
    void poll();
    void whenOpen();

    std::shared_ptr<Sound> m_sound;
    Job<SoundStatus> m_opening;
    Performance m_performance;
    QTimer m_timer;
    Ticks m_position;
    double m_volume = 0.8;
    bool m_open = false;
    bool m_playWhenOpen = false;
    bool m_playing = false;
};

} // namespace woodshed
