#pragma once

#include <memory>

#include <QObject>
#include <QTimer>

#include "studio/studioparts.h"

namespace woodshed
{

class PlaybackController;

/// The band round the take that is shown. A change of tempo is heard at once; a little later the
/// band is arranged anew, because its swing follows the tempo, and takes over while playing goes
/// on.
class BandController : public QObject
{
    Q_OBJECT

public:
    BandController(Accompany accompany, PlaybackController* playback, QObject* parent = nullptr);

    /// Arranges and loads another take at the tempo it brings; the swing stays as it is set.
    void setTake(std::shared_ptr<const Take> take);
    /// Puts another take of the same length in its place; tempo and playing go on as they are.
    void exchangeTake(std::shared_ptr<const Take> take);
    [[nodiscard]] std::shared_ptr<const Take> take() const { return m_take; }
    [[nodiscard]] const BandSettings& settings() const { return m_settings; }
    /// What is heard, ready for export: at this tempo, swing and transposition.
    [[nodiscard]] Performance heard();

public Q_SLOTS:
    void setTempo(double tempo);
    /// 1 is the swing that the tempo asks for.
    void setSwing(double swing);

Q_SIGNALS:
    /// A take has brought its tempo.
    void tempoChanged(double tempo);

private:
    void arrangeAnew();

    Accompany m_accompany;
    PlaybackController* m_playback;
    std::shared_ptr<const Take> m_take;
    BandSettings m_settings;
    QTimer m_wait; ///< until the user has stopped turning
};

} // namespace woodshed
