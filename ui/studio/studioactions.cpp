#include "studio/studioactions.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeySequence>
#include <QMenu>
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
    , barBack(make(window, "actBarBack", Texts::tr("Bar &back"),
                   Texts::tr("Go to the start of the bar, then to the one before"),
                   keys({"Ctrl+Left"})))
    , barForward(make(window, "actBarForward", Texts::tr("Bar f&orward"),
                      Texts::tr("Go to the next bar"), keys({"Ctrl+Right"})))
    , follow(make(window, "actFollow", Texts::tr("&Follow playhead"),
                  Texts::tr("Keep the playhead in view while playing"), keys({"F"}), "follow"))
    , loop(make(window, "actLoop", Texts::tr("&Loop"),
                Texts::tr("Repeat the marked bars, or the whole where none are marked"),
                keys({"L"}), "loop"))
    , loopFrom(make(window, "actLoopFrom", Texts::tr("Loop &from this bar"),
                    Texts::tr("Begin the loop with the bar of the chosen note or the playhead"),
                    keys({"Ctrl+["})))
    , loopTo(make(window, "actLoopTo", Texts::tr("Loop &to this bar"),
                  Texts::tr("End the loop with the bar of the chosen note or the playhead"),
                  keys({"Ctrl+]"})))
    , loopWhole(make(window, "actLoopWhole", Texts::tr("Loop the &whole"),
                     Texts::tr("Forget the marked bars"), {}))
    , countIn(make(window, "actCountIn", Texts::tr("&Count-in"),
                   Texts::tr("One bar of clicks before playing"), {}, "countin"))
    , metronome(make(window, "actMetronome", Texts::tr("&Metronome"),
                     Texts::tr("A click on every beat while playing"), {}, "metronome"))
    , tempo(make(window, "actTempo", Texts::tr("Set tempo"), Texts::tr("Type another tempo"),
                 keys({"T"})))
    , tapTempo(make(window, "actTapTempo", Texts::tr("Tap tempo"),
                    Texts::tr("Tap the beat to set the tempo"), keys({"Shift+T"}), "tap"))
    , panic(make(window, "actPanic", Texts::tr("&All notes off"),
                 Texts::tr("Silence everything at once"), keys({"Ctrl+Shift+P"}), "panic"))
    , record(make(window, "actRecord", Texts::tr("Recor&d"),
                  Texts::tr("Keep what you play on the keys as a take of your own"),
                  keys({"Ctrl+Shift+R"}), "record"))
    , typing(make(window, "actTyping", Texts::tr("Pla&y on the computer keyboard"),
                  Texts::tr("The letters A to L play notes, Z and X change the octave"),
                  keys({"Ctrl+K"})))
    , quantiseSixteenths(make(window, "actQuantiseSixteenths", Texts::tr("To &sixteenths"),
                              Texts::tr("Move the notes of a recorded take onto sixteenths"), {}))
    , quantiseTriplets(make(window, "actQuantiseTriplets", Texts::tr("To eighth &triplets"),
                            Texts::tr("Move the notes of a recorded take onto eighth triplets"),
                            {}))
    , soundSettings(make(window, "actSoundSettings", Texts::tr("Sound settin&gs..."),
                         Texts::tr("Driver, soundfont and MIDI input"), {}))
    , generate(make(window, "actGenerate", Texts::tr("&New solo"),
                    Texts::tr("Improvise a new solo over the tune"), keys({"G"}), "generate"))
    , newBars(make(window, "actNewBars", Texts::tr("Ne&w bars"),
                   Texts::tr("Improvise the marked bars anew and keep the rest"),
                   keys({"Shift+G"})))
    , previousTake(make(window, "actPreviousTake", Texts::tr("P&revious take"),
                        Texts::tr("Show the take before"), keys({"["})))
    , nextTake(make(window, "actNextTake", Texts::tr("Ne&xt take"),
                    Texts::tr("Show the take after"), keys({"]"})))
    , binTake(make(window, "actBinTake", Texts::tr("Move take to the b&in"),
                   Texts::tr("Take it out of the list; the bin keeps it until it is emptied"),
                   keys({"Ctrl+Del"})))
    , restoreTake(make(window, "actRestoreTake", Texts::tr("Restore from the bi&n"),
                       Texts::tr("Put the take that was thrown away last back into the list"), {}))
    , emptyBin(make(window, "actEmptyBin", Texts::tr("&Empty the bin"),
                    Texts::tr("Forget the takes in the bin for good"), {}))
    , train(make(window, "actTrain", Texts::tr("&Train"),
                 Texts::tr("Learn the corpus and watch the loss fall"), keys({"Ctrl+R"}), "train"))
    , continueTraining(make(window, "actContinueTraining", Texts::tr("&Continue training"),
                            Texts::tr("Go on with the training that was interrupted, as if it had "
                                      "never stopped"),
                            {}))
    , stopTraining(make(window, "actStopTraining", Texts::tr("Stop and &keep best"),
                        Texts::tr("End the training and keep the best network so far"), {}, "stop"))
    , saveChart(make(window, "actSaveChart", Texts::tr("Save chart &image..."),
                     Texts::tr("Save the curves as a PNG picture"), {}))
    , newDocument(make(window, "actNew", Texts::tr("&New session"),
                       Texts::tr("Begin a new session"), keys({"Ctrl+N"})))
    , open(make(window, "actOpen", Texts::tr("&Open..."),
                Texts::tr("Open a session, or learn from a MIDI file of your own"),
                keys({"Ctrl+O"}), "open"))
    , save(make(window, "actSave", Texts::tr("&Save"), Texts::tr("Save the session"),
                keys({"Ctrl+S"})))
    , saveAs(make(window, "actSaveAs", Texts::tr("Save &as..."),
                  Texts::tr("Save the session under another name"), keys({"Ctrl+Shift+S"})))
    , revert(make(window, "actRevert", Texts::tr("Re&vert"),
                  Texts::tr("Go back to the session as it was saved"), {}))
    , exportMidi(make(window, "actExport", Texts::tr("&Export MIDI..."),
                      Texts::tr("Save the solo with its band as a MIDI file"), keys({"Ctrl+E"}),
                      "export"))
    , exportAudio(make(window, "actExportAudio", Texts::tr("Export au&dio..."),
                       Texts::tr("Save the solo with its band as MP3, FLAC, Ogg, Opus or WAV"),
                       keys({"Ctrl+Shift+E"}), "export"))
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
    , mixer(make(window, "actMixer", Texts::tr("&Mixer"),
                 Texts::tr("Volume, pan and silence for every part of the band"), keys({"F10"}),
                 "mixer"))
    , showTraining(make(window, "actShowTraining", Texts::tr("&Training panel"),
                        Texts::tr("Show or hide the training panel"), {}))
    , fullScreen(make(window, "actFullScreen", Texts::tr("&Full screen"),
                      Texts::tr("Fill the screen"), keys({"F11"})))
    , shortcuts(make(window, "actShortcuts", Texts::tr("&Keyboard shortcuts"),
                     Texts::tr("List all shortcuts"), keys({"Ctrl+?"})))
    , about(make(window, "actAbout", Texts::tr("&About Woodshed"), Texts::tr("Version and licence"),
                 {}))
    , recent(new QMenu(Texts::tr("Open &recent"), window))
    , recover(new QMenu(Texts::tr("Recover &unsaved work"), window))
{
    for (QAction* action :
         {follow, loop, countIn, metronome, record, typing, mixer, showTraining, fullScreen})
        action->setCheckable(true);
    recent->setObjectName(QStringLiteral("menuRecent"));
    recover->setObjectName(QStringLiteral("menuRecover"));
    follow->setIconText(Texts::tr("Follow"));
    tapTempo->setIconText(Texts::tr("Tap"));
    for (QAction* action : {record, quantiseSixteenths, quantiseTriplets})
        action->setEnabled(false);
    follow->setChecked(true);
    showTraining->setChecked(true);
    for (QAction* action : {stopTraining, continueTraining, revert, restoreTake, emptyBin})
        action->setEnabled(false);
    saveChart->setEnabled(false);
}

void StudioActions::setPlaying(bool playing) const
{
    play->setText(playing ? Texts::tr("&Pause") : Texts::tr("&Play"));
    play->setIcon(themedIcon(playing ? QStringLiteral("pause") : QStringLiteral("play")));
}

void StudioActions::fillPlayMenu(QMenuBar* bar) const
{
    QMenu* menu = bar->addMenu(Texts::tr("&Play"));
    menu->addActions({play, stop, home, barBack, barForward, follow});
    menu->addSeparator();
    menu->addAction(loop);
    QMenu* region = menu->addMenu(Texts::tr("Loop r&egion"));
    region->addActions({loopFrom, loopTo, loopWhole});
    menu->addActions({countIn, metronome, tempo, tapTempo});
    menu->addSeparator();
    menu->addActions({generate, newBars, previousTake, nextTake});
    QMenu* takes = menu->addMenu(Texts::tr("Ta&kes"));
    takes->addActions({binTake, restoreTake, emptyBin});
    menu->addSeparator();
    menu->addActions({record, typing});
    QMenu* quantise = menu->addMenu(Texts::tr("&Quantise"));
    quantise->addActions({quantiseSixteenths, quantiseTriplets});
    menu->addSeparator();
    menu->addActions({soundSettings, panic});
}

void StudioActions::fillMenus(QMenuBar* bar) const
{
    QMenu* file = bar->addMenu(Texts::tr("&File"));
    file->addActions({newDocument, open});
    file->addMenu(recent);
    file->addActions({save, saveAs, revert});
    file->addMenu(recover);
    file->addSeparator();
    file->addActions({exportMidi, exportAudio});
    file->addSeparator();
    file->addAction(quit);
    fillPlayMenu(bar);
    QMenu* training = bar->addMenu(Texts::tr("&Train"));
    training->addActions({train, continueTraining, stopTraining});
    training->addSeparator();
    training->addAction(saveChart);
    QMenu* view = bar->addMenu(Texts::tr("&View"));
    view->addActions({zoomIn, zoomOut, zoomFit});
    view->addSeparator();
    view->addActions({nextPanel, previousPanel});
    view->addSeparator();
    view->addActions({mixer, showTraining, fullScreen});
    QMenu* help = bar->addMenu(Texts::tr("&Help"));
    help->addActions({shortcuts, about});
}

} // namespace woodshed
