#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QMainWindow>

#include "controllers/job.h"
#include "session/session.h"
#include "studio/studioactions.h"
#include "studio/studioparts.h"

class QLabel;

namespace woodshed
{

class AudioExportController;
class BandBar;
class CorpusController;
class CorpusPanel;
class DocumentDesk;
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
struct OpenedDocument;
struct TrainingOutcome;
struct TrainingPlan;

/// The one window: lays the panels out and connects them with the controllers.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(StudioParts parts, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Opens a document, or reads a MIDI or ABC file as the new corpus, after asking for its
    /// tracks.
    void openFile(const QString& path);

Q_SIGNALS:
    /// Once, when the window has been painted for the first time; slow things begin after it.
    void firstPainted();

protected:
    bool event(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void layOut();
    QWidget* makeSide();
    QWidget* makeCentre();
    void connectActions();
    void connectTraining();
    void connectMaking();
    void connectExports();
    void connectCorpus();
    void connectBin();

    /// Everything the user makes, as it is now.
    [[nodiscard]] Session session();
    void showSession(const OpenedDocument& opened);
    void showFreshSession();
    void showMaking(const SessionMaking& making);
    void showTraining(const Session& session,
                      const std::function<std::shared_ptr<const StudioCorpus>(int)>& corpusAt);
    void setOwnTunes(const std::vector<std::shared_ptr<const LeadSheet>>& tunes);
    void keepCorpus(const std::shared_ptr<const StudioCorpus>& corpus);

    void binTake();
    void restoreTake();
    void continueTraining();
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
    void modelChanged();
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
    std::shared_ptr<const Model> m_freshModel;      ///< of a new session
    std::shared_ptr<const Take> m_demo;             ///< of a new session; may be null
    std::shared_ptr<const StudioCorpus> m_builtIn;
    std::vector<std::shared_ptr<const StudioCorpus>> m_corpora; ///< of this session
    std::shared_ptr<const StudioCorpus> m_trainingCorpus;       ///< of the latest training
    std::vector<std::shared_ptr<const LeadSheet>> m_ownTunes;   ///< behind the built-in ones
    std::shared_ptr<const std::vector<EpochReport>> m_history;  ///< the training's, shared

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
    DocumentDesk* m_documents;
    QString m_waitingDocument; ///< to be opened when the built-in corpus is complete
    bool m_painted = false;
    Job<std::shared_ptr<const StudioCorpus>> m_completion;
};

} // namespace woodshed
