#include "panels/bandbar.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>

#include "playback/transport.h"
#include "studio/soundtexts.h"
#include "studio/studioactions.h"
#include "widgets/describe.h"

namespace woodshed
{

BandBar::BandBar(const StudioActions& actions, QWidget* parent)
    : QToolBar(tr("Band and output"), parent)
    , m_tempo(new QSpinBox(this))
    , m_swing(new QSpinBox(this))
    , m_transposition(new QSpinBox(this))
    , m_output(new QComboBox(this))
    , m_volume(new QSlider(Qt::Horizontal, this))
{
    setObjectName(QStringLiteral("bandBar"));
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize({18, 18});
    setContentsMargins(6, 0, 6, 2);
    addTempo(actions);
    addSwing();
    addTransposition();
    addSeparator();
    addOutput();
    addSeparator();
    addVolume(actions);
}

void BandBar::addLabelled(const QString& text, QWidget* control)
{
    auto* label = new QLabel(text, this);
    label->setContentsMargins(6, 0, 5, 0);
    label->setBuddy(control);
    addWidget(label);
    addWidget(control);
}

void BandBar::addButton(QAction* action)
{
    addAction(action);
    auto* button = qobject_cast<QToolButton*>(widgetForAction(action));
    button->setFocusPolicy(Qt::StrongFocus);
    button->setObjectName(QStringLiteral("btn") + action->objectName().mid(3));
}

void BandBar::addTempo(const StudioActions& actions)
{
    m_tempo->setObjectName(QStringLiteral("spinTempo"));
    m_tempo->setRange(static_cast<int>(slowestTempo), static_cast<int>(fastestTempo));
    m_tempo->setSuffix(tr(" BPM"));
    m_tempo->setValue(120);
    describe(m_tempo, tr("Tempo"), tr("Quarter notes a minute; a new take brings its own (T)"));
    addLabelled(tr("Te&mpo"), m_tempo);
    addButton(actions.tapTempo);
    connect(m_tempo, &QSpinBox::valueChanged, this,
            [this](int tempo) { Q_EMIT tempoChanged(tempo); });
}

void BandBar::addSwing()
{
    m_swing->setObjectName(QStringLiteral("spinSwing"));
    m_swing->setRange(0, 200);
    m_swing->setSingleStep(10);
    m_swing->setSuffix(tr(" %"));
    m_swing->setValue(100);
    m_swing->setKeyboardTracking(false);
    describe(m_swing, tr("Swing"),
             tr("How long the first of two eighths is: 100 % is what fits the tempo, 0 % even"));
    addLabelled(tr("Sw&ing"), m_swing);
    connect(m_swing, &QSpinBox::valueChanged, this,
            [this](int percent) { Q_EMIT swingChanged(percent / 100.0); });
}

void BandBar::addTransposition()
{
    m_transposition->setObjectName(QStringLiteral("spinTransposition"));
    m_transposition->setRange(-widestTransposition, widestTransposition);
    m_transposition->setKeyboardTracking(false);
    describe(m_transposition, tr("Transposition"),
             tr("Semitones up or down for everything but the drums; exported as heard"));
    addLabelled(tr("Tr&anspose"), m_transposition);
    connect(m_transposition, &QSpinBox::valueChanged, this, &BandBar::transpositionChanged);
}

void BandBar::addOutput()
{
    m_output->setObjectName(QStringLiteral("comboOutput"));
    m_output->setMinimumContentsLength(10);
    m_output->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_output->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_output->addItem(tr("Opening sound..."));
    m_output->setEnabled(false);
    describe(m_output, tr("Output"), tr("What you hear the music through"));
    addLabelled(tr("&Output"), m_output);
    connect(m_output, &QComboBox::activated, this, [this](int index) {
        if (index >= 0 && index < static_cast<int>(m_outputs.size()))
            Q_EMIT outputChosen(m_outputs[static_cast<std::size_t>(index)]);
    });
}

void BandBar::addVolume(const StudioActions& actions)
{
    addButton(actions.mixer);
    m_volume->setObjectName(QStringLiteral("sliderVolume"));
    m_volume->setRange(0, 100);
    m_volume->setValue(80);
    m_volume->setFixedWidth(96);
    describe(m_volume, tr("Volume"), tr("How loud"));
    addLabelled(tr("Vo&lume"), m_volume);
    connect(m_volume, &QSlider::valueChanged, this,
            [this](int percent) { Q_EMIT volumeChanged(percent / 100.0); });
}

void BandBar::showTempo(double tempo)
{
    const QSignalBlocker quiet(m_tempo);
    m_tempo->setValue(qRound(tempo));
}

void BandBar::showVolume(double volume)
{
    const QSignalBlocker quiet(m_volume);
    m_volume->setValue(qRound(volume * 100));
}

void BandBar::showOutputs(std::vector<OutputChoice> outputs, const SoundStatus& status)
{
    const auto isWanted = [&](const OutputChoice& output) {
        return isSameOutput(output, status.wanted);
    };
    if (std::none_of(outputs.begin(), outputs.end(), isWanted))
        outputs.push_back(status.wanted);
    const bool isAway = !isSameOutput(status.wanted, status.output);
    QStringList names;
    for (const OutputChoice& output : outputs) {
        const QString name = outputName(output, status);
        if (!isAway || !isWanted(output))
            names << name;
        else if (output.kind == OutputChoice::Kind::Synth)
            names << tr("%1 (no device)").arg(name);
        else
            names << tr("%1 (away)").arg(name);
    }
    m_outputs = std::move(outputs);

    // A list that has not changed is left alone: the user may have it open.
    QStringList shown;
    for (int i = 0; i < m_output->count(); ++i)
        shown << m_output->itemText(i);
    if (shown != names) {
        m_output->clear();
        m_output->addItems(names);
    }
    const auto wanted = std::find_if(m_outputs.begin(), m_outputs.end(), isWanted);
    m_output->setCurrentIndex(static_cast<int>(wanted - m_outputs.begin()));
    m_output->setEnabled(true);
}

double BandBar::swing() const
{
    return m_swing->value() / 100.0;
}

int BandBar::transposition() const
{
    return m_transposition->value();
}

void BandBar::setTempo(double tempo)
{
    m_tempo->setValue(qRound(tempo));
}

void BandBar::setSwing(double swing)
{
    m_swing->setValue(qRound(swing * 100));
}

void BandBar::setTransposition(int semitones)
{
    m_transposition->setValue(semitones);
}

void BandBar::focusTempo()
{
    m_tempo->setFocus(Qt::ShortcutFocusReason);
    m_tempo->selectAll();
}

} // namespace woodshed
