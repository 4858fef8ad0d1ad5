#pragma once

#include <QList>

class QAction;
class QMenuBar;
class QWidget;

namespace woodshed
{

/// Every command of the window, made in one place: name, text, shortcut, symbol and tip. Owned by
/// the window.
struct StudioActions {
    explicit StudioActions(QWidget* window);

    QAction* play;
    QAction* stop;
    QAction* home;
    QAction* follow;
    QAction* panic;
    QAction* generate;
    QAction* previousTake;
    QAction* nextTake;
    QAction* train;
    QAction* stopTraining;
    QAction* saveChart;
    QAction* open;
    QAction* exportMidi;
    QAction* quit;
    QAction* zoomIn;
    QAction* zoomOut;
    QAction* zoomFit;
    QAction* nextPanel;
    QAction* previousPanel;
    QAction* showTraining;
    QAction* fullScreen;
    QAction* shortcuts;
    QAction* about;

    /// "Play" or "Pause" on the play action.
    void setPlaying(bool playing);
    void fillMenus(QMenuBar* bar) const;
};

} // namespace woodshed
