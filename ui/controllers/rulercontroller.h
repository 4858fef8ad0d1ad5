#pragma once

#include <QObject>

class QAction;

namespace woodshed
{

class PianoRoll;
class PlaybackController;
struct StudioActions;

/// Goes to places and repeats stretches: the ruler of the piano roll, and the keys that do the
/// same.
class RulerController : public QObject
{
    Q_OBJECT

public:
    RulerController(const StudioActions& actions, PianoRoll* roll, PlaybackController* playback,
                    QObject* parent = nullptr);

    /// Asks the player for what is marked, or for the whole; after another take has been loaded.
    void applyLoop();

Q_SIGNALS:
    /// What keys have marked, as a line of text.
    void told(const QString& line);

private:
    /// Moves one end of the loop to the bar of the chosen note, or of the playhead.
    void markLoop(bool from);
    void moveByBar(int direction);

    QAction* m_loop;
    PianoRoll* m_roll;
    PlaybackController* m_playback;
};

} // namespace woodshed
