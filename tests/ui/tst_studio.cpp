// The whole walk with the real core: train, improvise, play silently, export, read back.
#include <algorithm>

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "mainwindow.h"
#include "midi/midifile.h"
#include "sampletakes.h"
#include "studio/connecttocore.h"
#include "support/files.h"
#include "widgets/infobar.h"
#include "widgets/lossplot.h"
#include "widgets/pianoroll.h"

using namespace woodshed;

namespace
{

LeadSheet blues()
{
    LeadSheet tune;
    tune.title = "Test blues";
    tune.key = "F";
    const std::vector<std::pair<std::string, std::vector<int>>> bars{{"F7", {53, 57, 60, 63}},
                                                                     {"Bb7", {58, 62, 65, 68}},
                                                                     {"F7", {53, 57, 60, 63}},
                                                                     {"C7", {60, 64, 67, 70}}};
    Ticks at;
    for (const auto& [text, pitches] : bars) {
        tune.chords.chords.push_back({at, tune.barLength(), text, pitches});
        at += tune.barLength();
    }
    tune.chords.length = at;
    return tune;
}

StudioCorpus madeUpCorpus()
{
    const std::vector<std::string> phrase{"C,0.500", "S,0.250,<M3,m-2>", "C,0.250,<P4,m2>",
                                          "A,0.333,<m3,d-2>", "C,0.667,<M2,m-3>"};
    std::vector<std::string> tokens;
    for (int i = 0; i < 100; ++i)
        tokens.push_back(phrase[static_cast<std::size_t>(i * i) % phrase.size()]);
    StudioCorpus corpus;
    corpus.name = "Made up";
    corpus.dataset = makeDataset(tokens, DatasetOptions{}).value();
    corpus.take = samples::zigzag(32);
    return corpus;
}

/// Lines that wander up and down over the blues.
void addLines(StudioCorpus& corpus)
{
    for (int solo = 0; solo < 6; ++solo) {
        Line& line = corpus.lines.emplace_back();
        line.name = "Line " + std::to_string(solo);
        line.setting = lineSetting(blues());
        for (int i = 0; i < 30; ++i)
            line.notes.push_back({6 * i, 6, i % 8 == 7 ? 6 : 0, 60 + (i * i + solo) % 12});
    }
    corpus.line = std::make_shared<const LineCorpus>(makeLineCorpus(corpus.lines, {}).value());
    corpus.index = std::make_shared<const LineIndex>(corpus.lines);
}

} // namespace

class TestStudio : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void trainsImprovisesAndExports()
    {
        QTemporaryDir folder;
        const QString target = folder.filePath(QStringLiteral("a solo.mid"));
        const QString audio = folder.filePath(QStringLiteral("a solo.mp3"));
        StudioParts parts;
        connectToCore(parts, WOODSHED_TRAINING_MODULE);
        parts.tunes = {blues()};
        parts.corpus = madeUpCorpus();
        const Vocabulary vocabulary = parts.corpus.dataset.vocabulary;
        parts.model.weights = initialWeights(vocabulary.size(), 64, GateActivation::HardSigmoid, 1);
        parts.model.vocabulary = vocabulary;
        parts.demo = samples::zigzag(20);
        parts.soundOptions.driver = "silent";
        parts.askWhereToSave = [&](QWidget*, const QString& proposed) {
            return proposed.endsWith(QStringLiteral(".mid")) ? target : audio;
        };
        parts.accompany = [](const Take& take, const BandSettings&) {
            Performance performance;
            performance.title = take.tune.title;
            performance.tempo = take.tune.tempo;
            performance.parts.push_back({"Solo", 0, 65, take.notes});
            performance.chords = take.tune.chords.chords;
            performance.length = take.tune.chords.length;
            return performance;
        };

        MainWindow window(std::move(parts));
        window.show();
        const auto label = [&window](const char* name) {
            return window.findChild<QLabel*>(QLatin1String(name))->text();
        };
        const auto trigger = [&window](const char* name) {
            window.findChild<QAction*>(QLatin1String(name))->trigger();
        };
        QTRY_VERIFY(window.findChild<QComboBox*>(QStringLiteral("comboOutput"))->isEnabled());

        window.findChild<QSpinBox*>(QStringLiteral("spinEpochs"))->setValue(20);
        trigger("actTrain");
        QTRY_VERIFY_WITH_TIMEOUT(
            label("trainingVerdict").contains(QStringLiteral("New solos use it now.")), 60000);
        const auto& history = window.findChild<LossPlot*>()->points();
        QCOMPARE(history.size(), std::size_t{20});
        QVERIFY(history.back().loss < history.front().loss);

        auto* roll = window.findChild<PianoRoll*>();
        const auto rows =
            window.findChild<QListView*>(QStringLiteral("listTakes"))->model()->rowCount();
        trigger("actGenerate");
        QTRY_COMPARE_WITH_TIMEOUT(
            window.findChild<QListView*>(QStringLiteral("listTakes"))->model()->rowCount(),
            rows + 1, 30000);
        const auto& notes = roll->content().take().notes;
        QVERIFY(!notes.empty());

        trigger("actPlay");
        QTRY_VERIFY(roll->playhead() > Ticks{});
        trigger("actStop");

        trigger("actExport");
        const auto bytes = readFile(target.toStdString());
        QVERIFY2(bytes.has_value(), "nothing was exported");
        const auto reading = readMidi(*bytes);
        QVERIFY(reading.has_value());
        QVERIFY(reading->warnings.empty());
        std::size_t written = 0;
        for (const MidiTrack& track : reading->file.tracks) {
            written += static_cast<std::size_t>(
                std::count_if(track.events.begin(), track.events.end(),
                              [](const MidiEvent& event) { return event.isNoteOn(); }));
        }
        QCOMPARE(written, notes.size());

        trigger("actExportAudio");
        auto* bar = window.findChild<InfoBar*>();
        QTRY_VERIFY2_WITH_TIMEOUT(!bar->message().startsWith(QStringLiteral("Rendering")),
                                  qPrintable(bar->message()), 60000);
        QCOMPARE(bar->message(), QStringLiteral("Saved %1").arg(audio));
        const auto sound = readFile(audio.toStdString());
        QVERIFY(sound.has_value());
        QVERIFY2(sound->size() > 10000, qPrintable(QString::number(sound->size())));
    }

    /// Stopped, saved, opened in another window and gone on with: as if it had never stopped.
    void aTrainingGoesOnInAnotherWindow()
    {
        const QTemporaryDir folder;
        const auto partsNow = [&] {
            StudioParts parts;
            connectToCore(parts, WOODSHED_TRAINING_MODULE);
            parts.tunes = {blues()};
            parts.corpus = madeUpCorpus();
            SessionCorpus record;
            record.name = "Made up";
            record.reference = {.isBuiltIn = true, .path = {}, .digest = "made up"};
            record.take = parts.corpus.take;
            parts.corpus.record = std::make_shared<const SessionCorpus>(std::move(record));
            const Vocabulary vocabulary = parts.corpus.dataset.vocabulary;
            parts.model.weights =
                initialWeights(vocabulary.size(), 64, GateActivation::HardSigmoid, 1);
            parts.model.vocabulary = vocabulary;
            parts.soundOptions.driver = "silent";
            parts.seed = 5;
            parts.accompany = [](const Take&, const BandSettings&) { return Performance(); };
            parts.askWhereToSave = [&](QWidget*, const QString&) {
                return folder.filePath(QStringLiteral("half.woodshed"));
            };
            return parts;
        };
        const auto find = [](const MainWindow& window, const char* name) {
            return window.findChild<QAction*>(QLatin1String(name));
        };
        constexpr int epochs = 400;
        const auto train = [&](MainWindow& window, int least) {
            window.show();
            window.findChild<QSpinBox*>(QStringLiteral("spinEpochs"))->setValue(epochs);
            find(window, "actTrain")->trigger();
            QTRY_VERIFY_WITH_TIMEOUT(
                static_cast<int>(window.findChild<LossPlot*>()->points().size()) >= least, 120000);
        };
        std::vector<EpochReport> whole;
        {
            MainWindow window(partsNow());
            train(window, epochs);
            whole = window.findChild<LossPlot*>()->points();
            QCOMPARE(static_cast<int>(whole.size()), epochs);
        }
        int stopped = 0;
        {
            MainWindow window(partsNow());
            train(window, 5);
            find(window, "actStopTraining")->trigger();
            QTRY_VERIFY_WITH_TIMEOUT(find(window, "actTrain")->isEnabled(), 60000);
            stopped = static_cast<int>(window.findChild<LossPlot*>()->points().size());
            if (stopped == epochs)
                QSKIP("the training was over before it could be stopped");
            QVERIFY(find(window, "actContinueTraining")->isEnabled());
            find(window, "actSave")->trigger();
            QTRY_VERIFY_WITH_TIMEOUT(
                QFileInfo::exists(folder.filePath(QStringLiteral("half.woodshed"))), 60000);
        }
        MainWindow window(partsNow());
        window.show();
        window.openFile(folder.filePath(QStringLiteral("half.woodshed")));
        QTRY_VERIFY_WITH_TIMEOUT(find(window, "actContinueTraining")->isEnabled(), 60000);
        auto* plot = window.findChild<LossPlot*>();
        QCOMPARE(static_cast<int>(plot->points().size()), stopped);
        find(window, "actContinueTraining")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(static_cast<int>(plot->points().size()), epochs, 120000);
        for (int i = 0; i < epochs; ++i) {
            const EpochReport& now = plot->points()[static_cast<std::size_t>(i)];
            const EpochReport& before = whole[static_cast<std::size_t>(i)];
            QVERIFY2(now.loss == before.loss && now.accuracy == before.accuracy,
                     qPrintable(QStringLiteral("epoch %1: %2, not %3")
                                    .arg(i + 1)
                                    .arg(now.loss, 0, 'g', 17)
                                    .arg(before.loss, 0, 'g', 17)));
        }
        QTRY_VERIFY(!find(window, "actContinueTraining")->isEnabled()); // it is complete
    }

    void trainsLinesAndIsHeardLearning()
    {
        StudioParts parts;
        connectToCore(parts, WOODSHED_TRAINING_MODULE);
        parts.tunes = {blues()};
        parts.corpus = madeUpCorpus();
        addLines(parts.corpus);
        parts.soundOptions.driver = "silent";
        parts.accompany = [](const Take& take, const BandSettings&) {
            Performance performance;
            performance.tempo = take.tune.tempo;
            performance.parts.push_back({"Solo", 0, 65, take.notes});
            performance.length = take.tune.chords.length;
            return performance;
        };
        MainWindow window(std::move(parts));
        window.show();
        window.findChild<QSpinBox*>(QStringLiteral("spinHidden"))->setValue(16);
        window.findChild<QSpinBox*>(QStringLiteral("spinLineEpochs"))->setValue(3);
        window.findChild<QAction*>(QStringLiteral("actTrain"))->trigger();
        auto* verdict = window.findChild<QLabel*>(QStringLiteral("trainingVerdict"));
        QTRY_VERIFY2_WITH_TIMEOUT(verdict->text().contains(QStringLiteral("New solos use it now.")),
                                  qPrintable(verdict->text()), 60000);
        auto* milestones = window.findChild<QComboBox*>(QStringLiteral("comboMilestone"));
        QTRY_COMPARE_WITH_TIMEOUT(milestones->count(), 4, 30000); // untrained, 1, 2, 3
        milestones->setCurrentIndex(0);
        auto* hear = window.findChild<QToolButton*>(QStringLiteral("btnHear"));
        hear->click();
        auto* roll = window.findChild<PianoRoll*>();
        const auto untrained = roll->content().take().notes;
        QVERIFY(!untrained.empty());
        QTRY_VERIFY(roll->playhead() > Ticks{});
        milestones->setCurrentIndex(3);
        hear->click();
        QVERIFY(!roll->content().take().notes.empty());
        QVERIFY2(roll->content().take().notes != untrained, "three epochs changed nothing");

        auto* takes = window.findChild<QListView*>(QStringLiteral("listTakes"))->model();
        const auto rows = takes->rowCount();
        window.findChild<QAction*>(QStringLiteral("actGenerate"))->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(takes->rowCount(), rows + 1, 30000);
    }
};

QTEST_MAIN(TestStudio)
#include "tst_studio.moc"
