#pragma once

#include <string>
#include <vector>

#include <QWidget>

#include "training/trainer.h"

class QAction;
class QCheckBox;
class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace woodshed
{

class LossPlot;

/// The curves, how far the training is, and what came of it.
class TrainingPanel : public QWidget
{
    Q_OBJECT

public:
    TrainingPanel(QAction* train, QAction* stopTraining, QWidget* parent = nullptr);

    [[nodiscard]] int epochs() const;
    void setEpochs(int epochs);
    /// How many parameters there are, and the table of layers behind Details.
    void setModelSummary(std::size_t parameters, const QString& summary);

    void showIdle();
    void showProgress(const std::vector<EpochReport>& history, int epochs);
    void showStopping();
    void showVerdict(const QString& text);

    [[nodiscard]] QString progressText() const;
    [[nodiscard]] LossPlot* plot() const { return m_plot; }

private:
    QWidget* makeControls(QAction* train, QAction* stopTraining);
    void setStatus(const QString& text);

    LossPlot* m_plot;
    QLabel* m_status;
    QProgressBar* m_progress;
    QSpinBox* m_epochs;
    QLabel* m_verdict;
    QLabel* m_parameters;
    QPushButton* m_details;
    QCheckBox* m_logarithmic;
    QPlainTextEdit* m_summary;
};

} // namespace woodshed
