#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "controllers/generationcontroller.h"
#include "mainwindow.h"
#include "samplestudio.h"
#include "widgets/dialslider.h"
#include "widgets/originalityline.h"
#include "widgets/pianoroll.h"

using namespace woodshed;

/// Making solos in the window: dials, variations, new bars, explanations, originality.
class TestMaking : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<samples::FakeStudio> m_studio;
    std::unique_ptr<MainWindow> m_window;

    template<typename T>
    T* find(const char* name) const
    {
        if (T* found = m_window->findChild<T*>(QLatin1String(name)))
            return found;
        qFatal("no %s", name);
    }
    QString text(const char* name) const { return find<QLabel>(name)->text(); }
    PianoRoll* roll() const { return find<PianoRoll>("pianoRoll"); }
    QListView* takes() const { return find<QListView>("listTakes"); }
    void show(bool woodshed)
    {
        m_studio->woodshedModel = woodshed;
        m_window = std::make_unique<MainWindow>(m_studio->parts());
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTRY_VERIFY(find<QComboBox>("comboOutput")->isEnabled());
    }

private Q_SLOTS:
    void init() { m_studio = std::make_unique<samples::FakeStudio>(); }
    void cleanup()
    {
        m_window.reset();
        m_studio.reset();
    }

    void aSoloBeginsWithTheFirstBarsOfTheTakeThatIsShown()
    {
        show(true);
        auto* bars = find<QSpinBox>("spinOpening");
        QVERIFY(bars->isEnabled());
        find<QAction>("actGenerate")->trigger();
        QTRY_COMPARE(m_studio->asked().size(), std::size_t{1});
        QVERIFY(m_studio->asked()[0].primer.empty());
        QTRY_VERIFY(roll()->content().take().notes.size() > 4);
        bars->setValue(1);
        QCOMPARE(find<QToolButton>("btnMore")->text(), QStringLiteral("More (in use)"));
        const Take shown = roll()->content().take();
        find<QAction>("actGenerate")->trigger();
        QTRY_COMPARE(m_studio->asked().size(), std::size_t{2});
        const std::vector<Note> primer = m_studio->asked()[1].primer;
        const Ticks bar = shown.tune.barLength();
        QVERIFY(!primer.empty());
        for (std::size_t i = 0; i < shown.notes.size(); ++i) {
            if (shown.notes[i].start >= bar) {
                QCOMPARE(primer.size(), i);
                break;
            }
            QCOMPARE(primer[i].pitch, shown.notes[i].pitch);
            QCOMPARE(primer[i].start, shown.notes[i].start);
            QVERIFY(primer[i].end() <= bar);
        }

        show(false);
        QVERIFY(!find<QSpinBox>("spinOpening")->isEnabled());
    }

    void dialsSpeakPlainWordsAndGoBackToTheMiddle()
    {
        show(true);
        auto* slider = find<QSlider>("sliderDensity");
        const QString middle = QStringLiteral("as the network likes it");
        QCOMPARE(text("wordDensity"), middle);
        QVERIFY(!find<QToolButton>("btnResetDensity")->isVisible());
        slider->setValue(-30);
        QCOMPARE(text("wordDensity"), QStringLiteral("sparser"));
        slider->setValue(80);
        QCOMPARE(text("wordDensity"), QStringLiteral("much busier"));
        QCOMPARE(slider->accessibleName(), QStringLiteral("Density: much busier"));
        QTest::mouseDClick(slider, Qt::LeftButton);
        QCOMPARE(slider->value(), 0);
        for (const Qt::Key key : {Qt::Key_Delete, Qt::Key_Backspace, Qt::Key_0}) {
            slider->setValue(40);
            QTest::keyClick(slider, key);
            QCOMPARE(slider->value(), 0);
        }
        slider->setValue(-100);
        QTest::mouseClick(find<QToolButton>("btnResetDensity"), Qt::LeftButton);
        QCOMPARE(slider->value(), 0);
        QCOMPARE(text("wordDensity"), middle);
    }

    void theNextSoloIsAskedForWithDialsAndVoice()
    {
        show(true);
        auto* rare = find<QComboBox>("comboVoice");
        QVERIFY(!rare->isVisible());
        auto* more = find<QToolButton>("btnMore");
        more->setFocus();
        QTest::keyClick(more, Qt::Key_Space);
        QVERIFY(rare->isVisible());
        // Only the kinds of players that the model has heard.
        QCOMPARE(rare->count(), 3);
        rare->setCurrentIndex(rare->findText(QStringLiteral("Blues")));
        find<QSlider>("sliderDensity")->setValue(-50);
        find<QSlider>("sliderRange")->setValue(100);
        find<QSlider>("sliderRisk")->setValue(25);
        find<QSlider>("sliderHarmony")->setValue(-100);
        find<QAction>("actGenerate")->trigger();
        QTRY_COMPARE(takes()->model()->rowCount(), 3);
        const GenerationOptions asked = m_studio->asked().back();
        QCOMPARE(asked.dials.density, -0.5);
        QCOMPARE(asked.dials.range, 1.0);
        QCOMPARE(asked.dials.risk, 0.25);
        QCOMPARE(asked.dials.harmony, -1.0);
        QCOMPARE(asked.voice, std::string("blues"));
        QVERIFY(asked.corpus);
        more->setChecked(false);
        QCOMPARE(more->text(), QStringLiteral("More (in use)"));
    }

    void dialsRestWithANotebookModelAndSayWhy()
    {
        show(false);
        find<QToolButton>("btnMore")->setChecked(true);
        for (const char* name : {"sliderDensity", "sliderRange", "sliderRisk", "sliderHarmony"}) {
            auto* slider = find<QSlider>(name);
            QVERIFY2(!slider->isEnabled(), name);
            QVERIFY2(slider->toolTip().contains(QStringLiteral("notebook")), name);
        }
        QVERIFY(!find<QComboBox>("comboVoice")->isVisible());
        QVERIFY(find<QCheckBox>("checkFaithful")->isEnabled());
        auto* newBars = find<QAction>("actNewBars");
        QVERIFY(!newBars->isEnabled());
        QVERIFY(newBars->statusTip().contains(QStringLiteral("Woodshed model")));
        QVERIFY(!find<QPushButton>("btnNewBars")->isEnabled());
        QVERIFY(
            find<QPushButton>("btnNewBars")->toolTip().contains(QStringLiteral("Woodshed model")));
    }

    void variationsHaveSeedsInARowAndTheFirstIsShown()
    {
        show(true);
        find<QSpinBox>("spinVariations")->setValue(3);
        find<QAction>("actGenerate")->trigger();
        QVERIFY(find<QPushButton>("btnCancelMaking")->isVisible());
        QTRY_COMPARE(takes()->model()->rowCount(), 5);
        QTRY_VERIFY(!find<QPushButton>("btnCancelMaking")->isVisible());
        const auto asked = m_studio->asked();
        QCOMPARE(asked.size(), std::size_t{3});
        QCOMPARE(asked[1].seed, asked[0].seed + 1);
        QCOMPARE(asked[2].seed, asked[0].seed + 2);
        QCOMPARE(takes()->currentIndex().row(), 2);
        QCOMPARE(roll()->content().take().seed, asked[0].seed);
    }

    void variationsAppearAsTheyAreReadyAndCanBeCancelled()
    {
        show(true);
        // The seeds of another controller with the same first seed tell what will be drawn.
        GenerationController twin({}, {}, m_studio->parts().seed);
        m_studio->holdFrom = twin.nextSeed() + 2;
        find<QSpinBox>("spinVariations")->setValue(8);
        find<QAction>("actGenerate")->trigger();
        QTRY_COMPARE(takes()->model()->rowCount(), 4);
        QCOMPARE(find<QPushButton>("btnGenerate")->text(), QStringLiteral("Improvising 3 of 8..."));
        QTest::mouseClick(find<QPushButton>("btnCancelMaking"), Qt::LeftButton);
        QVERIFY(!find<QPushButton>("btnCancelMaking")->isVisible());
        QVERIFY(find<QPushButton>("btnGenerate")->text().contains(QStringLiteral("solo")));
        QTRY_VERIFY(m_studio->makingStopped);
        QTest::qWait(20);
        QCOMPARE(takes()->model()->rowCount(), 4);
        QCOMPARE(m_studio->asked().size(), std::size_t{3});
    }

    void closingWhileMakingEndsIt()
    {
        show(true);
        m_studio->holdFrom = 0;
        find<QAction>("actGenerate")->trigger();
        QTRY_COMPARE(m_studio->asked().size(), std::size_t{1});
        m_window.reset();
        QVERIFY(m_studio->makingStopped);
    }

    void newBarsAreThoseOfTheLoopAndPlayOn()
    {
        show(true);
        find<QAction>("actGenerate")->trigger();
        QTRY_COMPARE(takes()->model()->rowCount(), 3);
        const auto before = roll()->content().take().notes;
        roll()->setFocus();
        roll()->setLoopRegion(LoopRegion{Ticks{1920}, Ticks{2 * 1920}});
        find<QAction>("actPlay")->trigger();
        QTRY_COMPARE(m_studio->sound->now, Player::State::Playing);
        m_studio->sound->at = Ticks{2500};
        QTRY_COMPARE(roll()->playhead(), Ticks{2500});
        const int replaced = m_studio->sound->replaced;
        QTest::keyClick(roll(), Qt::Key_G, Qt::ShiftModifier);
        QTRY_COMPARE(takes()->model()->rowCount(), 4);
        QCOMPARE(takes()->currentIndex().data().toString(),
                 QStringLiteral("2. Woodshed book, bar 2 anew"));
        QVERIFY(text("liveText").contains(QStringLiteral("model of this take")));
        const auto& after = roll()->content().take().notes;
        QCOMPARE(after.size(), before.size());
        for (std::size_t i = 0; i < after.size(); ++i) {
            const bool inside = before[i].start >= Ticks{1920} && before[i].start < Ticks{3840};
            QCOMPARE(after[i].pitch, before[i].pitch + (inside ? 12 : 0));
        }
        // Nothing stopped, nothing jumped.
        QCOMPARE(m_studio->sound->now, Player::State::Playing);
        QCOMPARE(m_studio->sound->at, Ticks{2500});
        QCOMPARE(roll()->playhead(), Ticks{2500});
        QCOMPARE(m_studio->sound->replaced, replaced + 1);
        QVERIFY(roll()->loopRegion().has_value());
    }

    void withoutALoopFourBarsFromThePlayheadAreNew()
    {
        show(true);
        // The demo was made by no network, so the one of now has to do.
        m_studio->sound->at = {};
        roll()->setFocus();
        QTest::keyClick(roll(), Qt::Key_Right, Qt::ControlModifier);
        QTRY_COMPARE(roll()->playhead(), Ticks{1920});
        find<QAction>("actNewBars")->trigger();
        QTRY_COMPARE(takes()->model()->rowCount(), 3);
        QCOMPARE(takes()->currentIndex().row(), 1); // next to the one it came from
        QVERIFY(
            takes()->currentIndex().data().toString().contains(QStringLiteral("bars 2 to 5 anew")));
        QVERIFY(text("liveText").contains(QStringLiteral("model of now")));
        // At the very end there is still a bar to renew.
        for (int i = 0; i < 40; ++i)
            QTest::keyClick(roll(), Qt::Key_Right, Qt::ControlModifier);
        find<QAction>("actNewBars")->trigger();
        QTRY_COMPARE(takes()->model()->rowCount(), 4);
        QVERIFY(takes()->currentIndex().data().toString().endsWith(QStringLiteral(" anew")));
    }

    void theChosenNoteAndTheOneUnderTheMouseAreExplained()
    {
        show(true);
        QVERIFY(text("explanation").startsWith(QStringLiteral("Point at a note")));
        roll()->setFocus();
        QTest::keyClick(roll(), Qt::Key_Right);
        QCOMPARE(text("explanation"), roll()->content().explainNote(0));
        QVERIFY2(text("explanation").startsWith(QStringLiteral("C4: fifth of F7")),
                 qPrintable(text("explanation")));
        const Note& other = roll()->content().take().notes[2];
        const QPoint there = roll()
                                 ->geometryOfRoll()
                                 .noteRect(other.start, other.duration, other.pitch)
                                 .center()
                                 .toPoint();
        QTest::mouseMove(roll()->viewport(), there);
        QTRY_COMPARE(text("explanation"), roll()->content().explainNote(2));
        QTest::keyClick(roll(), Qt::Key_Right);
        QCOMPARE(text("explanation"), roll()->content().explainNote(1));
        QTest::keyClick(roll(), Qt::Key_Space); // still plays
        QTRY_COMPARE(m_studio->sound->now, Player::State::Playing);
    }

    void whatASoloSharesIsSaidAndItsSourceShown()
    {
        show(true);
        auto* line = find<OriginalityLine>("originality");
        QVERIFY(!line->isVisible()); // the demo was not compared
        find<QAction>("actGenerate")->trigger();
        QTRY_COMPARE(takes()->model()->rowCount(), 3);
        QVERIFY(line->isVisible());
        QVERIFY2(line->accessibleName().startsWith(QStringLiteral(
                     "Longest run shared with the corpus: 32 notes (Woodshed book, bar 1).")) &&
                     line->accessibleName().contains(QStringLiteral("100 %")),
                 qPrintable(line->accessibleName()));
        Q_EMIT line->linkActivated(QStringLiteral("source"));
        QCOMPARE(takes()->currentIndex().data().toString(),
                 QStringLiteral("Corpus: Woodshed book"));
        QCOMPARE(roll()->currentNote(), 0);
        QVERIFY(!line->isVisible());
    }

    void originalityIsToldInPlainWords()
    {
        QCOMPARE(originalityText({}), QStringLiteral("Shares nothing with the corpus."));
        OriginalityReport report{.share6 = 0.041, .share8 = 0, .longest = 9, .runs = {}};
        QCOMPARE(originalityText(report),
                 QStringLiteral("Longest run shared with the corpus: 9 notes. 4 % of its "
                                "seven-note figures are known."));
        report.runs.push_back({.firstNote = 3, .notes = 9, .source = "Corner Booth", .bar = 5});
        QCOMPARE(originalityText(report),
                 QStringLiteral("Longest run shared with the corpus: 9 notes (Corner Booth, bar "
                                "5). 4 % of its seven-note figures are known."));
        OriginalityLine line;
        report.runs.front().source = "<b>Tag</b>";
        line.setReport(report);
        QVERIFY(line.text().contains(QStringLiteral("&lt;b&gt;Tag")));
    }
};

QTEST_MAIN(TestMaking)
#include "tst_making.moc"
