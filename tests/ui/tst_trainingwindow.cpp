// Training and hearing it learn, in the whole window.
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "mainwindow.h"
#include "samplestudio.h"
#include "widgets/lossplot.h"
#include "widgets/pianoroll.h"

using namespace woodshed;

class TestTrainingWindow : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<samples::FakeStudio> m_studio;
    std::unique_ptr<MainWindow> m_window;

    template<typename T>
    T* find(const char* name) const
    {
        T* found = m_window->findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }
    QString label(const char* name) const { return find<QLabel>(name)->text(); }
    int shownPitch() const
    {
        return find<PianoRoll>("pianoRoll")->content().take().notes.front().pitch;
    }
    void show()
    {
        StudioParts parts = m_studio->parts();
        parts.completeCorpus = [](StudioCorpus& corpus) { samples::addLines(corpus); };
        m_window = std::make_unique<MainWindow>(std::move(parts));
        QVERIFY2(!find<QAction>("actTrain")->isEnabled(), "the lines are not there yet");
        m_window->show();
        QTRY_VERIFY(find<QAction>("actTrain")->isEnabled());
    }
    void trainWoodshed(int epochs)
    {
        find<QSpinBox>("spinLineEpochs")->setValue(epochs);
        find<QAction>("actTrain")->trigger();
    }

private Q_SLOTS:
    void init() { m_studio = std::make_unique<samples::FakeStudio>(); }
    void cleanup()
    {
        m_window.reset();
        m_studio.reset();
    }

    void theTrainedLinesAreWhatNewSolosUse()
    {
        show();
        trainWoodshed(30);
        QTRY_VERIFY(label("trainingVerdict").contains(QStringLiteral("New solos use it now.")));
        QVERIFY(label("trainingVerdict").contains(QStringLiteral("memorise")));
        QCOMPARE(find<LossPlot>("lossPlot")->points().size(), std::size_t{30});
        find<QAction>("actGenerate")->trigger();
        QTRY_COMPARE(shownPitch(), 24 + 10); // the best epoch is the tenth
    }

    void itIsHeardWhileItLearns()
    {
        show();
        m_studio->trainer->holdAt = 6;
        trainWoodshed(30);
        auto* combo = find<QComboBox>("comboMilestone");
        QTRY_COMPARE(combo->count(), 4); // untrained, 1, 2, 5
        auto* takes = find<QListView>("listTakes");
        const int before = takes->model()->rowCount();
        combo->setCurrentIndex(2);
        auto* play = find<QToolButton>("btnHear");
        play->setFocus();
        QTest::keyClick(play, Qt::Key_Space);
        QCOMPARE(shownPitch(), 24 + 2);
        QCOMPARE(m_studio->sound->now, Player::State::Playing);
        QVERIFY(takes->currentIndex().data().toString().startsWith(QStringLiteral("Epoch 2:")));
        QCOMPARE(takes->model()->rowCount(), before + 1);

        // Another from the curve, and the same again: it plays from its beginning.
        auto* plot = find<LossPlot>("lossPlot");
        const auto mark = plot->markPlace(5);
        QVERIFY(mark);
        QTest::mouseClick(plot->markArea(), Qt::LeftButton, {}, mark->toPoint());
        QCOMPARE(shownPitch(), 24 + 5);
        QCOMPARE(play->accessibleName(), QStringLiteral("Epoch 5: play"));
        QTest::keyClick(play, Qt::Key_Space);
        m_studio->sound->at = Ticks{960};
        QTest::keyClick(play, Qt::Key_Space);
        QCOMPARE(m_studio->sound->at, Ticks{});
        QCOMPARE(m_studio->sound->now, Player::State::Playing);
        QCOMPARE(takes->model()->rowCount(), before + 2);

        m_studio->trainer->released = true;
        QTRY_COMPARE(combo->count(), 7); // 10, 20 and the last
        QVERIFY(find<QAction>("actTrain")->isEnabled());
        find<QAction>("actTrain")->trigger();
        QTRY_COMPARE(combo->count(), 7);
    }

    void notebookIsHeardToo()
    {
        show();
        find<QComboBox>("comboProfile")->setCurrentIndex(1);
        find<QSpinBox>("spinEpochs")->setValue(12);
        find<QAction>("actTrain")->trigger();
        QTRY_COMPARE(find<QComboBox>("comboMilestone")->count(), 6); // 0 1 2 5 10 12
        QTRY_VERIFY(label("trainingVerdict").contains(QStringLiteral("New solos use it now.")));
    }

    void stopKeepsTheBestLines()
    {
        show();
        m_studio->trainer->holdAt = 8;
        trainWoodshed(30);
        QTRY_COMPARE(find<LossPlot>("lossPlot")->points().size(), std::size_t{7});
        find<QAction>("actStopTraining")->trigger();
        QTRY_VERIFY(label("trainingVerdict").startsWith(QStringLiteral("Stopped;")));
        find<QAction>("actGenerate")->trigger();
        QTRY_COMPARE(shownPitch(), 24 + 7);
    }
};

QTEST_MAIN(TestTrainingWindow)
#include "tst_trainingwindow.moc"
