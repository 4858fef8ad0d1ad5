#pragma once

#include <filesystem>
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
class RulerController;
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
    /// Puts another take of the same length in its place; playing goes on where it is.
    void exchangeTake(std::shared_ptr<const Take> take);
    /// Ends a recording and hands over what was played.
    void settle();
    [[nodiscard]] bool isPlaying() const;
    void play();
    /// Quarter notes a minute, where another tempo was asked for than the take's own; else 0.
    [[nodiscard]] double tempo() const;
    /// What is heard, ready for export.
    [[nodiscard]] Performance heard();
    /// How loud its parts are heard.
    [[nodiscard]] std::vector<PartMix> mixOf(const Performance& performance) const;
    /// The font it is heard with, or that the user wants to hear it with; empty: the system's.
    [[nodiscard]] std::filesystem::path soundFont() const;

Q_SIGNALS:
    void recorded(std::shared_ptr<const woodshed::Take> take);

private:
    void connectTransport();
    void connectBand();
    void connectSound();
    void connectKeys();
    [[nodiscard]] bool hasKeptFont() const;
    void showPreferences();
    void keep();

    void playbackChanged();
    void soundOpened(const SoundStatus& status);
    void showSound();
    void showSettings();
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
    RulerController* m_ruler;
    SoundController* m_sound;
    RecordingController* m_recording;
    TypingPiano* m_typing;
    TapTempo m_taps;
    QElapsedTimer m_clock;
    QString m_trouble; ///< the last that the bar has told
    bool m_wasPlaying = false;
};

} // namespace woodshed
