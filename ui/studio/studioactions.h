#pragma once

#include <QList>

class QAction;
class QMenu;
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
    QAction* barBack;
    QAction* barForward;
    QAction* follow;
    QAction* loop;
    QAction* loopFrom;
    QAction* loopTo;
    QAction* loopWhole;
    QAction* countIn;
    QAction* metronome;
    QAction* tempo;
    QAction* tapTempo;
    QAction* panic;
    QAction* record;
    QAction* typing;
    QAction* quantiseSixteenths;
    QAction* quantiseTriplets;
    QAction* soundSettings;
    QAction* generate;
    QAction* newBars;
    QAction* previousTake;
    QAction* nextTake;
    QAction* binTake;
    QAction* restoreTake;
    QAction* emptyBin;
    QAction* train;
    QAction* continueTraining;
    QAction* stopTraining;
    QAction* saveChart;
    QAction* newDocument;
    QAction* open;
    QAction* save;
    QAction* saveAs;
    QAction* revert;
    QAction* exportMidi;
    QAction* exportAudio;
    QAction* quit;
    QAction* zoomIn;
    QAction* zoomOut;
    QAction* zoomFit;
    QAction* nextPanel;
    QAction* previousPanel;
    QAction* mixer;
    QAction* showTraining;
    QAction* fullScreen;
    QAction* shortcuts;
    QAction* about;
    QMenu* recent;  ///< the documents opened last
    QMenu* recover; ///< what crashes have left

    /// "Play" or "Pause" on the play action.
    void setPlaying(bool playing) const;
    void fillMenus(QMenuBar* bar) const;

private:
    void fillPlayMenu(QMenuBar* bar) const;
};

} // namespace woodshed
