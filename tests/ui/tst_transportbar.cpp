#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QMainWindow>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "panels/bandbar.h"
#include "panels/transportbar.h"
#include "studio/studioactions.h"

using namespace woodshed;

namespace
{

const std::vector<OutputChoice> usual{{},
                                      {OutputChoice::Kind::MidiPort, "Synth 1"},
                                      {OutputChoice::Kind::VirtualPort, ""},
                                      {OutputChoice::Kind::Silent, ""}};

SoundStatus playing(OutputChoice wanted, OutputChoice output)
{
    SoundStatus status;
    status.driver = "pulseaudio";
    status.wanted = std::move(wanted);
    status.output = std::move(output);
    return status;
}

QStringList entries(const QComboBox& combo)
{
    QStringList names;
    for (int i = 0; i < combo.count(); ++i)
        names << combo.itemText(i);
    return names;
}

} // namespace

class TestTransportBar : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QMainWindow> m_window;
    std::unique_ptr<StudioActions> m_actions;
    BandBar* m_band = nullptr;
    TransportBar* m_transport = nullptr;

    template<typename T>
    T* find(const char* name) const
    {
        T* found = m_window->findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<OutputChoice>(); }
    void init()
    {
        m_window = std::make_unique<QMainWindow>();
        m_actions = std::make_unique<StudioActions>(m_window.get());
        m_transport = new TransportBar(*m_actions, m_window.get());
        m_band = new BandBar(*m_actions, m_window.get());
        m_window->addToolBar(m_transport);
        m_window->addToolBarBreak();
        m_window->addToolBar(m_band);
        m_window->show();
    }
    void cleanup() { m_window.reset(); }

    void togglesAreButtonsWithWords()
    {
        for (const char* name :
             {"btnLoop", "btnCountIn", "btnMetronome", "btnRecord", "btnFollow", "btnMixer"}) {
            auto* button = find<QToolButton>(name);
            QVERIFY2(button->isCheckable() && !button->text().isEmpty(), name);
            QVERIFY2(button->focusPolicy() == Qt::StrongFocus, name);
        }
        QSignalSpy toggled(m_actions->metronome, &QAction::toggled);
        auto* metronome = find<QToolButton>("btnMetronome");
        metronome->setFocus();
        QTest::keyClick(metronome, Qt::Key_Space);
        QCOMPARE(toggled.size(), 1);
        QVERIFY(metronome->isChecked());
    }

    void everythingFitsIntoTheSmallestWindow()
    {
        m_window->resize(960, 200);
        QCoreApplication::processEvents();
        for (const QToolBar* bar :
             {static_cast<QToolBar*>(m_transport), static_cast<QToolBar*>(m_band)}) {
            for (const QWidget* child : bar->findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
                if (child->objectName() == QLatin1String("qt_toolbar_ext_button"))
                    QVERIFY2(!child->isVisible(), qPrintable(bar->windowTitle()));
            }
        }
    }

    void tellsWhereWeAre()
    {
        m_transport->setPosition(QStringLiteral("12.3"), 83.9);
        QCOMPARE(find<QLabel>("positionText")->text(), QStringLiteral("12.3 / 1:23"));
        m_transport->showCountIn();
        QCOMPARE(find<QLabel>("positionText")->text(), QStringLiteral("Count-in"));
        m_transport->setPosition(QStringLiteral("1.1"), 0);
        QCOMPARE(find<QLabel>("positionText")->text(), QStringLiteral("1.1 / 0:00"));
    }

    void tempoSwingAndTranspositionAreAskedFor()
    {
        QSignalSpy tempo(m_band, &BandBar::tempoChanged);
        QSignalSpy swing(m_band, &BandBar::swingChanged);
        QSignalSpy transposition(m_band, &BandBar::transpositionChanged);
        m_band->focusTempo();
        QTest::keyClicks(find<QSpinBox>("spinTempo"), QStringLiteral("180"));
        QCOMPARE(tempo.size(), 1);
        QCOMPARE(tempo.first().first().toDouble(), 180.0);
        find<QSpinBox>("spinTempo")->setValue(1000);
        QCOMPARE(tempo.last().first().toDouble(), 320.0);
        find<QSpinBox>("spinSwing")->setValue(50);
        QCOMPARE(swing.first().first().toDouble(), 0.5);
        find<QSpinBox>("spinTransposition")->setValue(-20);
        QCOMPARE(transposition.first().first().toInt(), -12);
        m_band->showTempo(96.4);
        m_band->showVolume(0.25);
        QCOMPARE(find<QSpinBox>("spinTempo")->value(), 96);
        QCOMPARE(find<QSlider>("sliderVolume")->value(), 25);
        QCOMPARE(tempo.size(), 2); // showing asks for nothing
    }

    void outputsAreListedByName()
    {
        auto* combo = find<QComboBox>("comboOutput");
        QVERIFY(!combo->isEnabled());
        m_band->showOutputs(usual, playing({}, {}));
        QVERIFY(combo->isEnabled());
        QCOMPARE(
            entries(*combo),
            (QStringList{QStringLiteral("Built-in synth (PulseAudio)"), QStringLiteral("Synth 1"),
                         QStringLiteral("New virtual MIDI port"), QStringLiteral("Silent")}));
        QCOMPARE(combo->currentIndex(), 0);
        QSignalSpy chosen(m_band, &BandBar::outputChosen);
        combo->setFocus();
        QTest::keyClick(combo, Qt::Key_Down);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().value<OutputChoice>(), usual.at(1));
    }

    void aWantedOutputThatIsAwayStaysInTheList()
    {
        auto* combo = find<QComboBox>("comboOutput");
        const OutputChoice piano{OutputChoice::Kind::MidiPort, "Stage piano"};
        m_band->showOutputs(usual, playing(piano, {}));
        QCOMPARE(combo->currentText(), QStringLiteral("Stage piano (away)"));
        auto withPiano = usual;
        withPiano.push_back(piano);
        m_band->showOutputs(withPiano, playing(piano, piano));
        QCOMPARE(combo->currentText(), QStringLiteral("Stage piano"));
        QCOMPARE(combo->count(), 5);
        // The driver is the synth's: it is not told while the synth is not in use.
        QCOMPARE(combo->itemText(0), QStringLiteral("Built-in synth"));
    }

    void aVirtualPortThatHasGotItsNameIsTheSameEntry()
    {
        const OutputChoice made{OutputChoice::Kind::VirtualPort, "Woodshed"};
        m_band->showOutputs(usual, playing({OutputChoice::Kind::VirtualPort, ""}, made));
        QCOMPARE(find<QComboBox>("comboOutput")->currentText(),
                 QStringLiteral("Virtual MIDI port (Woodshed)"));
        QCOMPARE(find<QComboBox>("comboOutput")->count(), 4);
    }
};

QTEST_MAIN(TestTransportBar)
#include "tst_transportbar.moc"
