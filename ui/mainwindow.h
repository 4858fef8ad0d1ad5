#pragma once

#include <memory>

#include <QMainWindow>

#include "controllers/job.h"
#include "studio/studioactions.h"
#include "studio/studioparts.h"

class QLabel;

namespace woodshed
{

class AudioExportController;
class BandBar;
class CorpusController;
class CorpusPanel;
class ExportController;
class InfoBar;
class MakePanel;
class MakingDesk;
class MilestoneController;
class MixerPanel;
class PianoRoll;
class PlaybackDesk;
class TakesModel;
class TrainingController;
class TrainingPanel;
class TransportBar;
struct TrainingOutcome;
struct TrainingPlan;

/// The one window: lays the panels out and connects them with the controllers.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(StudioParts parts, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Reads a MIDI file as the new corpus, after asking for its tracks.
    void openFile(const QString& path);

Q_SIGNALS:
    /// Once, when the window has been painted for the first time; slow things begin after it.
    void firstPainted();

protected:
    bool event(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void layOut();
    QWidget* makeSide();
    QWidget* makeCentre();
    void connectActions();
    void connectTraining();
    void connectMaking();
    void connectExports();
    void connectCorpus();

    void showTake(int row);
    void stepTake(int by);
    /// Moves the focus to the first control of the next or previous part that is to be seen.
    void goToPanel(int direction);
    void newSolo();
    void exportTake();
    void exportAudio();
    void showRendering(const QString& name, int percent);
    void saveChart();
    void startTraining();
    void beginMilestones(const TrainingPlan& plan);
    void hearMilestone(int epoch);
    void completeCorpus();
    void updateTrainAction();
    void trainingChanged();
    void trainingFinished(const TrainingOutcome& outcome);
    void setModel(Model model);
    void setCorpus(std::shared_ptr<const StudioCorpus> corpus);
    void pickTracks(const std::filesystem::path& path, const CorpusScan& scan);
    void quantise(Ticks grid);
    void showError(const Error& error);
    void showSaved(const QString& path);

    StudioParts m_parts;
    const std::ptrdiff_t m_builtInTunes; ///< the first of m_parts.tunes; corpora bring more
    StudioActions m_actions;
    std::shared_ptr<const Model> m_model;
    std::shared_ptr<const StudioCorpus> m_corpus;
    std::shared_ptr<const LineIndex> m_modelCorpus; ///< what m_model has learned from

    TakesModel* m_takes;
    TrainingController* m_training;
    MilestoneController* m_milestones;
    CorpusController* m_corpusFiles;
    ExportController* m_export;
    AudioExportController* m_audioExport;

    TransportBar* m_transport;
    BandBar* m_band;
    MakePanel* m_make; // made in the order in which Tab goes through them
    CorpusPanel* m_corpusPanel;
    InfoBar* m_infoBar;
    MixerPanel* m_mixer;
    PianoRoll* m_roll;
    TrainingPanel* m_trainingPanel;
    QLabel* m_title;
    QLabel* m_explanation;
    QLabel* m_liveText;
    QLabel* m_typingText;
    QLabel* m_soundText;
    PlaybackDesk* m_desk;
    MakingDesk* m_making;
    bool m_painted = false;
    Job<std::shared_ptr<const StudioCorpus>> m_completion;
};

} // namespace woodshed
