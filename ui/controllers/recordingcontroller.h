#pragma once

#include <memory>

#include <QObject>

#include "generation/take.h"
#include "studio/sound.h"

namespace woodshed
{

class PlaybackController;

/// Keeps what is played on the keys or a MIDI input, from the start of playing to its end, as a
/// take over the tune that was playing.
class RecordingController : public QObject
{
    Q_OBJECT

public:
    RecordingController(std::shared_ptr<Sound> sound, PlaybackController* playback,
                        QObject* parent = nullptr);

    [[nodiscard]] bool isRecording() const { return m_over != nullptr; }
    /// Plays, unless it does already, and records. Does nothing until the sound is open.
    void start(std::shared_ptr<const Take> over);
    /// Ends the playing as well.
    void finish();

Q_SIGNALS:
    void recordingChanged(bool recording);
    void recorded(std::shared_ptr<const woodshed::Take> take);
    /// It has ended without a note.
    void nothingPlayed();

private:
    void playbackChanged();

    std::shared_ptr<Sound> m_sound;
    PlaybackController* m_playback;
    std::shared_ptr<const Take> m_over; ///< null while nothing is recorded
};

} // namespace woodshed
