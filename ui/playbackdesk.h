#pragma once

#include <memory>

#include <QElapsedTimer>
#include <QObject>

#include "controllers/taptempo.h"
#include "studio/preferences.h"
#include "studio/studioactions.h"
#include "studio/studioparts.h"

class QLabel;

namespace woodshed
{

class BandBar;
class BandController;
class InfoBar;
class MixerPanel;
class PianoRoll;
class PlaybackController;
class RecordingController;
class SoundController;
class TransportBar;
class TypingPiano;

/// Everything about playing, connected: the bars, the mixer, the ruler and the keys of the window
/// with the controllers behind them.
class PlaybackDesk : public QObject
{
    Q_OBJECT

public:
    /// What the desk shows itself in; the window lays it out.
    struct Views {
        TransportBar* transport;
        BandBar* band;
        MixerPanel* mixer;
        PianoRoll* roll;
        InfoBar* infoBar;
        QLabel* liveText;
        QLabel* soundText;
        QLabel* typingText;
    };

    PlaybackDesk(const StudioParts& parts, const StudioActions& actions, const Views& views,
                 QWidget* window);
    ~PlaybackDesk() override;

    /// Opens the sound in the background, as the user last had it.
    void open();
    /// Loads a take with its band; playing stops.
    void setTake(std::shared_ptr<const Take> take);
    [[nodiscard]] bool isPlaying() const;
    void play();
    /// What is heard, ready for export.
    [[nodiscard]] Performance heard();

Q_SIGNALS:
    void recorded(std::shared_ptr<const woodshed::Take> take);

private:
    void connectTransport();
    void connectBand();
    void connectSound();
    void connectLoop();
    void connectKeys();
    void showPreferences();
    void keep();

    void playbackChanged();
    void soundOpened(const SoundStatus& status);
    void showSound();
    void showSettings();
    void loopChanged();
    /// Moves one end of the loop to the bar of the chosen note, or of the playhead.
    void markLoop(bool from);
    void moveByBar(int direction);
    void showTyping();
    [[nodiscard]] QWidget* window() const;

    StudioActions m_actions;
    Views m_views;
    std::function<QString(QWidget*)> m_askFont;
    PlayerOptions m_options;
    std::shared_ptr<Sound> m_player;
    Preferences m_preferences;
    SoundPreferences m_kept;
    PlaybackController* m_playback;
    BandController* m_band;
    SoundController* m_sound;
    RecordingController* m_recording;
    TypingPiano* m_typing;
    TapTempo m_taps;
    QElapsedTimer m_clock;
    bool m_wasPlaying = false;
};

} // namespace woodshed
