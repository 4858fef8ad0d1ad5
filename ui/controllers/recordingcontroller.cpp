#include "controllers/recordingcontroller.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "controllers/playbackcontroller.h"

namespace woodshed
{

RecordingController::RecordingController(std::shared_ptr<Sound> sound, PlaybackController* playback,
                                         QObject* parent)
    : QObject(parent)
    , m_sound(std::move(sound))
    , m_playback(playback)
{
    connect(playback, &PlaybackController::changed, this, &RecordingController::playbackChanged);
}

void RecordingController::start(std::shared_ptr<const Take> over)
{
    if (isRecording())
        return;
    if (m_playback->isOpen() && over) {
        m_sound->startRecording();
        if (!m_playback->isPlaying())
            m_playback->play();
        m_over = std::move(over);
    }
    Q_EMIT recordingChanged(isRecording());
}

void RecordingController::finish()
{
    if (!isRecording())
        return;
    const auto over = std::exchange(m_over, nullptr);
    std::vector<Note> notes = m_sound->stopRecording();
    if (m_playback->isPlaying())
        m_playback->togglePlay();
    Q_EMIT recordingChanged(false);
    if (notes.empty()) {
        Q_EMIT nothingPlayed();
        return;
    }
    std::stable_sort(notes.begin(), notes.end(), [](const Note& a, const Note& b) {
        return std::pair(a.start, a.pitch) < std::pair(b.start, b.pitch);
    });
    Take take;
    take.tune = over->tune;
    take.choruses = over->choruses;
    take.notes = std::move(notes);
    Q_EMIT recorded(std::make_shared<const Take>(std::move(take)));
}

void RecordingController::playbackChanged()
{
    if (isRecording() && !m_playback->isPlaying())
        finish();
}

} // namespace woodshed
