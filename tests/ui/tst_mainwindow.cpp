#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QSet>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "dialogs/soundsettings.h"
#include "dialogs/trackpicker.h"
#include "mainwindow.h"
#include "samplestudio.h"
#include "studio/preferences.h"
#include "widgets/infobar.h"
#include "widgets/levelmeter.h"
#include "widgets/lossplot.h"
#include "widgets/pianoroll.h"

using namespace woodshed;

namespace
{

/// The child of that name, or a failure that lists those there are.
template<typename T>
T* child(const QObject& parent, const char* name)
{
    if (T* found = parent.findChild<T*>(QLatin1String(name)))
        return found;
    QStringList names;
    for (const T* other : parent.findChildren<T*>())
        names << other->objectName();
    qFatal("no %s among: %s", name, qPrintable(names.join(QLatin1Char(' '))));
}

QString labelText(const QObject& window, const char* name)
{
    return child<QLabel>(window, name)->text();
}

/// The controls that people reach: what is visible and takes the focus by Tab.
QList<QWidget*> controls(const QWidget& window)
{
    QList<QWidget*> found;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        const bool inner = widget->objectName().startsWith(QLatin1String("qt_"));
        if (widget->isVisible() && widget->isEnabled() && !inner &&
            (widget->focusPolicy() & Qt::TabFocus) && widget->focusProxy() == nullptr)
            found << widget;
    }
    return found;
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<samples::FakeStudio> m_studio;
    std::unique_ptr<MainWindow> m_window;

    template<typename T>
    T* find(const char* name) const
    {
        return child<T>(*m_window, name);
    }
    QString message() const
    {
        auto* bar = find<InfoBar>("infoBar");
        return bar->isVisible() ? bar->message() : QString();
    }
    void show()
    {
        m_window = std::make_unique<MainWindow>(m_studio->parts());
        QSignalSpy painted(m_window.get(), &MainWindow::firstPainted);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTRY_COMPARE(painted.size(), 1);
        QTRY_VERIFY(find<QComboBox>("comboOutput")->isEnabled());
    }

private Q_SLOTS:
    void init() { m_studio = std::make_unique<samples::FakeStudio>(); }
    void cleanup()
    {
        m_window.reset();
        m_studio.reset();
    }

    void opensWithSomethingToSeeAndPlayFocused()
    {
        show();
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("btnPlay"));
        QCOMPARE(find<PianoRoll>("pianoRoll")->content().noteCount(), 90);
        QCOMPARE(labelText(*m_window, "corpusExamples"), QStringLiteral("60"));
        QCOMPARE(labelText(*m_window, "corpusSteps"), QStringLiteral("30"));
        QCOMPARE(labelText(*m_window, "corpusValues"), QStringLiteral("78"));
        QCOMPARE(labelText(*m_window, "corpusInputs"), QStringLiteral("(60, 30, 78)"));
        QCOMPARE(labelText(*m_window, "corpusLabels"), QStringLiteral("(30, 60, 78)"));
        QCOMPARE(labelText(*m_window, "corpusTokens"), QStringLiteral("193"));
        int windows = 0;
        for (const QWidget* widget : QApplication::topLevelWidgets())
            windows += widget->isVisible() ? 1 : 0;
        QCOMPARE(windows, 1);
    }

    void theSoundIsOpenedAfterTheFirstPaint()
    {
        m_window = std::make_unique<MainWindow>(m_studio->parts());
        QCoreApplication::processEvents();
        QCOMPARE(find<QComboBox>("comboOutput")->currentText(), QStringLiteral("Opening sound..."));
        QSignalSpy painted(m_window.get(), &MainWindow::firstPainted);
        m_window->show();
        QTRY_COMPARE(painted.size(), 1);
        QTRY_COMPARE(find<QComboBox>("comboOutput")->currentText(),
                     QStringLiteral("Built-in synth (fake)"));
        QCOMPARE(labelText(*m_window, "soundText"), QStringLiteral("Soundfont: sample.sf2"));
    }

    void silenceIsSaidWithoutABox()
    {
        SoundStatus status;
        status.driver = "silent";
        status.soundFont = "sample.sf2";
        status.attempts = {"alsa: no such device"};
        status.output.kind = OutputChoice::Kind::Silent;
        status.trouble = "no audio device was found";
        m_studio->sound->report(status);
        show();
        QTRY_VERIFY(message().contains(QStringLiteral("No audio device")));
        QVERIFY(!QApplication::activeModalWidget());
    }

    void spacePlaysAndPauses()
    {
        show();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_COMPARE(m_studio->sound->now, Player::State::Playing);
        QCOMPARE(m_studio->sound->loaded.parts.front().notes.size(), std::size_t{90});
        QCOMPARE(find<QPushButton>("btnPlay")->text(), QStringLiteral("Pause"));
        m_studio->sound->at = Ticks::fromQuarters(6);
        QTRY_COMPARE(labelText(*m_window, "positionText"), QStringLiteral("2.3 / 0:03"));
        QTest::keyClick(m_window.get(), Qt::Key_Space, Qt::ControlModifier);
        QCOMPARE(m_studio->sound->now, Player::State::Paused);
        QCOMPARE(find<QPushButton>("btnPlay")->text(), QStringLiteral("Play"));
    }

    void trainsGeneratesPlaysAndExports()
    {
        show();
        m_studio->trainer->holdAt = 40;
        QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier);
        auto* plot = find<LossPlot>("lossPlot");
        QTRY_COMPARE(plot->points().size(), std::size_t{39});
        const QRegularExpression progress(QStringLiteral("^Epoch 39 of 100, about \\d+ s left$"));
        QVERIFY2(progress.match(labelText(*m_window, "trainingStatus")).hasMatch(),
                 qPrintable(labelText(*m_window, "trainingStatus")));
        QCOMPARE(find<QProgressBar>("progressTraining")->value(), 39);
        QVERIFY(!find<QAction>("actTrain")->isEnabled());

        // Meanwhile one can improvise and listen, with the model from before.
        QTest::mouseClick(find<QPushButton>("btnGenerate"), Qt::LeftButton);
        auto* list = find<QListView>("listTakes");
        QTRY_COMPARE(list->model()->rowCount(), 3);
        QVERIFY(find<PianoRoll>("pianoRoll")->content().highestPitch() < 96);

        m_studio->trainer->released = true;
        QTRY_VERIFY(labelText(*m_window, "trainingVerdict")
                        .contains(QStringLiteral("New solos use it now.")));
        QCOMPARE(plot->points().size(), std::size_t{100});
        QVERIFY(find<QAction>("actTrain")->isEnabled());
        // 4h(n + h + 1) + n(h + 1) for 78 values and one unit
        QVERIFY(labelText(*m_window, "parameterCount").contains(QStringLiteral("476")));

        find<QSpinBox>("spinChoruses")->setValue(3);
        find<QSlider>("sliderCreativity")->setValue(120);
        QCOMPARE(labelText(*m_window, "creativityNumber"), QStringLiteral("1.20"));
        QVERIFY(labelText(*m_window, "creativityWords").contains(QStringLiteral("wild")));
        find<QAction>("actGenerate")->trigger();
        QTRY_COMPARE(list->model()->rowCount(), 4);
        const RollContent& shown = find<PianoRoll>("pianoRoll")->content();
        QCOMPARE(shown.highestPitch(), 96);
        QCOMPARE(shown.take().choruses, 3);
        QCOMPARE(shown.take().temperature, 1.2);
        QVERIFY(
            list->currentIndex().data().toString().contains(QString::number(shown.take().seed)));

        m_studio->saveAnswer = QStringLiteral("/tmp/a solo");
        QTest::keyClick(m_window.get(), Qt::Key_E, Qt::ControlModifier);
        QCOMPARE(m_studio->exported.size(), std::size_t{1});
        QCOMPARE(m_studio->exported.front(), std::filesystem::path("/tmp/a solo.mid"));
        QCOMPARE(message(), QStringLiteral("Saved /tmp/a solo.mid"));
        m_studio->saveAnswer = QStringLiteral("/tmp/full.mid");
        find<QAction>("actExport")->trigger();
        QCOMPARE(message(), QStringLiteral("The disk is full (/tmp/full.mid)."));
        m_studio->saveAnswer = QStringLiteral("");
        find<QAction>("actExport")->trigger();
        QCOMPARE(m_studio->exported.size(), std::size_t{1});
    }

    void stoppingAnswersAtOnceAndKeepsTheBest()
    {
        show();
        m_studio->trainer->holdAt = 5;
        find<QAction>("actTrain")->trigger();
        QTRY_COMPARE(find<LossPlot>("lossPlot")->points().size(), std::size_t{4});
        QTest::mouseClick(find<QToolButton>("btnStopTraining"), Qt::LeftButton);
        QCOMPARE(labelText(*m_window, "trainingStatus"),
                 QStringLiteral("Stopping after this batch..."));
        QTRY_VERIFY(labelText(*m_window, "trainingVerdict")
                        .startsWith(QStringLiteral("Stopped; the best is kept.")));
        QVERIFY(find<QAction>("actTrain")->isEnabled());
        QVERIFY(!find<QAction>("actStopTraining")->isEnabled());
    }

    void closingWhileTrainingEndsIt()
    {
        show();
        m_studio->trainer->holdAt = 5;
        find<QAction>("actTrain")->trigger();
        m_window.reset();
        QVERIFY(m_studio->trainer->stopSeen);
    }

    void anyMidiFileBecomesTheCorpusWithOneEnter()
    {
        show();
        m_studio->openAnswer = QStringLiteral("/music/my tune.mid");
        QTest::keyClick(m_window.get(), Qt::Key_O, Qt::ControlModifier);
        QTRY_VERIFY(m_window->findChild<TrackPicker*>());
        auto* picker = m_window->findChild<TrackPicker*>();
        QTRY_VERIFY(picker->isVisible() && QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(labelText(*m_window, "corpusName"), QStringLiteral("my tune"));
        QCOMPARE(m_studio->source->choices.size(), std::size_t{1});
        QCOMPARE(m_studio->source->choices.front().melody, 1);
        QCOMPARE(m_studio->source->choices.front().chords, std::optional(0));
        QCOMPARE(labelText(*m_window, "corpusTokens"), QStringLiteral("32"));
        QVERIFY(message().contains(QStringLiteral("my tune is the corpus now")));
        QVERIFY(labelText(*m_window, "takeTitle").startsWith(QStringLiteral("Corpus: my tune")));
    }

    void whatIsNoMidiFileIsRefusedInTheBar()
    {
        show();
        m_window->openFile(QStringLiteral("/music/letter.txt"));
        QTRY_COMPARE(message(), QStringLiteral("This is not a MIDI file (/music/letter.txt)."));
        QVERIFY(!m_window->findChild<TrackPicker*>());
    }

    void theLoopIsMadeByKeysAlone()
    {
        show();
        auto* roll = find<PianoRoll>("pianoRoll");
        roll->setFocus();
        QTest::keyClick(roll, Qt::Key_L);
        const LoopRegion whole{{}, m_studio->sound->loaded.length};
        QCOMPARE(m_studio->sound->loop, std::optional(whole));
        QTest::keyClick(roll, Qt::Key_Right, Qt::ControlModifier);
        QTest::keyClick(roll, Qt::Key_BracketLeft, Qt::ControlModifier);
        QTest::keyClick(roll, Qt::Key_Right, Qt::ControlModifier);
        QTest::keyClick(roll, Qt::Key_BracketRight, Qt::ControlModifier);
        const LoopRegion bars{Ticks{1920}, Ticks{3 * 1920}};
        QCOMPARE(roll->loopRegion(), std::optional(bars));
        QCOMPARE(m_studio->sound->loop, std::optional(bars));
        QCOMPARE(labelText(*m_window, "liveText"), QStringLiteral("Loop from 2.1 to 3.4"));
        QTest::keyClick(roll, Qt::Key_L);
        QCOMPARE(m_studio->sound->loop, std::nullopt);
        QTest::keyClick(roll, Qt::Key_L);
        QCOMPARE(m_studio->sound->loop, std::optional(bars));
        QTest::keyClick(roll, Qt::Key_Escape);
        QCOMPARE(m_studio->sound->loop, std::optional(whole));
    }

    void barsAreSteppedThrough()
    {
        show();
        auto* roll = find<PianoRoll>("pianoRoll");
        roll->setFocus();
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(roll, Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(m_studio->sound->at, Ticks{3 * 1920});
        QTest::keyClick(roll, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(m_studio->sound->at, Ticks{2 * 1920});
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(roll, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(m_studio->sound->at, Ticks{});
        for (int i = 0; i < 500; ++i)
            QTest::keyClick(roll, Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(m_studio->sound->at, m_studio->sound->loaded.length);
    }

    void tempoIsTypedAndTapped()
    {
        show();
        auto* roll = find<PianoRoll>("pianoRoll");
        roll->setFocus();
        QTest::keyClick(roll, Qt::Key_T);
        auto* tempo = find<QSpinBox>("spinTempo");
        QCOMPARE(QApplication::focusWidget(), tempo);
        QTest::keyClicks(tempo, QStringLiteral("200"));
        QCOMPARE(m_studio->sound->tempo, 200.0);
        roll->setFocus();
        // Taps are timed: faster than any music they make the fastest tempo.
        for (int taps = 0; taps < 100 && tempo->value() != 320; ++taps) {
            QTest::keyClick(roll, Qt::Key_T, Qt::ShiftModifier);
            QTest::qWait(5);
        }
        QCOMPARE(tempo->value(), 320);
        find<QListView>("listTakes")
            ->setCurrentIndex(find<QListView>("listTakes")->model()->index(1, 0));
        QCOMPARE(tempo->value(), 120); // the take's own
    }

    void theMixerIsShownByF10AndActs()
    {
        show();
        auto* mixer = find<QWidget>("mixerPanel");
        QVERIFY(!mixer->isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QVERIFY(mixer->isVisible());
        find<QToolButton>("btnMutePiano")->click();
        QVERIFY(m_studio->sound->mixes.at(1).muted);
        m_studio->saveAnswer = QStringLiteral("/tmp/a.mp3");
        find<QAction>("actExportAudio")->trigger();
        QTRY_COMPARE(m_studio->renderer.count(), 1);
        const auto mix = m_studio->renderer.asked().options.mix;
        QCOMPARE(mix.size(), m_studio->renderer.asked().performance.parts.size());
        QVERIFY(mix.at(1).muted && !mix.at(0).muted);
        m_studio->sound->level = {1, true};
        find<QAction>("actPlay")->trigger();
        auto* meter = find<LevelMeter>("levelMeter");
        QTRY_VERIFY(meter->hasClipped());
        m_studio->sound->level = {};
        find<QAction>("actStop")->trigger();
        meter->setFocus();
        QTest::keyClick(meter, Qt::Key_Space); // here it does not play
        QVERIFY(!meter->hasClipped());
        QCOMPARE(m_studio->sound->now, Player::State::Paused);
        find<QSlider>("sliderReverb")->setValue(90);
        QCOMPARE(m_studio->sound->reverb, 0.9);
    }

    void whatIsHeardIsExported()
    {
        show();
        find<QSpinBox>("spinTransposition")->setValue(3);
        QCOMPARE(m_studio->sound->transposition, 3);
        find<QSpinBox>("spinTempo")->setValue(97);
        find<QSpinBox>("spinSwing")->setValue(0);
        m_studio->saveAnswer = QStringLiteral("/tmp/a.mid");
        find<QAction>("actExport")->trigger();
        QCOMPARE(m_studio->lastExport.tempo, 97.0);
        QCOMPARE(m_studio->lastExport.parts.front().notes.front().pitch, 63);
        QCOMPARE(m_studio->lastExport.chords.size(), std::size_t{0});
        QCOMPARE(m_studio->arranged.back().swing, 0.0);
    }

    void audioIsRenderedAsideAndCanBeCancelled()
    {
        show();
        find<QSpinBox>("spinTransposition")->setValue(3);
        find<QAction>("actGenerate")->trigger();
        auto* list = find<QListView>("listTakes");
        QTRY_COMPARE(list->model()->rowCount(), 3);
        auto* action = find<QAction>("actExportAudio");
        auto* button = find<QPushButton>("infoAction");
        m_studio->renderer.hold = true;
        m_studio->saveAnswer = QStringLiteral("/tmp/a solo");
        QTest::keyClick(m_window.get(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(message(), QStringLiteral("Rendering a solo.mp3, 40 %"));
        QVERIFY(!action->isEnabled());
        QCOMPARE(button->text(), QStringLiteral("Cancel"));
        QVERIFY(button->focusPolicy() & Qt::TabFocus);
        // Meanwhile one can play, and be told something else.
        find<QAction>("actPlay")->trigger();
        QTRY_COMPARE(m_studio->sound->now, Player::State::Playing);
        find<QAction>("actAbout")->trigger();
        QVERIFY(message().startsWith(QStringLiteral("Woodshed")));
        find<QToolButton>("infoClose")->click();
        QCOMPARE(message(), QStringLiteral("Rendering a solo.mp3, 40 %"));

        button->click();
        QVERIFY(!button->isVisible());
        QTRY_COMPARE(message(), QString());
        QCOMPARE(labelText(*m_window, "liveText"),
                 QStringLiteral("Cancelled; no file was written."));
        QVERIFY(m_studio->renderer.stopSeen && m_studio->renderer.count() == 0);
        QVERIFY(action->isEnabled());

        m_studio->renderer.hold = false;
        action->trigger();
        QTRY_COMPARE(message(), QStringLiteral("Saved /tmp/a solo.mp3"));
        QCOMPARE(button->text(), QStringLiteral("Show in folder"));
        QVERIFY(action->isEnabled());
        const auto asked = m_studio->renderer.asked();
        QCOMPARE(asked.path, std::filesystem::path("/tmp/a solo.mp3"));
        QCOMPARE(asked.options.title, asked.performance.title);
        QCOMPARE(asked.options.comment,
                 "seed " + std::to_string(find<PianoRoll>("pianoRoll")->content().take().seed));
        QCOMPARE(asked.performance.parts.front().notes.front().pitch, 63);

        m_studio->saveAnswer = QStringLiteral("/tmp/full.flac");
        action->trigger();
        QTRY_COMPARE(message(), QStringLiteral("The disk is full (/tmp/full.flac)."));
        QVERIFY(action->isEnabled());
    }

    void audioIsRenderedWithTheFontThatIsHeard()
    {
        QTemporaryDir folder;
        const QString font = folder.filePath(QStringLiteral("mine.sf2"));
        QFile file(font);
        QVERIFY(file.open(QIODevice::WriteOnly));
        m_studio->preferencesFile = folder.filePath(QStringLiteral("woodshed.ini"));
        Preferences(m_studio->preferencesFile)
            .setSound({.output = {}, .soundFont = font.toStdString(), .input = {}});
        show();
        // Nothing goes through the synthesizer yet: the one that was chosen last time.
        m_studio->saveAnswer = QStringLiteral("/tmp/a.mp3");
        find<QAction>("actExportAudio")->trigger();
        QTRY_COMPARE(message(), QStringLiteral("Saved /tmp/a.mp3"));
        QCOMPARE(m_studio->renderer.asked().options.soundFont.string(), font.toStdString());
        QVERIFY(m_studio->sound->chooseSoundFont("/fonts/other.sf2").has_value());
        find<QAction>("actExportAudio")->trigger();
        QTRY_COMPARE(m_studio->renderer.count(), 2);
        QCOMPARE(m_studio->renderer.asked().options.soundFont.string(),
                 std::string("/fonts/other.sf2"));
    }

    void closingWhileRenderingEndsIt()
    {
        show();
        m_studio->renderer.hold = true;
        find<QAction>("actExportAudio")->trigger();
        m_window.reset();
        QVERIFY(m_studio->renderer.stopSeen);
        QCOMPARE(m_studio->renderer.count(), 0);
    }

    void theFeelIsForTheNextSolo()
    {
        show();
        auto* feel = find<QComboBox>("comboFeel");
        QCOMPARE(feel->count(), 7);
        feel->setCurrentIndex(feel->findText(QStringLiteral("Bossa nova")));
        find<QAction>("actGenerate")->trigger();
        auto* list = find<QListView>("listTakes");
        QTRY_COMPARE(list->model()->rowCount(), 3);
        QCOMPARE(find<PianoRoll>("pianoRoll")->content().take().tune.feel, std::string("bossa"));
    }

    void aPortThatVanishesIsToldInTheBarAndComesBackQuietly()
    {
        show();
        const OutputChoice port{OutputChoice::Kind::MidiPort, "Synth 1"};
        auto* output = find<QComboBox>("comboOutput");
        output->setFocus();
        QTest::keyClick(output, Qt::Key_Down);
        QTRY_COMPARE(labelText(*m_window, "soundText"), QStringLiteral("Output: Synth 1"));
        m_studio->sound->happen({}, "Synth 1 has gone; playing through the built-in synth until "
                                    "it is back.");
        QTRY_VERIFY(message().startsWith(QStringLiteral("Synth 1 has gone")));
        QCOMPARE(output->currentText(), QStringLiteral("Synth 1 (away)"));
        QVERIFY(!QApplication::activeModalWidget());
        m_studio->sound->happen(port, "");
        QTRY_COMPARE(message(), QString());
        QCOMPARE(labelText(*m_window, "liveText"),
                 QStringLiteral("Playing through Synth 1 again."));
    }

    void typingNotesSuspendsPlainLetters()
    {
        show();
        auto* roll = find<PianoRoll>("pianoRoll");
        roll->setFocus();
        QVERIFY(!find<QLabel>("typingText")->isVisible());
        QTest::keyClick(roll, Qt::Key_K, Qt::ControlModifier);
        QVERIFY(find<QLabel>("typingText")->isVisible());
        for (const Qt::Key key : {Qt::Key_L, Qt::Key_F, Qt::Key_G, Qt::Key_T})
            QTest::keyClick(roll, key);
        QVERIFY(!find<QAction>("actLoop")->isChecked());
        QVERIFY(find<QAction>("actFollow")->isChecked());
        QCOMPARE(find<QListView>("listTakes")->model()->rowCount(), 2);
        QCOMPARE(QApplication::focusWidget(), roll);
        QCOMPARE(m_studio->sound->pitches, (std::vector<int>{74, -74, 65, -65, 67, -67, 66, -66}));
        QTest::keyClick(roll, Qt::Key_Space); // still plays
        QTRY_COMPARE(m_studio->sound->now, Player::State::Playing);
        QTest::keyClick(roll, Qt::Key_X);
        QVERIFY(labelText(*m_window, "typingText").contains(QStringLiteral("C5")));
        QTest::keyClick(roll, Qt::Key_K, Qt::ControlModifier);
        QVERIFY(!find<QLabel>("typingText")->isVisible());
        QTest::keyClick(roll, Qt::Key_L);
        QVERIFY(find<QAction>("actLoop")->isChecked());
    }

    void whatIsPlayedBecomesATakeThatCanBeQuantised()
    {
        show();
        QVERIFY(!find<QAction>("actQuantiseTriplets")->isEnabled());
        QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(m_studio->sound->recording && find<QAction>("actRecord")->isChecked());
        m_studio->sound->played = {{{100}, {240}, 60, 90}, {{500}, {200}, 62, 90}};
        find<QAction>("actStop")->trigger();
        auto* list = find<QListView>("listTakes");
        QTRY_COMPARE(list->model()->rowCount(), 3);
        QVERIFY(!find<QAction>("actRecord")->isChecked());
        QCOMPARE(list->currentIndex().data().toString(), QStringLiteral("Recorded 1: Blues in F"));
        QCOMPARE(find<PianoRoll>("pianoRoll")->content().noteCount(), 2);
        QCOMPARE(m_studio->sound->loaded.parts.front().notes.front().start, Ticks{100});
        find<QAction>("actQuantiseSixteenths")->trigger();
        QCOMPARE(list->model()->rowCount(), 4);
        const auto& notes = find<PianoRoll>("pianoRoll")->content().take().notes;
        QCOMPARE(notes.front().start, Ticks{120});
        QCOMPARE(notes.back().start, Ticks{480});
        list->setCurrentIndex(list->model()->index(0, 0));
        QVERIFY(!find<QAction>("actQuantiseSixteenths")->isEnabled());
    }

    void choosingAnotherTakeEndsARecordingAndKeepsIt()
    {
        show();
        find<QAction>("actRecord")->trigger();
        m_studio->sound->played = {{{100}, {240}, 60, 90}};
        auto* list = find<QListView>("listTakes");
        list->setCurrentIndex(list->model()->index(1, 0));
        QTRY_COMPARE(list->model()->rowCount(), 3);
        // Over the tune that was playing, not the one that was chosen.
        QCOMPARE(list->currentIndex().data().toString(), QStringLiteral("Recorded 1: Blues in F"));
        QCOMPARE(m_studio->sound->loaded.title, std::string("Blues in F"));
    }

    void choicesComeBackInTheNextRun()
    {
        QTemporaryDir folder;
        m_studio->preferencesFile = folder.filePath(QStringLiteral("woodshed.ini"));
        show();
        find<QSlider>("sliderVolume")->setValue(33);
        find<QAction>("actMetronome")->setChecked(true);
        auto* output = find<QComboBox>("comboOutput");
        output->setFocus();
        QTest::keyClick(output, Qt::Key_Down);
        QTRY_COMPARE(labelText(*m_window, "soundText"), QStringLiteral("Output: Synth 1"));
        m_window.reset();

        m_studio->sound = std::make_shared<samples::FakeSound>();
        show();
        QCOMPARE(find<QSlider>("sliderVolume")->value(), 33);
        QTRY_COMPARE(m_studio->sound->volume, 0.33);
        QVERIFY(m_studio->sound->metronome);
        QTRY_COMPARE(find<QComboBox>("comboOutput")->currentText(), QStringLiteral("Synth 1"));
        QCOMPARE(m_studio->sound->chosen().size(), std::size_t{1});
    }

    void soundSettingsOpenOnce()
    {
        show();
        find<QAction>("actSoundSettings")->trigger();
        find<QAction>("actSoundSettings")->trigger();
        QCOMPARE(m_window->findChildren<SoundSettings*>().size(), 1);
        QVERIFY(!QApplication::activeModalWidget());
    }

    void takesAreKeptAndSteppedThrough()
    {
        show();
        auto* list = find<QListView>("listTakes");
        QCOMPARE(list->currentIndex().row(), 0);
        QTest::keyClick(find<PianoRoll>("pianoRoll"), Qt::Key_BracketRight);
        QCOMPARE(list->currentIndex().row(), 1);
        QCOMPARE(find<PianoRoll>("pianoRoll")->content().noteCount(), 32);
        QTest::keyClick(find<PianoRoll>("pianoRoll"), Qt::Key_BracketRight);
        QCOMPARE(list->currentIndex().row(), 1);
        QTest::keyClick(find<PianoRoll>("pianoRoll"), Qt::Key_BracketLeft);
        QCOMPARE(list->currentIndex().row(), 0);
    }

    void plainKeysStayWithTheControlThatHasTheFocus()
    {
        show();
        QSignalSpy generated(find<QAction>("actGenerate"), &QAction::triggered);
        QSignalSpy played(find<QAction>("actPlay"), &QAction::triggered);
        auto* details = find<QPushButton>("btnDetails");
        details->setFocus();
        QTest::keyClick(details, Qt::Key_Space);
        QVERIFY(details->isChecked());
        for (const char* name : {"comboTune", "listTakes", "spinChoruses"}) {
            auto* widget = find<QWidget>(name);
            widget->setFocus();
            QTest::keyClick(widget, Qt::Key_G);
            if (widget->inherits("QComboBox"))
                static_cast<QComboBox*>(widget)->hidePopup();
        }
        QCOMPARE(generated.size(), 0);
        QCOMPARE(played.size(), 0);
        for (QWidget* widget : {find<QWidget>("btnDetails"), find<QWidget>("listTakes"),
                                find<QWidget>("spinChoruses"), find<QWidget>("sliderCreativity"),
                                find<QWidget>("pianoRoll")}) {
            const auto before = played.size();
            widget->setFocus();
            QTest::keyClick(widget, Qt::Key_Space, Qt::ControlModifier);
            QCOMPARE(played.size(), before + 1);
        }
        find<QWidget>("pianoRoll")->setFocus();
        QTest::keyClick(find<QWidget>("pianoRoll"), Qt::Key_G);
        QCOMPARE(generated.size(), 1);
    }

    void tabGoesInReadingOrder()
    {
        show();
        QStringList order;
        const auto count = controls(*m_window).size();
        for (qsizetype i = 0; i < count; ++i) {
            order << QApplication::focusWidget()->objectName();
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        QCOMPARE(
            order.join(QLatin1Char(' ')),
            QStringLiteral(
                "btnPlay btnStop btnHome btnLoop btnCountIn btnMetronome btnRecord btnFollow "
                "btnPanic spinTempo btnTapTempo spinSwing spinTransposition comboOutput btnMixer "
                "sliderVolume comboTune comboFeel spinChoruses sliderCreativity btnMore "
                "btnGenerate listTakes btnExport btnOpen "
                "btnShowCorpus pianoRoll comboProfile spinEpochs btnTrain checkLogarithmic "
                "btnDetails"));
    }

    void panelsAreReachedByF6()
    {
        show();
        QStringList visited;
        for (int i = 0; i < 6; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
            visited << QApplication::focusWidget()->objectName();
        }
        QCOMPARE(visited, (QStringList{QStringLiteral("spinTempo"), QStringLiteral("comboTune"),
                                       QStringLiteral("btnOpen"), QStringLiteral("pianoRoll"),
                                       QStringLiteral("comboProfile"), QStringLiteral("btnPlay")}));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6, Qt::ShiftModifier);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("comboProfile"));
    }

    void noShortcutIsUsedTwice()
    {
        show();
        QSet<QString> seen;
        for (const QAction* action : m_window->findChildren<QAction*>()) {
            for (const QKeySequence& keys : action->shortcuts()) {
                QVERIFY2(!seen.contains(keys.toString()),
                         qPrintable(action->objectName() + keys.toString()));
                seen << keys.toString();
            }
        }
        QVERIFY(seen.contains(QStringLiteral("Ctrl+R")) && seen.contains(QStringLiteral("Ctrl+E")));
    }

    void noMnemonicIsUsedTwice()
    {
        show();
        const auto letter = [](const QString& text) {
            const auto match = QRegularExpression(QStringLiteral("&([^&])")).match(text);
            return match.hasMatch() ? match.captured(1).toLower() : QString();
        };
        QHash<QString, QString> seen;
        const auto check = [&](const QString& text) {
            const QString key = letter(text);
            if (key.isEmpty())
                return true;
            if (seen.contains(key)) {
                qWarning() << text << seen.value(key);
                return false;
            }
            seen.insert(key, text);
            return true;
        };
        for (const QAction* menu : m_window->menuBar()->actions()) {
            QVERIFY(check(menu->text()));
            QSet<QString> inMenu;
            for (const QAction* action : menu->menu()->actions()) {
                const QString key = letter(action->text());
                QVERIFY2(key.isEmpty() || !inMenu.contains(key), qPrintable(action->text()));
                inMenu << key;
            }
        }
        for (const QAbstractButton* button : m_window->findChildren<QAbstractButton*>()) {
            if (button->isVisible())
                QVERIFY(check(button->text()));
        }
        for (const QLabel* label : m_window->findChildren<QLabel*>()) {
            if (label->isVisible() && label->buddy())
                QVERIFY(check(label->text()));
        }
    }

    void everyControlHasANameATipAndAStatusTip()
    {
        show();
        find<QPushButton>("btnDetails")->setChecked(true);
        find<QAction>("actMixer")->setChecked(true);
        const auto all = controls(*m_window);
        QVERIFY(all.size() >= 15);
        for (QWidget* control : all) {
            const QByteArray which =
                control->objectName().toUtf8() + " " + control->metaObject()->className();
            QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(control);
            QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(),
                     which.constData());
            QVERIFY2(!control->toolTip().isEmpty(), which.constData());
            auto* button = qobject_cast<QToolButton*>(control);
            const bool hasStatus = !control->statusTip().isEmpty() ||
                                   (button && button->defaultAction() &&
                                    !button->defaultAction()->statusTip().isEmpty());
            QVERIFY2(hasStatus, which.constData());
        }
        for (const QComboBox* combo : m_window->findChildren<QComboBox*>()) {
            const auto labels = m_window->findChildren<QLabel*>();
            QVERIFY(std::any_of(labels.begin(), labels.end(),
                                [combo](const QLabel* label) { return label->buddy() == combo; }));
        }
        for (const QAction* action : m_window->actions()) {
            QVERIFY2(!action->toolTip().isEmpty() && !action->statusTip().isEmpty(),
                     qPrintable(action->objectName()));
        }
    }

    void tabReachesEveryControl()
    {
        show();
        find<QAction>("actMixer")->setChecked(true);
        QSet<QWidget*> missing;
        for (QWidget* control : controls(*m_window))
            missing << control;
        const auto count = missing.size();
        for (qsizetype i = 0; i < 2 * count; ++i) {
            missing.remove(QApplication::focusWidget());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        QStringList names;
        for (const QWidget* widget : missing)
            names << widget->objectName() + QLatin1Char(' ') +
                         QLatin1String(widget->metaObject()->className());
        QVERIFY2(names.isEmpty(), qPrintable(names.join(QStringLiteral(", "))));
    }

    void nothingIsCutAtTheSmallestSize()
    {
        show();
        find<QAction>("actMixer")->setChecked(true);
        m_window->resize(m_window->minimumSize());
        QCoreApplication::processEvents();
        for (const QAbstractButton* button : m_window->findChildren<QAbstractButton*>()) {
            if (button->isVisible() && !button->text().isEmpty())
                QVERIFY2(button->width() >= button->minimumSizeHint().width(),
                         qPrintable(button->text()));
        }
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
