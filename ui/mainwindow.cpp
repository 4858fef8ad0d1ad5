#include "mainwindow.h"

#include <utility>

#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QScrollArea>
#include <QSplitter>
#include <QStatusBar>
#include <QTimer>
#include <QVBoxLayout>

#include "controllers/audioexportcontroller.h"
#include "controllers/corpuscontroller.h"
#include "controllers/exportcontroller.h"
#include "controllers/milestonecontroller.h"
#include "controllers/trainingcontroller.h"
#include "dialogs/shortcutlist.h"
#include "documentdesk.h"
#include "makingdesk.h"
#include "models/takesmodel.h"
#include "panels/bandbar.h"
#include "panels/corpuspanel.h"
#include "panels/makepanel.h"
#include "panels/mixerpanel.h"
#include "panels/trainingpanel.h"
#include "panels/transportbar.h"
#include "playbackdesk.h"
#include "studio/shortcutguard.h"
#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/infobar.h"
#include "widgets/kindlegend.h"
#include "widgets/pianoroll.h"

namespace woodshed
{

namespace
{

constexpr int sideWidth = 272;
constexpr int margin = 10;

QLabel* heading(const QString& text, QWidget* parent)
{
    auto* label = new ElidedLabel(parent);
    label->setText(text);
    QFont font = label->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.1);
    label->setFont(font);
    return label;
}

} // namespace

MainWindow::MainWindow(StudioParts parts, QWidget* parent)
    : QMainWindow(parent)
    , m_parts(std::move(parts))
    , m_builtInTunes(static_cast<std::ptrdiff_t>(m_parts.tunes.size()))
    , m_actions(this)
    , m_takes(new TakesModel(this))
    , m_training(new TrainingController(m_parts.openTrainer, this))
    , m_milestones(new MilestoneController(m_parts.generate, this))
    , m_corpusFiles(new CorpusController(m_parts.corpusSource, this))
    , m_export(new ExportController(m_parts.askWhereToSave, m_parts.exportMidi, this))
    , m_audioExport(new AudioExportController(m_parts.askWhereToSave, m_parts.exportAudio, this))
    , m_transport(new TransportBar(m_actions, this))
    , m_band(new BandBar(m_actions, this))
    , m_make(new MakePanel(m_parts.tunes, m_takes,
                           {.generate = m_actions.generate,
                            .newBars = m_actions.newBars,
                            .exportMidi = m_actions.exportMidi},
                           this))
    , m_corpusPanel(new CorpusPanel(m_actions.open, this))
    , m_infoBar(new InfoBar(this))
    , m_mixer(new MixerPanel(this))
    , m_roll(new PianoRoll(this))
    , m_trainingPanel(new TrainingPanel(m_actions.train, m_actions.stopTraining, this))
    , m_title(heading({}, this))
    , m_explanation(new ElidedLabel(this))
    , m_liveText(new ElidedLabel(this))
    , m_typingText(new QLabel(this))
    , m_soundText(new QLabel(this))
    , m_desk(new PlaybackDesk(m_parts, m_actions,
                              {.transport = m_transport,
                               .band = m_band,
                               .mixer = m_mixer,
                               .roll = m_roll,
                               .infoBar = m_infoBar,
                               .liveText = m_liveText,
                               .soundText = m_soundText,
                               .typingText = m_typingText},
                              this))
    , m_making(new MakingDesk(m_parts, m_actions,
                              {.panel = m_make,
                               .takes = m_takes,
                               .roll = m_roll,
                               .playback = m_desk,
                               .explanation = m_explanation,
                               .liveText = m_liveText},
                              this))
    , m_documents(new DocumentDesk(
          m_parts, m_actions,
          {.window = this,
           .infoBar = m_infoBar,
           .liveText = m_liveText,
           .settle = [this] { m_desk->settle(); },
           .takeSession = [this] { return session(); },
           .show = [this](const OpenedDocument& opened) { showSession(opened); },
           .showFresh = [this] { showFreshSession(); },
           .proposedName = [this] { return QString::fromStdString(m_make->making().tune); }}))
    , m_completion(this)
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    qApp->installEventFilter(new ShortcutGuard(this));
    layOut();
    connectActions();
    connectTraining();
    connectMaking();
    connectExports();
    connectCorpus();
    connectBin();

    m_trainingPanel->setEpochs(m_parts.trainingEpochs);
    m_demo = m_parts.demo;
    if (m_demo)
        m_takes->add(m_demo, TakesModel::Source::Demo);
    m_builtIn = std::make_shared<const StudioCorpus>(std::move(m_parts.corpus));
    m_documents->setBuiltIn(m_builtIn);
    setCorpus(m_builtIn);
    m_modelCorpus = m_corpus->index;
    setModel(std::move(m_parts.model));
    m_freshModel = m_model;
    m_make->setCurrentTake(0);
    m_transport->focusPlay();
}

MainWindow::~MainWindow() = default;

void MainWindow::layOut()
{
    m_actions.fillMenus(menuBar());
    addToolBar(m_transport);
    addToolBarBreak();
    addToolBar(m_band);
    auto* whole = new QWidget(this);
    auto* layout = new QHBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeSide());
    layout->addWidget(makeCentre(), 1);
    setCentralWidget(whole);

    m_liveText->setObjectName(QStringLiteral("liveText"));
    m_liveText->setText(tr("Space plays, G makes a new solo, Ctrl+R trains."));
    m_liveText->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_soundText->setObjectName(QStringLiteral("soundText"));
    m_liveText->setContentsMargins(margin - 2, 0, 0, 0);
    m_typingText->setObjectName(QStringLiteral("typingText"));
    m_typingText->setToolTip(tr("The computer keyboard is a piano now"));
    statusBar()->addWidget(m_liveText, 1);
    statusBar()->addPermanentWidget(m_typingText);
    statusBar()->addPermanentWidget(m_soundText);
    setMinimumSize(960, 600);
    resize(1280, 800);
}

QWidget* MainWindow::makeSide()
{
    auto* side = new QWidget(this);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(8);
    layout->addWidget(heading(tr("Make"), side));
    layout->addWidget(m_make, 1);
    layout->addSpacing(8);
    layout->addWidget(heading(tr("Corpus"), side));
    layout->addWidget(m_corpusPanel);
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setFixedWidth(sideWidth);
    area->setWidget(side);
    return area;
}

QWidget* MainWindow::makeCentre()
{
    auto* solo = new QWidget(this);
    auto* header = new QHBoxLayout;
    m_title->setObjectName(QStringLiteral("takeTitle"));
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    header->addWidget(m_title, 1);
    header->addWidget(new KindLegend(solo));
    auto* soloLayout = new QVBoxLayout(solo);
    soloLayout->setContentsMargins(0, margin, 0, 0);
    soloLayout->setSpacing(6);
    soloLayout->addWidget(m_mixer);
    soloLayout->addLayout(header);
    soloLayout->addWidget(m_roll, 1);
    m_explanation->setObjectName(QStringLiteral("explanation"));
    m_explanation->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    soloLayout->addWidget(m_explanation);

    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(solo);
    splitter->addWidget(m_trainingPanel);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({480, 220});
    auto* centre = new QWidget(this);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, margin, margin);
    layout->setSpacing(0);
    layout->addWidget(m_infoBar);
    layout->addWidget(splitter, 1);
    return centre;
}

void MainWindow::connectActions()
{
    connect(m_actions.quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions.open, &QAction::triggered, this, [this] {
        if (const QString path = m_parts.askWhatToOpen(this); !path.isEmpty())
            openFile(path);
    });
    connect(m_actions.zoomIn, &QAction::triggered, m_roll, [this] { m_roll->zoomTime(1.25); });
    connect(m_actions.zoomOut, &QAction::triggered, m_roll, [this] { m_roll->zoomTime(0.8); });
    connect(m_actions.zoomFit, &QAction::triggered, m_roll, &PianoRoll::fitTime);
    connect(m_roll, &PianoRoll::currentNoteChanged, m_liveText, &QLabel::setText);
    connect(m_actions.showTraining, &QAction::toggled, m_trainingPanel, &QWidget::setVisible);
    connect(m_actions.fullScreen, &QAction::toggled, this, [this](bool full) {
        setWindowState(windowState().setFlag(Qt::WindowFullScreen, full));
    });
    connect(m_actions.nextPanel, &QAction::triggered, this, [this] { goToPanel(1); });
    connect(m_actions.previousPanel, &QAction::triggered, this, [this] { goToPanel(-1); });
    connect(m_actions.shortcuts, &QAction::triggered, this, [this] {
        auto* list = new ShortcutList(actions(), this);
        list->setAttribute(Qt::WA_DeleteOnClose);
        list->show();
    });
    connect(m_actions.about, &QAction::triggered, this, [this] {
        m_infoBar->showMessage(
            InfoBar::Kind::Information,
            tr("Woodshed %1 composes jazz solos with a network you can watch learn. Free software "
               "under the GNU General Public License, version 3 or later.")
                .arg(QApplication::applicationVersion()));
    });
}

void MainWindow::connectTraining()
{
    connect(m_actions.train, &QAction::triggered, this, &MainWindow::startTraining);
    connect(m_actions.continueTraining, &QAction::triggered, this, &MainWindow::continueTraining);
    connect(m_actions.stopTraining, &QAction::triggered, m_training, &TrainingController::stop);
    connect(m_actions.saveChart, &QAction::triggered, this, &MainWindow::saveChart);
    connect(m_training, &TrainingController::changed, this, &MainWindow::trainingChanged);
    connect(m_training, &TrainingController::finished, this, &MainWindow::trainingFinished);
    connect(m_training, &TrainingController::reached, m_milestones,
            [this](int epoch, const std::shared_ptr<const Model>& model) {
                m_milestones->add(epoch, [model] { return model; });
            });
    connect(m_milestones, &MilestoneController::changed, this, [this] {
        std::vector<int> epochs;
        for (const Milestone& milestone : m_milestones->milestones())
            epochs.push_back(milestone.epoch);
        m_trainingPanel->setMilestones(std::move(epochs));
    });
    connect(m_trainingPanel, &TrainingPanel::milestoneChosen, this, &MainWindow::hearMilestone);
    connect(m_trainingPanel, &TrainingPanel::planChanged, this, &MainWindow::updateTrainAction);
}

void MainWindow::connectMaking()
{
    connect(m_actions.generate, &QAction::triggered, this, &MainWindow::newSolo);
    connect(m_actions.previousTake, &QAction::triggered, this, [this] { stepTake(-1); });
    connect(m_actions.nextTake, &QAction::triggered, this, [this] { stepTake(1); });
    connect(m_make, &MakePanel::takeChosen, this, &MainWindow::showTake);
    connect(m_making, &MakingDesk::failed, this, &MainWindow::showError);
    connect(m_desk, &PlaybackDesk::recorded, this, [this](std::shared_ptr<const Take> take) {
        m_make->setCurrentTake(m_takes->add(std::move(take), TakesModel::Source::Recorded));
    });
    connect(m_actions.quantiseSixteenths, &QAction::triggered, this,
            [this] { quantise(Ticks{Ticks::perQuarter / 4}); });
    connect(m_actions.quantiseTriplets, &QAction::triggered, this,
            [this] { quantise(Ticks{Ticks::perQuarter / 3}); });
}

void MainWindow::connectExports()
{
    connect(m_actions.exportMidi, &QAction::triggered, this, &MainWindow::exportTake);
    connect(m_export, &ExportController::saved, this, &MainWindow::showSaved);
    connect(m_export, &ExportController::failed, this, &MainWindow::showError);
    connect(m_actions.exportAudio, &QAction::triggered, this, &MainWindow::exportAudio);
    connect(m_audioExport, &AudioExportController::runningChanged, this, [this](bool running) {
        m_actions.exportAudio->setEnabled(!running);
        if (running)
            m_infoBar->dismiss(); // what was just asked for is what is looked for
        else
            m_infoBar->endActivity();
    });
    connect(m_audioExport, &AudioExportController::progressed, this, &MainWindow::showRendering);
    connect(m_audioExport, &AudioExportController::saved, this, &MainWindow::showSaved);
    connect(m_audioExport, &AudioExportController::failed, this, &MainWindow::showError);
    connect(m_audioExport, &AudioExportController::cancelled, this,
            [this] { m_liveText->setText(tr("Cancelled; no file was written.")); });
}

void MainWindow::connectCorpus()
{
    connect(m_corpusFiles, &CorpusController::scanned, this, &MainWindow::pickTracks);
    connect(m_corpusFiles, &CorpusController::failed, this, &MainWindow::showError);
    connect(m_corpusFiles, &CorpusController::loaded, this,
            [this](std::shared_ptr<const StudioCorpus> corpus) {
                setCorpus(std::move(corpus));
                m_make->setCurrentTake(m_takes->corpusRow());
                QString text = tr("%1 is the corpus now. Train to let new solos sound like it.")
                                   .arg(QString::fromStdString(m_corpus->name));
                for (const std::string& warning : m_corpus->warnings)
                    text += QLatin1Char('\n') + QString::fromStdString(warning);
                m_infoBar->showMessage(InfoBar::Kind::Information, text, tr("Train"),
                                       [this] { m_actions.train->trigger(); });
            });
    connect(m_corpusPanel, &CorpusPanel::showRequested, this,
            [this] { m_make->setCurrentTake(m_takes->corpusRow()); });
}

void MainWindow::connectBin()
{
    connect(m_actions.binTake, &QAction::triggered, this, &MainWindow::binTake);
    connect(m_actions.restoreTake, &QAction::triggered, this, &MainWindow::restoreTake);
    connect(m_actions.emptyBin, &QAction::triggered, m_takes, &TakesModel::emptyBin);
    connect(m_takes, &TakesModel::binChanged, this, [this](int count) {
        m_actions.restoreTake->setEnabled(count > 0);
        m_actions.emptyBin->setEnabled(count > 0);
        m_actions.emptyBin->setText(count > 0 ? tr("&Empty the bin (%1)").arg(count)
                                              : tr("&Empty the bin"));
    });
}

bool MainWindow::event(QEvent* event)
{
    const bool handled = QMainWindow::event(event);
    if (event->type() == QEvent::Paint && !m_painted) {
        m_painted = true;
        // The rest of the window is painted in the same pass, so this runs when it is all there.
        QTimer::singleShot(0, this, [this] {
            Q_EMIT firstPainted();
            m_desk->open();
            m_documents->begin();
            completeCorpus();
        });
    }
    return handled;
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    event->setAccepted(m_documents->mayClose());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const auto urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.first().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    openFile(event->mimeData()->urls().first().toLocalFile());
}

} // namespace woodshed
