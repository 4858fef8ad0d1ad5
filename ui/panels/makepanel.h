#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <QWidget>

#include "generation/generator.h"
#include "generation/originality.h"
#include "score/leadsheet.h"
#include "session/session.h"

class QAction;
class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QListView;
class QPushButton;
class QSlider;
class QSpinBox;
class QToolButton;

namespace woodshed
{

class DialSlider;
class OriginalityLine;
class TakesModel;

/// What to improvise and how boldly, the button that does it, and the takes so far.
class MakePanel : public QWidget
{
    Q_OBJECT

public:
    /// What its buttons do.
    struct Commands {
        QAction* generate;
        QAction* newBars;
        QAction* exportMidi;
    };

    MakePanel(const std::vector<LeadSheet>& tunes, TakesModel* takes, const Commands& commands,
              QWidget* parent = nullptr);

    [[nodiscard]] int tune() const;
    /// Adds a tune behind the others and chooses it.
    void addTune(const LeadSheet& tune);
    void setTune(int tune);
    /// Another list of tunes, with the first chosen.
    void setTunes(const std::vector<LeadSheet>& tunes);
    /// Lets the controls rest that such a model knows nothing of, and says why.
    void setModel(const Model& model);
    /// As set here; the seed is left at 0.
    [[nodiscard]] GenerationOptions options() const;

    /// Everything that is set here, and back; what the model of now does not know stays as it is
    /// set. The tune is left to the caller.
    [[nodiscard]] SessionMaking making() const;
    void setMaking(const SessionMaking& making);

    /// The feel of the next solo: "swing", "waltz", ...; empty for the tune's own.
    [[nodiscard]] std::string feel() const;

    /// How many takes a New solo makes.
    [[nodiscard]] int variations() const;
    /// How many bars of the take that is shown a New solo begins with; 0 for none.
    [[nodiscard]] int openingBars() const;

    [[nodiscard]] int currentTake() const;
    void setCurrentTake(int row);
    void setBusy(bool busy);
    void showProgress(int number, int count);
    /// What the take that is shown shares with the corpus, if that is known.
    void showOriginality(const std::optional<OriginalityReport>& report);

Q_SIGNALS:
    void takeChosen(int row);
    void cancelled();
    /// The user wants to see where in the corpus a phrase comes from; bars count from 1.
    void sourceRequested(const QString& solo, int bar);

private:
    void fillFeels();
    void makeDials();
    void makeVariations();
    void makeButtons(const Commands& commands);
    void makeTakes(TakesModel* takes);
    QWidget* makeCreativity();
    QWidget* makeMore();
    void orderTabs();
    void showMore();
    void showCancel(bool shown);
    void creativityChanged(int hundredths);

    QComboBox* m_tune;
    QComboBox* m_feel;
    QSpinBox* m_choruses;
    QSlider* m_creativity;
    QLabel* m_creativityNumber;
    QLabel* m_creativityWords;
    DialSlider* m_density;
    DialSlider* m_risk;
    QToolButton* m_more;
    QWidget* m_rare; ///< what the disclosure hides
    DialSlider* m_range;
    DialSlider* m_harmony;
    QFormLayout* m_rareForm;
    QComboBox* m_voice;
    QSpinBox* m_variations;
    QSpinBox* m_opening;
    QCheckBox* m_faithful;
    QPushButton* m_generate;
    QPushButton* m_newBars;
    QPushButton* m_cancel;
    OriginalityLine* m_originality;
    QListView* m_takes;
    QPushButton* m_export;
};

/// What a temperature means, in plain words.
[[nodiscard]] QString creativityWords(double temperature);

} // namespace woodshed
