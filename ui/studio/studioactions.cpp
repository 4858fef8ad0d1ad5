#include "studio/studioactions.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeySequence>
#include <QMenuBar>
#include <QWidget>

#include "widgets/icons.h"

namespace woodshed
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(woodshed::StudioActions)
};

QAction* make(QWidget* window, const char* name, const QString& text, const QString& tip,
              const QList<QKeySequence>& keys, const char* icon = nullptr)
{
    auto* action = new QAction(text, window);
    action->setObjectName(QLatin1String(name));
    action->setShortcuts(keys);
    const QString key =
        keys.isEmpty() ? QString() : keys.first().toString(QKeySequence::NativeText);
    action->setToolTip(key.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, key));
    action->setStatusTip(tip);
    if (icon)
        action->setIcon(themedIcon(QLatin1String(icon)));
    window->addAction(action);
    return action;
}

QList<QKeySequence> keys(std::initializer_list<const char*> names)
{
    QList<QKeySequence> list;
    for (const char* name : names)
        list << QKeySequence(QLatin1String(name));
    return list;
}

} // namespace

StudioActions::StudioActions(QWidget* window)
    : play(make(window, "actPlay", Texts::tr("&Play"), Texts::tr("Play what the piano roll shows"),
                keys({"Space", "Ctrl+Space"}), "play"))
    , stop(make(window, "actStop", Texts::tr("&Stop"),
                Texts::tr("Stop; a second time goes back to the start"), keys({"Ctrl+."}), "stop"))
    , home(make(window, "actHome", Texts::tr("&To start"), Texts::tr("Go to the start"),
                keys({"Home"}), "start"))
    , follow(make(window, "actFollow", Texts::tr("&Follow playhead"),
                  Texts::tr("Keep the playhead in view while playing"), keys({"F"}), "follow"))
    , panic(make(window, "actPanic", Texts::tr("&All notes off"),
                 Texts::tr("Silence everything at once"), keys({"Ctrl+Shift+P"}), "panic"))
    , generate(make(window, "actGenerate", Texts::tr("&New solo"),
                    Texts::tr("Improvise a new solo over the tune"), keys({"G"}), "generate"))
    , previousTake(make(window, "actPreviousTake", Texts::tr("P&revious take"),
                        Texts::tr("Show the take before"), keys({"["})))
    , nextTake(make(window, "actNextTake", Texts::tr("Ne&xt take"),
                    Texts::tr("Show the take after"), keys({"]"})))
    , train(make(window, "actTrain", Texts::tr("&Train"),
                 Texts::tr("Learn the corpus and watch the loss fall"), keys({"Ctrl+R"}), "train"))
    , stopTraining(make(window, "actStopTraining", Texts::tr("Stop and &keep best"),
                        Texts::tr("End the training and keep the best network so far"), {}, "stop"))
    , saveChart(make(window, "actSaveChart", Texts::tr("Save chart &image..."),
                     Texts::tr("Save the curves as a PNG picture"), {}))
    , open(make(window, "actOpen", Texts::tr("&Open..."),
                Texts::tr("Learn from a MIDI file of your own"), keys({"Ctrl+O"}), "open"))
    , exportMidi(make(window, "actExport", Texts::tr("&Export MIDI..."),
                      Texts::tr("Save the solo with its band as a MIDI file"), keys({"Ctrl+E"}),
                      "export"))
    , quit(make(window, "actQuit", Texts::tr("&Quit"), Texts::tr("Close Woodshed"),
                keys({"Ctrl+Q"})))
    , zoomIn(make(window, "actZoomIn", Texts::tr("Zoom &in"),
                  Texts::tr("Show less time in more detail"), keys({"Ctrl++", "Ctrl+="})))
    , zoomOut(make(window, "actZoomOut", Texts::tr("Zoom &out"), Texts::tr("Show more time"),
                   keys({"Ctrl+-"})))
    , zoomFit(make(window, "actZoomFit", Texts::tr("Show the &whole"),
                   Texts::tr("Show the whole solo at once"), keys({"Ctrl+0"})))
    , nextPanel(make(window, "actNextPanel", Texts::tr("&Next panel"),
                     Texts::tr("Go to the next part of the window"), keys({"F6"})))
    , previousPanel(make(window, "actPreviousPanel", Texts::tr("&Previous panel"),
                         Texts::tr("Go to the part of the window before"), keys({"Shift+F6"})))
    , showTraining(make(window, "actShowTraining", Texts::tr("&Training panel"),
                        Texts::tr("Show or hide the training panel"), {}))
    , fullScreen(make(window, "actFullScreen", Texts::tr("&Full screen"),
                      Texts::tr("Fill the screen"), keys({"F11"})))
    , shortcuts(make(window, "actShortcuts", Texts::tr("&Keyboard shortcuts"),
                     Texts::tr("List all shortcuts"), keys({"Ctrl+?"})))
    , about(make(window, "actAbout", Texts::tr("&About Woodshed"), Texts::tr("Version and licence"),
                 {}))
{
    for (QAction* action : {follow, showTraining, fullScreen})
        action->setCheckable(true);
    follow->setChecked(true);
    showTraining->setChecked(true);
    stopTraining->setEnabled(false);
    saveChart->setEnabled(false);
}

void StudioActions::setPlaying(bool playing)
{
    play->setText(playing ? Texts::tr("&Pause") : Texts::tr("&Play"));
    play->setIcon(themedIcon(playing ? QStringLiteral("pause") : QStringLiteral("play")));
}

void StudioActions::fillMenus(QMenuBar* bar) const
{
    QMenu* file = bar->addMenu(Texts::tr("&File"));
    file->addActions({open, exportMidi});
    file->addSeparator();
    file->addAction(quit);
    QMenu* playing = bar->addMenu(Texts::tr("&Play"));
    playing->addActions({play, stop, home, follow});
    playing->addSeparator();
    playing->addActions({generate, previousTake, nextTake});
    playing->addSeparator();
    playing->addAction(panic);
    QMenu* training = bar->addMenu(Texts::tr("&Train"));
    training->addActions({train, stopTraining});
    training->addSeparator();
    training->addAction(saveChart);
    QMenu* view = bar->addMenu(Texts::tr("&View"));
    view->addActions({zoomIn, zoomOut, zoomFit});
    view->addSeparator();
    view->addActions({nextPanel, previousPanel});
    view->addSeparator();
    view->addActions({showTraining, fullScreen});
    QMenu* help = bar->addMenu(Texts::tr("&Help"));
    help->addActions({shortcuts, about});
}

} // namespace woodshed
