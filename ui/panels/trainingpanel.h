#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QWidget>

#include "studio/trainingplan.h"

class QAction;
class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace woodshed
{

class LossPlot;
class TrainingNumbers;

/// How to train, the curves, how far the training is, what came of it, and what it sounded like on
/// the way.
class TrainingPanel : public QWidget
{
    Q_OBJECT

public:
    TrainingPanel(QAction* train, QAction* stopTraining, QWidget* parent = nullptr);

    /// What is to be learnt: decides which profiles can be chosen. A corpus that is not complete
    /// yet keeps the choice open.
    void setCorpus(std::shared_ptr<const StudioCorpus> corpus, bool isComplete);
    /// As chosen here; the seeds are left at 0.
    [[nodiscard]] TrainingPlan plan() const;
    /// Chooses what a plan says, except its seeds.
    void setPlan(const TrainingPlan& plan);
    /// Whether the corpus can be learnt in the profile that is chosen.
    [[nodiscard]] bool isReady() const;
    /// Of the notebook's profile.
    void setEpochs(int epochs);
    /// How many parameters there are, and the table of layers behind Details.
    void setModelSummary(std::size_t parameters, const QString& summary);

    /// No training is under way; whether the latest can go on.
    void showIdle(bool canGoOn = false);
    void showProgress(const std::vector<EpochReport>& history, const TrainingPlan& plan);
    void showStopping();
    void showVerdict(const QString& text);
    /// The epochs that can be heard, sorted; 0 is before the first.
    void setMilestones(std::vector<int> epochs);

    [[nodiscard]] QString progressText() const;
    [[nodiscard]] LossPlot* plot() const { return m_plot; }

Q_SIGNALS:
    /// Something about plan() or isReady() is different now.
    void planChanged();
    void milestoneChosen(int epoch);

private:
    QWidget* makeControls(QAction* train, QAction* stopTraining);
    QWidget* makeHearing();
    QWidget* makeDetails();
    QHBoxLayout* makeChoices(QWidget* box);
    void presetChosen(int index);
    void showPlan();
    void describeHearing();
    void setStatus(const QString& text);

    LossPlot* m_plot;
    QWidget* m_hearing;
    QComboBox* m_milestones;
    QToolButton* m_hear;
    QWidget* m_detailsBox;
    TrainingNumbers* m_numbers;
    QComboBox* m_profile;
    QComboBox* m_preset;
    QLabel* m_hint;
    QLabel* m_status;
    QProgressBar* m_progress;
    QLabel* m_epochsLabel;
    QSpinBox* m_epochs;
    QLabel* m_verdict;
    QLabel* m_parameters;
    QPushButton* m_details;
    QCheckBox* m_logarithmic;
    QPlainTextEdit* m_summary;
    std::shared_ptr<const StudioCorpus> m_corpus;
    bool m_isComplete = true;
    bool m_isRunning = false;
    bool m_isForced = false; ///< to Notebook, by a corpus that allows nothing else
};

/// "About 3 minutes."
[[nodiscard]] QString expectedTimeText(double seconds);

} // namespace woodshed
