#pragma once

#include <QToolBar>

class QLabel;
class QPushButton;

namespace woodshed
{

struct StudioActions;

/// Play, stop, what goes along with it, and where we are.
class TransportBar : public QToolBar
{
    Q_OBJECT

public:
    explicit TransportBar(const StudioActions& actions, QWidget* parent = nullptr);

    /// "5.2 / 0:12"
    void setPosition(const QString& barAndBeat, double seconds);
    /// The clicks before the music are being played.
    void showCountIn();
    /// Where a newcomer should begin.
    void focusPlay();

private:
    void addPlay(QAction* play);

    QLabel* m_position;
    QPushButton* m_play;
};

} // namespace woodshed
