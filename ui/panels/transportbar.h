#pragma once

#include <QToolBar>

#include "playback/player.h"

class QLabel;
class QPushButton;
class QSlider;

namespace woodshed
{

struct StudioActions;

/// Play, stop, where we are, what it sounds through and how loud.
class TransportBar : public QToolBar
{
    Q_OBJECT

public:
    explicit TransportBar(const StudioActions& actions, QWidget* parent = nullptr);

    /// "5.2 / 0:12"
    void setPosition(const QString& barAndBeat, double seconds);
    void setOutput(const SoundStatus& status);
    /// Where a newcomer should begin.
    void focusPlay();

Q_SIGNALS:
    /// 0..1
    void volumeChanged(double volume);

private:
    void addPlay(QAction* play);

    QLabel* m_position;
    QLabel* m_output;
    QSlider* m_volume;
    QPushButton* m_play;
};

} // namespace woodshed
