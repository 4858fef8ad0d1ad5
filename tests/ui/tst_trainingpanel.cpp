#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTest>
#include <QToolButton>

#include "panels/trainingpanel.h"
#include "samplestudio.h"
#include "widgets/lossplot.h"

using namespace woodshed;

class TestTrainingPanel : public QObject
{
    Q_OBJECT

private:
    QAction m_train{QStringLiteral("Train")};
    QAction m_stop{QStringLiteral("Stop and keep best")};
    std::unique_ptr<TrainingPanel> m_panel;

    template<typename T>
    T* find(const char* name) const
    {
        T* found = m_panel->findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }
    static std::shared_ptr<const StudioCorpus> corpus(bool lines)
    {
        auto corpus = std::make_shared<StudioCorpus>(samples::corpus("Six solos", 193));
        if (lines)
            samples::addLines(*corpus);
        else
            corpus->lineTrouble = "it has no chords";
        return corpus;
    }
    QString hint() const { return find<QLabel>("trainingHint")->text(); }

private Q_SLOTS:
    void init()
    {
        m_panel = std::make_unique<TrainingPanel>(&m_train, &m_stop);
        m_panel->resize(900, 260);
        m_panel->show();
        m_panel->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    }
    void cleanup() { m_panel.reset(); }

    void presetsFillTheNumbersAndNumbersCanBeOnesOwn()
    {
        m_panel->setCorpus(corpus(true), true);
        auto* preset = find<QComboBox>("comboPreset");
        for (int i = 0; i < static_cast<int>(linePresets.size()); ++i) {
            preset->setCurrentIndex(i);
            const TrainingPlan plan = m_panel->plan();
            const LineTrainingOptions& wanted = linePresets.at(static_cast<std::size_t>(i)).options;
            QVERIFY(plan.profile == TrainingPlan::Profile::Woodshed);
            QCOMPARE(plan.line.hidden, wanted.hidden);
            QCOMPARE(plan.line.epochs, wanted.epochs);
            QCOMPARE(plan.line.dropout, wanted.dropout);
            QCOMPARE(plan.line.learningRate, wanted.learningRate);
            QCOMPARE(plan.line.patience, wanted.patience);
        }
        find<QPushButton>("btnDetails")->setChecked(true);
        QVERIFY(find<QSpinBox>("spinHidden")->isVisible());
        find<QSpinBox>("spinLineEpochs")->setValue(7);
        find<QDoubleSpinBox>("spinDropout")->setValue(0.25);
        QCOMPARE(preset->currentIndex(), 3);
        QCOMPARE(m_panel->plan().line.epochs, 7);
        QCOMPARE(m_panel->plan().line.dropout, 0.25);
        QCOMPARE(m_panel->plan().line.hidden, linePresets.back().options.hidden);
        QVERIFY2(!hint().contains(QStringLiteral("Ends by itself")), qPrintable(hint()));
        find<QSpinBox>("spinPatience")->setValue(5);
        QVERIFY2(hint().contains(QStringLiteral("Ends by itself")), qPrintable(hint()));
        QCOMPARE(m_panel->plan().line.patience, 5);
    }

    void notebookHasEpochsOnly()
    {
        m_panel->setCorpus(corpus(true), true);
        m_panel->setEpochs(33);
        find<QComboBox>("comboProfile")->setCurrentIndex(1);
        QVERIFY(find<QSpinBox>("spinEpochs")->isVisible());
        QVERIFY(!find<QComboBox>("comboPreset")->isVisible());
        QVERIFY(m_panel->plan().profile == TrainingPlan::Profile::Notebook);
        QCOMPARE(m_panel->plan().epochs(), 33);
    }

    void aCorpusWithoutLinesLeavesTheNotebookAndSaysWhy()
    {
        auto* profile = find<QComboBox>("comboProfile");
        m_panel->setCorpus(corpus(false), false);
        QCOMPARE(profile->currentIndex(), 0);
        QVERIFY2(!m_panel->isReady(), "it cannot be trained on before it is there");
        m_panel->setCorpus(corpus(false), true);
        QCOMPARE(profile->currentIndex(), 1);
        QVERIFY(!qobject_cast<QStandardItemModel*>(profile->model())->item(0)->isEnabled());
        QVERIFY(m_panel->isReady());
        QVERIFY2(hint().endsWith(QStringLiteral("Notebook only: it has no chords.")),
                 qPrintable(hint()));
        m_panel->setCorpus(corpus(true), true);
        QCOMPARE(profile->currentIndex(), 0);
        profile->setCurrentIndex(1);
        m_panel->setCorpus(corpus(true), true);
        QCOMPARE(profile->currentIndex(), 1); // the user's own choice stays
    }

    void milestonesArePlayedByKeyboard()
    {
        QSignalSpy chosen(m_panel.get(), &TrainingPanel::milestoneChosen);
        auto* combo = find<QComboBox>("comboMilestone");
        auto* play = find<QToolButton>("btnHear");
        QVERIFY(!combo->isVisible());
        m_panel->setMilestones({0});
        m_panel->setMilestones({0, 1, 2, 5});
        QVERIFY(combo->isVisible());
        QCOMPARE(combo->currentText(), QStringLiteral("Epoch 5")); // the newest
        QCOMPARE(play->accessibleName(), QStringLiteral("Epoch 5: play"));
        combo->setFocus();
        QTest::keyClick(combo, Qt::Key_Up);
        QCOMPARE(play->accessibleName(), QStringLiteral("Epoch 2: play"));
        QTest::keyClick(combo, Qt::Key_Tab);
        QVERIFY(play->hasFocus());
        QTest::keyClick(play, Qt::Key_Space);
        QCOMPARE(chosen.takeFirst().front().toInt(), 2);
        m_panel->setMilestones({0, 1, 2, 5, 10});
        QCOMPARE(combo->currentText(), QStringLiteral("Epoch 2")); // as chosen
        QTest::keyClick(combo, Qt::Key_Home);
        QTest::keyClick(play, Qt::Key_Space);
        QCOMPARE(chosen.takeFirst().front().toInt(), 0);
        m_panel->setMilestones({});
        QVERIFY(!combo->isVisible());
    }

    void choicesRestWhileTrainingRuns()
    {
        m_panel->setCorpus(corpus(true), true);
        m_panel->showProgress({}, m_panel->plan());
        QVERIFY(!find<QComboBox>("comboProfile")->isEnabled());
        QVERIFY(!find<QSpinBox>("spinHidden")->isEnabled());
        m_panel->showIdle();
        QVERIFY(find<QComboBox>("comboPreset")->isEnabled());
    }

    void timesInWords()
    {
        QCOMPARE(expectedTimeText(3), QStringLiteral("A few seconds."));
        QCOMPARE(expectedTimeText(42), QStringLiteral("About 40 seconds."));
        QCOMPARE(expectedTimeText(200), QStringLiteral("About 3 minutes."));
        QCOMPARE(expectedTimeText(7 * 3600), QStringLiteral("About 7 hours."));
    }
};

QTEST_MAIN(TestTrainingPanel)
#include "tst_trainingpanel.moc"
