#pragma once

#include <vector>

#include <QToolBar>

#include "playback/soundstatus.h"

class QComboBox;
class QSlider;
class QSpinBox;

namespace woodshed
{

struct StudioActions;

/// How fast and in which key the band plays, what it is heard through, and how loud.
class BandBar : public QToolBar
{
    Q_OBJECT

public:
    explicit BandBar(const StudioActions& actions, QWidget* parent = nullptr);

    /// Shows it without asking for it.
    void showTempo(double tempo);
    void showVolume(double volume);
    /// What can be chosen, and what is. A wanted output that is away stays in the list.
    void showOutputs(std::vector<OutputChoice> outputs, const SoundStatus& status);
    void focusTempo();
    /// 1 is the swing that the tempo asks for.
    [[nodiscard]] double swing() const;
    [[nodiscard]] int transposition() const;
    /// As if the user had set them.
    void setTempo(double tempo);
    void setSwing(double swing);
    void setTransposition(int semitones);

Q_SIGNALS:
    /// Quarter notes a minute.
    void tempoChanged(double tempo);
    /// 1 is the swing that the tempo asks for.
    void swingChanged(double swing);
    void transpositionChanged(int semitones);
    void outputChosen(const woodshed::OutputChoice& output);
    /// 0..1
    void volumeChanged(double volume);

private:
    void addTempo(const StudioActions& actions);
    void addSwing();
    void addTransposition();
    void addOutput();
    void addVolume(const StudioActions& actions);
    void addLabelled(const QString& text, QWidget* control);
    void addButton(QAction* action);

    QSpinBox* m_tempo;
    QSpinBox* m_swing;
    QSpinBox* m_transposition;
    QComboBox* m_output;
    QSlider* m_volume;
    std::vector<OutputChoice> m_outputs; ///< in the order of the list
};

} // namespace woodshed
