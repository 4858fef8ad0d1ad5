#pragma once

#include <string>
#include <vector>

#include <QWidget>

#include "generation/generator.h"
#include "score/leadsheet.h"

class QAction;
class QCheckBox;
class QComboBox;
class QLabel;
class QListView;
class QPushButton;
class QSlider;
class QSpinBox;

namespace woodshed
{

class TakesModel;

/// What to improvise and how boldly, the button that does it, and the takes so far.
class MakePanel : public QWidget
{
    Q_OBJECT

public:
    MakePanel(const std::vector<LeadSheet>& tunes, TakesModel* takes, QAction* generate,
              QAction* exportMidi, QWidget* parent = nullptr);

    [[nodiscard]] int tune() const;
    /// Adds a tune behind the others and chooses it.
    void addTune(const LeadSheet& tune);
    void setTune(int tune);
    /// As set here; the seed is left at 0.
    [[nodiscard]] GenerationOptions options() const;

    /// The feel of the next solo: "swing", "waltz", ...; empty for the tune's own.
    [[nodiscard]] std::string feel() const;

    [[nodiscard]] int currentTake() const;
    void setCurrentTake(int row);
    void setBusy(bool busy);

Q_SIGNALS:
    void takeChosen(int row);

private:
    void fillFeels();
    QWidget* makeCreativity();
    void creativityChanged(int hundredths);

    QComboBox* m_tune;
    QComboBox* m_feel;
    QSpinBox* m_choruses;
    QSlider* m_creativity;
    QLabel* m_creativityNumber;
    QLabel* m_creativityWords;
    QCheckBox* m_faithful;
    QPushButton* m_generate;
    QListView* m_takes;
};

/// What a temperature means, in plain words.
[[nodiscard]] QString creativityWords(double temperature);

} // namespace woodshed
