// What the window does when something has happened; how it is built stands in mainwindow.cpp.
#include <algorithm>
#include <array>
#include <utility>

#include <QApplication>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QStandardPaths>
#include <QUrl>

#include "controllers/audioexportcontroller.h"
#include "controllers/corpuscontroller.h"
#include "controllers/exportcontroller.h"
#include "controllers/milestonecontroller.h"
#include "controllers/trainingcontroller.h"
#include "dialogs/trackpicker.h"
#include "documentdesk.h"
#include "mainwindow.h"
#include "makingdesk.h"
#include "models/takesmodel.h"
#include "panels/bandbar.h"
#include "panels/corpuspanel.h"
#include "panels/makepanel.h"
#include "panels/mixerpanel.h"
#include "panels/trainingpanel.h"
#include "panels/transportbar.h"
#include "playbackdesk.h"
#include "studio/errortext.h"
#include "widgets/infobar.h"
#include "widgets/lossplot.h"
#include "widgets/pianoroll.h"

namespace woodshed
{

namespace
{

bool takesTab(const QWidget* widget)
{
    return (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->isEnabled() &&
           widget->isVisible() && !widget->focusProxy();
}

} // namespace

void MainWindow::showTake(int row)
{
    const auto take = m_takes->take(row);
    if (!take)
        return;
    if (m_making->keepsPlace()) {
        m_roll->exchangeTake(take);
        m_desk->exchangeTake(take);
    } else {
        m_roll->setTake(take);
        m_desk->setTake(take);
    }
    m_title->setText(m_takes->data(m_takes->index(row), Qt::ToolTipRole).toString());
    m_making->takeShown(row);
    const bool isRecorded = m_takes->isRecorded(row) && m_parts.quantise;
    m_actions.quantiseSixteenths->setEnabled(isRecorded);
    m_actions.quantiseTriplets->setEnabled(isRecorded);
}

void MainWindow::stepTake(int by)
{
    m_make->setCurrentTake(m_make->currentTake() + by);
}

void MainWindow::goToPanel(int direction)
{
    const std::array<QWidget*, 7> panels{m_transport, m_band, m_make,         m_corpusPanel,
                                         m_mixer,     m_roll, m_trainingPanel};
    const int count = static_cast<int>(panels.size());
    const auto holdsFocus = [](QWidget* panel) {
        return panel == QApplication::focusWidget() ||
               panel->isAncestorOf(QApplication::focusWidget());
    };
    const auto at = std::find_if(panels.begin(), panels.end(), holdsFocus);
    int index = at == panels.end() ? -direction : static_cast<int>(at - panels.begin());
    for (int tries = 0; tries < count; ++tries) {
        index = (index + direction + count) % count;
        QWidget* panel = panels.at(static_cast<std::size_t>(index));
        if (!panel->isVisible())
            continue;
        QWidget* target = panel;
        // The order of the focus chain is that of Tab; it starts behind the panel itself.
        while (!takesTab(target))
            target = target->nextInFocusChain();
        target->setFocus(Qt::TabFocusReason);
        return;
    }
}

void MainWindow::newSolo()
{
    const int tune = m_make->tune();
    if (tune >= 0)
        m_making->newSolo(m_parts.tunes[static_cast<std::size_t>(tune)]);
}

void MainWindow::exportTake()
{
    const int row = m_make->currentTake();
    if (m_takes->take(row))
        m_export->exportMidi(m_desk->heard(), m_takes->fileName(row), this);
}

void MainWindow::exportAudio()
{
    const int row = m_make->currentTake();
    if (!m_takes->take(row))
        return;
    const Performance heard = m_desk->heard();
    m_audioExport->exportAudio(heard,
                               {.soundFont = m_desk->soundFont(),
                                .title = heard.title,
                                .comment = m_takes->comment(row),
                                .mix = m_desk->mixOf(heard)},
                               m_takes->fileName(row), this);
}

void MainWindow::showRendering(const QString& name, int percent)
{
    m_infoBar->showActivity(renderingText(name, percent), tr("Cancel"), [this, name] {
        m_infoBar->showActivity(tr("Cancelling %1...").arg(name));
        m_audioExport->cancel();
    });
}

void MainWindow::quantise(Ticks grid)
{
    const int row = m_make->currentTake();
    if (!m_takes->isRecorded(row))
        return;
    Take take = *m_takes->take(row);
    take.notes = m_parts.quantise(std::move(take.notes), grid);
    m_make->setCurrentTake(
        m_takes->addQuantised(std::make_shared<const Take>(std::move(take)), row));
}

void MainWindow::saveChart()
{
    QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    if (!QFileInfo(folder).isDir())
        folder = QDir::homePath();
    QString path = m_parts.askWhereToSave(
        this, QDir(folder).filePath(tr("Woodshed training") + QStringLiteral(".png")));
    if (path.isEmpty())
        return;
    if (QFileInfo(path).suffix().toLower() != QLatin1String("png"))
        path += QStringLiteral(".png");
    if (m_trainingPanel->plot()->savePng(path))
        showSaved(path);
    else
        showError({ErrorCode::NotWritable,
                   "the picture could not be written; choose another folder", path.toStdString()});
}

void MainWindow::startTraining()
{
    m_infoBar->dismiss();
    m_actions.showTraining->setChecked(true);
    TrainingPlan plan = m_trainingPanel->plan();
    plan.notebook.seed = m_parts.seed;
    plan.line.seed = m_parts.seed;
    if (m_training->start(m_corpus, plan) == 0)
        return;
    m_trainingCorpus = m_corpus;
    m_history.reset();
    beginMilestones(plan);
}

void MainWindow::continueTraining()
{
    if (!m_trainingCorpus || !m_training->checkpoint())
        return;
    m_infoBar->dismiss();
    m_actions.showTraining->setChecked(true);
    m_history.reset();
    m_milestones->resume();
    m_training->start(m_trainingCorpus, m_training->plan(), m_training->checkpoint());
}

void MainWindow::binTake()
{
    const int row = m_make->currentTake();
    if (!m_takes->take(row) || m_takes->rowCount() < 2)
        return; // something is always shown
    const QString name = m_takes->label(m_takes->entries()[static_cast<std::size_t>(row)]);
    m_make->setCurrentTake(row + 1 < m_takes->rowCount() ? row + 1 : row - 1);
    m_takes->moveToBin(row);
    m_infoBar->showMessage(InfoBar::Kind::Information, tr("Moved to the bin: %1").arg(name),
                           tr("Restore"), [this] { restoreTake(); });
}

void MainWindow::restoreTake()
{
    if (const int row = m_takes->restoreLast(); row >= 0)
        m_make->setCurrentTake(row);
}

void MainWindow::beginMilestones(const TrainingPlan& plan)
{
    constexpr int bars = 8;
    GenerationOptions options = m_make->options();
    options.choruses = 1;
    options.faithful = false;
    options.seed = m_making->nextSeed();
    LeadSheet sheet = m_parts.tunes[static_cast<std::size_t>(std::max(0, m_make->tune()))];
    if (const std::string feel = m_make->feel(); !feel.empty() && m_parts.inFeel)
        sheet = m_parts.inFeel(std::move(sheet), feel);
    m_milestones->begin(firstBars(std::move(sheet), bars), options);
    m_milestones->add(0, [plan, corpus = m_corpus] {
        return std::make_shared<const Model>(plan.modelWith(plan.untrained(*corpus), *corpus));
    });
}

void MainWindow::hearMilestone(int epoch)
{
    if (auto take = m_milestones->take(epoch)) {
        const int row = m_takes->addMilestone(std::move(take), epoch);
        if (row == m_make->currentTake())
            showTake(row); // from its beginning again
        m_make->setCurrentTake(row);
        m_desk->play();
    }
}

void MainWindow::updateTrainAction()
{
    m_actions.train->setEnabled(m_training->state() == TrainingController::State::Idle &&
                                m_trainingPanel->isReady());
}

void MainWindow::completeCorpus()
{
    if (!m_parts.completeCorpus)
        return;
    m_completion.start(
        [complete = std::move(m_parts.completeCorpus),
         corpus = m_corpus](const std::stop_token&) -> std::shared_ptr<const StudioCorpus> {
            auto whole = std::make_shared<StudioCorpus>(*corpus);
            complete(*whole);
            return whole;
        },
        [this, before = m_corpus](std::shared_ptr<const StudioCorpus> whole) {
            m_documents->document()->look();
            m_builtIn = whole;
            m_documents->setBuiltIn(m_builtIn);
            std::replace(m_corpora.begin(), m_corpora.end(), before, m_builtIn);
            if (!m_modelCorpus) { // the model of the start has learned from this one
                m_modelCorpus = whole->index;
                m_making->setModel(m_model, m_modelCorpus);
            }
            if (m_trainingCorpus == before)
                m_trainingCorpus = whole;
            if (m_corpus == before) { // no other one was opened meanwhile
                m_corpus = std::move(whole);
                m_trainingPanel->setCorpus(m_corpus, true);
            }
            m_documents->takeAsUnchanged();
            if (!m_waitingDocument.isEmpty())
                m_documents->open(std::exchange(m_waitingDocument, QString()));
        });
}

void MainWindow::trainingChanged()
{
    const auto state = m_training->state();
    updateTrainAction();
    m_actions.stopTraining->setEnabled(state == TrainingController::State::Running);
    m_actions.continueTraining->setEnabled(state == TrainingController::State::Idle &&
                                           m_trainingCorpus && m_training->checkpoint());
    m_actions.saveChart->setEnabled(!m_training->history().empty());
    m_trainingPanel->showProgress(m_training->history(), m_training->plan());
    if (state == TrainingController::State::Idle)
        m_trainingPanel->showIdle(m_actions.continueTraining->isEnabled());
    else if (state == TrainingController::State::Stopping)
        m_trainingPanel->showStopping();
}

void MainWindow::trainingFinished(const TrainingOutcome& outcome)
{
    if (!outcome.result) {
        if (outcome.result.error().code != ErrorCode::Cancelled)
            showError(outcome.result.error());
        m_trainingPanel->showVerdict(
            tr("The training ended early; new solos use the model from before."));
        return;
    }
    const TrainingResult& result = *outcome.result;
    if (result.ending == TrainingResult::Ending::Diverged) {
        showError({ErrorCode::Diverged, result.message, {}});
        m_trainingPanel->showVerdict(
            result.bestEpoch > 0
                ? tr("The training went astray; new solos use its best network before that.")
                : tr("The training went astray; new solos use the model from before."));
    } else {
        m_trainingPanel->showVerdict(trainingVerdict(result, outcome.plan.profile));
    }
    if (result.bestEpoch == 0)
        return;
    Model model = outcome.plan.modelWith(result.best, *outcome.corpus);
    model.notes["epochs"] = std::to_string(result.bestEpoch);
    model.notes["loss"] = QString::number(result.bestLoss, 'f', 4).toStdString();
    m_modelCorpus = outcome.corpus->index;
    setModel(std::move(model));
}

void MainWindow::setModel(Model model)
{
    m_model = std::make_shared<const Model>(std::move(model));
    modelChanged();
}

void MainWindow::modelChanged()
{
    m_making->setModel(m_model, m_modelCorpus);
    const Weights& weights = m_model->weights;
    QString summary;
    if (m_parts.modelSummary)
        summary = QString::fromStdString(m_parts.modelSummary(weights, m_corpus->dataset.steps));
    m_trainingPanel->setModelSummary(weights.parameterCount(), summary);
}

void MainWindow::setCorpus(std::shared_ptr<const StudioCorpus> corpus)
{
    m_corpus = std::move(corpus);
    keepCorpus(m_corpus);
    m_corpusPanel->setCorpus(*m_corpus);
    // The corpus of the start is completed after the first paint.
    m_trainingPanel->setCorpus(m_corpus, m_painted || !m_parts.completeCorpus);
    if (!m_corpus->take)
        return;
    m_takes->add(m_corpus->take, TakesModel::Source::Corpus);
    // A corpus brings its own chords to improvise over, as the classic exercise does.
    const LeadSheet& tune = m_corpus->take->tune;
    const auto known =
        std::find_if(m_parts.tunes.begin(), m_parts.tunes.end(),
                     [&](const LeadSheet& other) { return other.title == tune.title; });
    if (tune.chords.chords.empty())
        return;
    if (known == m_parts.tunes.end()) {
        m_parts.tunes.push_back(tune);
        m_ownTunes.push_back(std::make_shared<const LeadSheet>(tune));
        m_make->addTune(tune);
    } else if (const auto place = std::distance(m_parts.tunes.begin(), known);
               place >= m_builtInTunes) {
        *known = tune; // the same file again, perhaps another excerpt of it
        m_ownTunes[static_cast<std::size_t>(place - m_builtInTunes)] =
            std::make_shared<const LeadSheet>(tune);
        m_make->setTune(static_cast<int>(std::distance(m_parts.tunes.begin(), known)));
    }
}

void MainWindow::openFile(const QString& path)
{
    m_infoBar->dismiss();
    const std::filesystem::path file(path.toStdU16String());
    if (!hasSuffix(file, {documentSuffix})) {
        m_corpusFiles->scan(file);
        return;
    }
    // Documents over the built-in corpus open at once when it is there.
    if (m_completion.isRunning() || (!m_painted && m_parts.completeCorpus))
        m_waitingDocument = path;
    else
        m_documents->open(path);
}

void MainWindow::pickTracks(const std::filesystem::path& path, const CorpusScan& scan)
{
    if (scan.tracks.empty()) { // a format with one melody: nothing to choose
        m_corpusFiles->load(path, scan.guess);
        return;
    }
    auto* picker =
        new TrackPicker(scan, QString::fromStdU16String(path.filename().u16string()), this);
    picker->setAttribute(Qt::WA_DeleteOnClose);
    connect(picker, &QDialog::accepted, this,
            [this, picker, path] { m_corpusFiles->load(path, picker->choice()); });
    picker->open();
}

void MainWindow::showError(const Error& error)
{
    m_infoBar->showMessage(InfoBar::Kind::Error, errorText(error));
}

void MainWindow::showSaved(const QString& path)
{
    m_infoBar->showMessage(
        InfoBar::Kind::Information, tr("Saved %1").arg(QDir::toNativeSeparators(path)),
        tr("Show in folder"),
        [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath())); });
}

} // namespace woodshed
