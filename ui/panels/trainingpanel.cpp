#include "panels/trainingpanel.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QToolButton>
#include <QVBoxLayout>

#include "controllers/trainingcontroller.h"
#include "panels/trainingnumbers.h"
#include "widgets/describe.h"
#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/losschart.h"
#include "widgets/lossplot.h"

namespace woodshed
{

namespace
{

constexpr int controlsWidth = 290;

QToolButton* actionButton(QAction* action, const char* name, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setObjectName(QLatin1String(name));
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setMinimumHeight(28);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

TrainingPanel::TrainingPanel(QAction* train, QAction* stopTraining, QWidget* parent)
    : QWidget(parent)
    , m_plot(new LossPlot(this))
    , m_hearing(new QWidget(this))
    , m_milestones(new QComboBox(m_hearing))
    , m_hear(new QToolButton(m_hearing))
    , m_detailsBox(new QWidget(this))
    , m_numbers(new TrainingNumbers(m_detailsBox))
    , m_profile(new QComboBox(this))
    , m_preset(new QComboBox(this))
    , m_hint(new QLabel(this))
    , m_status(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_epochsLabel(new QLabel(tr("&Epochs:"), this))
    , m_epochs(new QSpinBox(this))
    , m_verdict(new QLabel(this))
    , m_parameters(new QLabel(this))
    , m_details(new QPushButton(tr("&Details"), this))
    , m_logarithmic(new QCheckBox(tr("Lo&g scale"), this))
    , m_summary(new QPlainTextEdit(m_detailsBox))
{
    setObjectName(QStringLiteral("trainingPanel"));
    auto* left = new QVBoxLayout;
    left->setSpacing(4);
    left->addWidget(m_plot, 1);
    left->addWidget(makeHearing());
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(left, 2);
    layout->addWidget(makeDetails(), 3);
    layout->addWidget(makeControls(train, stopTraining));
    connect(m_details, &QPushButton::toggled, m_detailsBox, &QWidget::setVisible);
    connect(m_logarithmic, &QCheckBox::toggled, this, [this](bool on) {
        if (!m_plot->setLogarithmic(on))
            m_logarithmic->setChecked(false);
    });
    connect(m_profile, &QComboBox::currentIndexChanged, this, &TrainingPanel::showPlan);
    connect(m_preset, &QComboBox::currentIndexChanged, this, &TrainingPanel::presetChosen);
    connect(m_numbers, &TrainingNumbers::edited, this, [this] {
        m_preset->setCurrentIndex(m_preset->count() - 1);
        showPlan();
    });
    connect(m_epochs, &QSpinBox::valueChanged, this, &TrainingPanel::showPlan);
    connect(m_plot, &LossPlot::markClicked, this, [this](int epoch) {
        m_milestones->setCurrentIndex(m_milestones->findData(epoch));
        Q_EMIT milestoneChosen(epoch);
    });
    connect(m_milestones, &QComboBox::currentIndexChanged, this, &TrainingPanel::describeHearing);
    connect(m_hear, &QToolButton::clicked, this,
            [this] { Q_EMIT milestoneChosen(m_milestones->currentData().toInt()); });
    presetChosen(0);
    showIdle();
}

QWidget* TrainingPanel::makeHearing()
{
    m_hearing->setObjectName(QStringLiteral("hearing"));
    m_milestones->setObjectName(QStringLiteral("comboMilestone"));
    describe(m_milestones, tr("Hear it learn"),
             tr("The same bars, improvised with what the network knew at that epoch"));
    m_hear->setObjectName(QStringLiteral("btnHear"));
    m_hear->setText(tr("Play"));
    m_hear->setIcon(themedIcon(QStringLiteral("play")));
    m_hear->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_hear->setFocusPolicy(Qt::StrongFocus);
    auto* label = new ElidedLabel(m_hearing); // gives way where Details leave little room
    label->setText(tr("Hear it learn:"));
    label->setBuddy(m_milestones);
    label->setToolTip(m_milestones->toolTip());
    auto* layout = new QHBoxLayout(m_hearing);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addStretch(1);
    layout->addWidget(label);
    layout->addWidget(m_milestones);
    layout->addWidget(m_hear);
    layout->addStretch(1);
    m_hearing->hide();
    return m_hearing;
}

QWidget* TrainingPanel::makeDetails()
{
    m_summary->setObjectName(QStringLiteral("modelSummary"));
    m_summary->setReadOnly(true);
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(fixed.pointSizeF() * 0.85);
    m_summary->setFont(fixed);
    m_summary->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_summary->setTabChangesFocus(true);
    m_summary->setFrameShape(QFrame::NoFrame);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Expanding);
    describe(m_summary, tr("Model summary"), tr("The layers of the network and their parameters"));
    auto* layout = new QHBoxLayout(m_detailsBox);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_numbers, 0, Qt::AlignTop);
    layout->addWidget(m_summary, 1);
    m_detailsBox->hide();
    return m_detailsBox;
}

QHBoxLayout* TrainingPanel::makeChoices(QWidget* box)
{
    m_profile->setObjectName(QStringLiteral("comboProfile"));
    m_profile->addItem(tr("Woodshed"), static_cast<int>(TrainingPlan::Profile::Woodshed));
    m_profile->addItem(tr("Notebook"), static_cast<int>(TrainingPlan::Profile::Notebook));
    describe(m_profile, tr("Profile"),
             tr("Woodshed learns whole solos note by note; Notebook follows the classic exercise"));
    m_preset->setObjectName(QStringLiteral("comboPreset"));
    m_preset->addItems({tr("Quick"), tr("Good"), tr("Overnight"), tr("Own numbers")});
    describe(m_preset, tr("Preset"), tr("How thoroughly to train; the numbers are under Details"));
    m_epochs->setObjectName(QStringLiteral("spinEpochs"));
    m_epochs->setRange(1, 100000);
    describe(m_epochs, tr("Epochs"), tr("How many times to go through all examples"));
    m_epochsLabel->setBuddy(m_epochs);
    auto* profileLabel = new QLabel(tr("Profile:"), box);
    profileLabel->setBuddy(m_profile);
    auto* presetLabel = new QLabel(tr("Preset:"), box);
    presetLabel->setBuddy(m_preset);
    presetLabel->hide(); // what the names mean is plain
    auto* row = new QHBoxLayout;
    row->addWidget(profileLabel);
    row->addWidget(m_profile, 1);
    row->addWidget(m_preset, 1);
    row->addWidget(m_epochsLabel);
    row->addWidget(m_epochs);
    return row;
}

QWidget* TrainingPanel::makeControls(QAction* train, QAction* stopTraining)
{
    auto* box = new QWidget(this);
    box->setFixedWidth(controlsWidth);
    m_hint->setObjectName(QStringLiteral("trainingHint"));
    m_hint->setWordWrap(true);
    m_status->setObjectName(QStringLiteral("trainingStatus"));
    m_progress->setObjectName(QStringLiteral("progressTraining"));
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(10);
    describe(m_progress, tr("Training progress"), tr("How much of the training is done"));
    m_verdict->setObjectName(QStringLiteral("trainingVerdict"));
    m_verdict->setWordWrap(true);
    m_verdict->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_parameters->setObjectName(QStringLiteral("parameterCount"));
    m_details->setObjectName(QStringLiteral("btnDetails"));
    m_details->setCheckable(true);
    describe(m_details, tr("Details"),
             tr("Show the numbers of the training and the layers of the network"));
    m_logarithmic->setObjectName(QStringLiteral("checkLogarithmic"));
    describe(m_logarithmic, tr("Log scale"), tr("Show the loss on a logarithmic scale"));

    auto* buttons = new QHBoxLayout;
    QToolButton* trainButton = actionButton(train, "btnTrain", box);
    QToolButton* stopButton = actionButton(stopTraining, "btnStopTraining", box);
    buttons->addWidget(trainButton, 2);
    buttons->addWidget(stopButton, 3);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_logarithmic, 1);
    bottom->addWidget(m_details);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(makeChoices(box));
    layout->addWidget(m_hint);
    layout->addLayout(buttons);
    layout->addWidget(m_status);
    layout->addWidget(m_progress);
    layout->addWidget(m_verdict, 1);
    layout->addWidget(m_parameters);
    layout->addLayout(bottom);
    QWidget* before = m_milestones;
    QList<QWidget*> order{m_hear,      m_profile,  m_preset,      m_epochs,
                          trainButton, stopButton, m_logarithmic, m_details};
    for (QAbstractSpinBox* number : m_numbers->findChildren<QAbstractSpinBox*>())
        order << number;
    order << m_summary;
    for (QWidget* next : order) {
        setTabOrder(before, next);
        before = next;
    }
    return box;
}

void TrainingPanel::setCorpus(std::shared_ptr<const StudioCorpus> corpus, bool isComplete)
{
    m_corpus = std::move(corpus);
    m_isComplete = isComplete;
    const bool canWoodshed = m_corpus->line || !isComplete;
    auto* model = qobject_cast<QStandardItemModel*>(m_profile->model());
    model->item(0)->setEnabled(canWoodshed);
    if (!canWoodshed && m_profile->currentIndex() == 0) {
        m_profile->setCurrentIndex(1);
        m_isForced = true;
    } else if (canWoodshed && std::exchange(m_isForced, false)) {
        m_profile->setCurrentIndex(0);
    }
    showPlan();
}

TrainingPlan TrainingPanel::plan() const
{
    TrainingPlan plan;
    plan.profile = static_cast<TrainingPlan::Profile>(m_profile->currentData().toInt());
    plan.notebook.epochs = m_epochs->value();
    plan.line = m_numbers->options();
    return plan;
}

void TrainingPanel::setPlan(const TrainingPlan& plan)
{
    m_profile->setCurrentIndex(std::max(0, m_profile->findData(static_cast<int>(plan.profile))));
    m_epochs->setValue(plan.notebook.epochs);
    const auto known =
        std::find_if(linePresets.begin(), linePresets.end(), [&](const LinePreset& preset) {
            LineTrainingOptions options = preset.options;
            options.seed = plan.line.seed;
            return options == plan.line;
        });
    m_preset->setCurrentIndex(static_cast<int>(known - linePresets.begin())); // or own numbers
    m_numbers->setOptions(plan.line);
    showPlan();
}

bool TrainingPanel::isReady() const
{
    return m_corpus && plan().fits(*m_corpus);
}

void TrainingPanel::presetChosen(int index)
{
    if (index >= 0 && index < static_cast<int>(linePresets.size()))
        m_numbers->setOptions(linePresets.at(static_cast<std::size_t>(index)).options);
    showPlan();
}

void TrainingPanel::showPlan()
{
    const TrainingPlan chosen = plan();
    const bool isWoodshed = chosen.profile == TrainingPlan::Profile::Woodshed;
    m_preset->setVisible(isWoodshed);
    m_numbers->setVisible(isWoodshed);
    m_epochs->setVisible(!isWoodshed);
    m_epochsLabel->setVisible(!isWoodshed);
    if (!m_isRunning && m_plot->points().empty()) {
        m_plot->setUnit(isWoodshed ? LossUnit::Note : LossUnit::Example);
        m_plot->setEpochs(chosen.epochs());
    }
    QString hint;
    if (m_corpus && isWoodshed && !m_corpus->line) {
        hint = tr("Getting the corpus ready...");
    } else if (m_corpus) {
        hint = expectedTimeText(chosen.expectedSeconds(*m_corpus));
        if (isWoodshed && chosen.line.patience > 0)
            hint = tr("%1 Ends by itself when nothing gets better.").arg(hint);
        else if (!m_corpus->line && m_isComplete && !m_corpus->lineTrouble.empty())
            hint = tr("Notebook only: %1.").arg(QString::fromStdString(m_corpus->lineTrouble));
    }
    m_hint->setText(hint);
    m_hint->setToolTip(hint);
    Q_EMIT planChanged();
}

void TrainingPanel::setEpochs(int epochs)
{
    m_epochs->setValue(epochs);
}

void TrainingPanel::setModelSummary(std::size_t parameters, const QString& summary)
{
    m_parameters->setText(
        tr("%1 parameters").arg(QLocale().toString(static_cast<qulonglong>(parameters))));
    m_summary->setPlainText(summary);
}

void TrainingPanel::setStatus(const QString& text)
{
    m_status->setText(text);
    m_progress->setAccessibleDescription(text);
}

void TrainingPanel::showIdle(bool canGoOn)
{
    const bool isTrained = !m_plot->points().empty();
    if (isTrained && canGoOn) {
        setStatus(tr("Stopped after epoch %1; it can go on").arg(m_plot->points().back().epoch));
    } else {
        setStatus(isTrained ? tr("Training is done") : tr("Not trained yet in this session"));
        m_progress->setRange(0, 1);
        m_progress->setValue(isTrained ? 1 : 0);
    }
    m_isRunning = false;
    for (QWidget* choice :
         std::initializer_list<QWidget*>{m_profile, m_preset, m_epochs, m_numbers})
        choice->setEnabled(true);
}

void TrainingPanel::showProgress(const std::vector<EpochReport>& history, const TrainingPlan& plan)
{
    m_isRunning = true;
    for (QWidget* choice :
         std::initializer_list<QWidget*>{m_profile, m_preset, m_epochs, m_numbers})
        choice->setEnabled(false);
    const int epochs = plan.epochs();
    const bool isWoodshed = plan.profile == TrainingPlan::Profile::Woodshed;
    showVerdict(isWoodshed ? trainingAdvice(history) : QString());
    setStatus(trainingProgressText(history, epochs));
    // Busy until the first epoch is done: the module may have to be loaded.
    m_progress->setRange(0, history.empty() ? 0 : epochs);
    m_progress->setValue(history.empty() ? 0 : history.back().epoch);
    m_plot->setUnit(isWoodshed ? LossUnit::Note : LossUnit::Example);
    m_plot->setEpochs(epochs);
    m_plot->setPoints(history);
}

void TrainingPanel::showStopping()
{
    setStatus(tr("Stopping after this batch..."));
}

void TrainingPanel::showVerdict(const QString& text)
{
    m_verdict->setText(text);
    m_verdict->setAccessibleName(text);
}

void TrainingPanel::setMilestones(std::vector<int> epochs)
{
    const bool follow = m_milestones->currentIndex() + 1 == m_milestones->count();
    const int chosen = m_milestones->currentData().toInt();
    {
        const QSignalBlocker quiet(m_milestones);
        m_milestones->clear();
        for (const int epoch : epochs)
            m_milestones->addItem(epoch == 0 ? tr("Untrained") : tr("Epoch %1").arg(epoch), epoch);
        m_milestones->setCurrentIndex(follow ? m_milestones->count() - 1
                                             : std::max(0, m_milestones->findData(chosen)));
    }
    m_hearing->setVisible(!epochs.empty());
    describeHearing();
    m_plot->setMarks(std::move(epochs));
}

void TrainingPanel::describeHearing()
{
    describe(m_hear, tr("%1: play").arg(m_milestones->currentText()),
             tr("Play the same bars as the network played them then"));
}

QString TrainingPanel::progressText() const
{
    return m_status->text();
}

QString expectedTimeText(double seconds)
{
    constexpr double minute = 60;
    constexpr double hour = 60 * minute;
    if (seconds < 15)
        return TrainingPanel::tr("A few seconds.");
    if (seconds < 1.5 * minute)
        return TrainingPanel::tr("About %1 seconds.").arg(10 * std::lround(seconds / 10));
    if (seconds < 90 * minute)
        return TrainingPanel::tr("About %1 minutes.").arg(std::lround(seconds / minute));
    return TrainingPanel::tr("About %1 hours.").arg(std::lround(seconds / hour));
}

} // namespace woodshed
