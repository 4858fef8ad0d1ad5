#pragma once

#include <QWidget>

#include "studio/corpussource.h"

class QAction;
class QLabel;
class QPushButton;

namespace woodshed
{

/// What the network learns from, in the numbers that the notebook prints.
class CorpusPanel : public QWidget
{
    Q_OBJECT

public:
    explicit CorpusPanel(QAction* open, QWidget* parent = nullptr);

    void setCorpus(const StudioCorpus& corpus);

Q_SIGNALS:
    void showRequested();

private:
    QLabel* addRow(const char* objectName, const QString& name, const QString& tip);

    QLabel* m_name;
    QLabel* m_tokens;
    QLabel* m_examples;
    QLabel* m_steps;
    QLabel* m_values;
    QLabel* m_inputs;
    QLabel* m_labels;
    QPushButton* m_show;
};

} // namespace woodshed
