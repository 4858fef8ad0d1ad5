#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include <QObject>
#include <QTimer>

#include "controllers/job.h"
#include "studio/sound.h"

namespace woodshed
{

/// Play, pause, stop, where we are, and how it is played. Sound is opened on a worker; what is
/// asked for before that is done is kept and done then.
class PlaybackController : public QObject
{
    Q_OBJECT

public:
    static constexpr double usualVolume = 0.8;
    static constexpr double usualReverb = 0.3;

    explicit PlaybackController(std::shared_ptr<Sound> sound, QObject* parent = nullptr);
    ~PlaybackController() override;

    /// Opens the sound in the background; opened() says how that went.
    void open(const PlayerOptions& options);
    [[nodiscard]] bool isOpen() const { return m_open; }
    [[nodiscard]] bool isPlaying() const;
    [[nodiscard]] bool isCountingIn() const { return m_countingIn; }
    [[nodiscard]] Ticks position() const { return m_position; }
    /// The same in seconds, at the tempo in force.
    [[nodiscard]] double seconds() const;
    [[nodiscard]] const Performance& performance() const { return m_performance; }
    [[nodiscard]] int transposition() const { return m_transposition; }

    /// Loads something else and stops.
    void setPerformance(Performance performance);
    /// The same music otherwise arranged: playing goes on.
    void replacePerformance(Performance performance);
    void setVolume(double volume);
    /// Quarter notes a minute; the next setPerformance() brings its own.
    void setTempo(double tempo);
    void setLoop(std::optional<LoopRegion> region);
    void setTransposition(int semitones);
    /// For the part of that name, in this performance and those to come.
    void setMix(const std::string& part, const PartMix& mix);
    /// What was set for the parts of a performance, in its order.
    [[nodiscard]] std::vector<PartMix> mixOf(const Performance& performance) const;
    void setReverb(double amount);

public Q_SLOTS:
    void play();
    /// Plays, or pauses what plays.
    void togglePlay();
    /// Stops where it is; asked again, goes back to the start.
    void stop();
    void toStart();
    void seek(woodshed::Ticks position);
    void panic();
    /// One bar of clicks before playing.
    void setCountIn(bool on);
    void setMetronome(bool on);

Q_SIGNALS:
    void opened(const woodshed::SoundStatus& status);
    /// Playing has begun or ended, or the position has changed.
    void changed();
    /// Twenty times a second while playing, and once with silence at its end.
    void levelChanged(const woodshed::Meter& level);

private:
    void poll();
    void whenOpen();
    void ended();
    void applyToPerformance();
    void applyMixes();

    std::shared_ptr<Sound> m_sound;
    Job<SoundStatus> m_opening;
    Performance m_performance;
    QTimer m_timer;
    QTimer m_meterTimer;
    Ticks m_position;
    std::map<std::string, PartMix> m_mixes;
    std::optional<LoopRegion> m_loop;
    double m_tempo = 0;
    double m_volume = usualVolume;
    double m_reverb = usualReverb;
    int m_transposition = 0;
    bool m_countIn = false;
    bool m_metronome = false;
    bool m_open = false;
    bool m_playWhenOpen = false;
    bool m_playing = false;
    bool m_countingIn = false;
};

} // namespace woodshed
