#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
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
#include <QTest>
#include <QToolButton>

#include "dialogs/trackpicker.h"
#include "mainwindow.h"
#include "samplestudio.h"
#include "widgets/infobar.h"
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
        QTRY_VERIFY(labelText(*m_window, "outputText").contains(QStringLiteral("synth")) ||
                    labelText(*m_window, "outputText").contains(QStringLiteral("Silent")));
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
        QCOMPARE(labelText(*m_window, "outputText"), QStringLiteral("Opening sound..."));
        QSignalSpy painted(m_window.get(), &MainWindow::firstPainted);
        m_window->show();
        QTRY_COMPARE(painted.size(), 1);
        QTRY_COMPARE(labelText(*m_window, "outputText"), QStringLiteral("Built-in synth (fake)"));
        QCOMPARE(labelText(*m_window, "soundText"), QStringLiteral("Soundfont: sample.sf2"));
    }

    void silenceIsSaidWithoutABox()
    {
        m_studio->sound->status = {"silent", "", {"alsa: no such device"}};
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
                "btnPlay btnStop btnHome btnFollow btnPanic sliderVolume comboTune spinChoruses "
                "sliderCreativity checkFaithful btnGenerate listTakes btnExport btnOpen "
                "btnShowCorpus pianoRoll btnTrain spinEpochs checkLogarithmic btnDetails"));
    }

    void panelsAreReachedByF6()
    {
        show();
        QStringList visited;
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
            visited << QApplication::focusWidget()->objectName();
        }
        QCOMPARE(visited, (QStringList{QStringLiteral("comboTune"), QStringLiteral("btnOpen"),
                                       QStringLiteral("pianoRoll"), QStringLiteral("btnTrain"),
                                       QStringLiteral("btnPlay")}));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6, Qt::ShiftModifier);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("btnTrain"));
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
