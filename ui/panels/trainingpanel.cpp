#include "panels/trainingpanel.h"

#include <QAction>
#include <QCheckBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include "controllers/trainingcontroller.h"
#include "widgets/describe.h"
#include "widgets/lossplot.h"

namespace woodshed
{

namespace
{

constexpr int controlsWidth = 300;

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
    , m_status(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_epochs(new QSpinBox(this))
    , m_verdict(new QLabel(this))
    , m_parameters(new QLabel(this))
    , m_details(new QPushButton(tr("&Details"), this))
    , m_logarithmic(new QCheckBox(tr("Lo&g scale"), this))
    , m_summary(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("trainingPanel"));
    m_summary->setObjectName(QStringLiteral("modelSummary"));
    m_summary->setReadOnly(true);
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(fixed.pointSizeF() * 0.85);
    m_summary->setFont(fixed);
    m_summary->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_summary->setTabChangesFocus(true);
    m_summary->setFrameShape(QFrame::NoFrame);
    describe(m_summary, tr("Model summary"), tr("The layers of the network and their parameters"));
    m_summary->hide();

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_plot, 2);
    layout->addWidget(m_summary, 3);
    layout->addWidget(makeControls(train, stopTraining));
    connect(m_details, &QPushButton::toggled, m_summary, &QWidget::setVisible);
    connect(m_logarithmic, &QCheckBox::toggled, this, [this](bool on) {
        if (!m_plot->setLogarithmic(on))
            m_logarithmic->setChecked(false);
    });
    connect(m_epochs, &QSpinBox::valueChanged, m_plot, &LossPlot::setEpochs);
    showIdle();
}

QWidget* TrainingPanel::makeControls(QAction* train, QAction* stopTraining)
{
    auto* box = new QWidget(this);
    box->setFixedWidth(controlsWidth);
    m_epochs->setObjectName(QStringLiteral("spinEpochs"));
    m_epochs->setRange(1, 100000);
    describe(m_epochs, tr("Epochs"), tr("How many times to go through all examples"));
    auto* epochsLabel = new QLabel(tr("&Epochs:"), box);
    epochsLabel->setBuddy(m_epochs);
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
    describe(m_details, tr("Details"), tr("Show the layers of the network"));
    m_logarithmic->setObjectName(QStringLiteral("checkLogarithmic"));
    describe(m_logarithmic, tr("Log scale"), tr("Show the loss on a logarithmic scale"));

    auto* top = new QHBoxLayout;
    QToolButton* trainButton = actionButton(train, "btnTrain", box);
    QToolButton* stopButton = actionButton(stopTraining, "btnStopTraining", box);
    top->addWidget(trainButton, 1);
    top->addWidget(epochsLabel);
    top->addWidget(m_epochs);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_parameters, 1);
    bottom->addWidget(m_logarithmic);
    bottom->addWidget(m_details);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(top);
    layout->addWidget(stopButton);
    layout->addWidget(m_status);
    layout->addWidget(m_progress);
    layout->addWidget(m_verdict, 1);
    layout->addLayout(bottom);
    QWidget* before = trainButton;
    for (QWidget* next : std::initializer_list<QWidget*>{m_epochs, stopButton, m_logarithmic,
                                                         m_details, m_summary}) {
        setTabOrder(before, next);
        before = next;
    }
    return box;
}

int TrainingPanel::epochs() const
{
    return m_epochs->value();
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

void TrainingPanel::showIdle()
{
    setStatus(m_plot->points().empty() ? tr("Not trained yet in this session")
                                       : tr("Training is done"));
    m_progress->setRange(0, 1);
    m_progress->setValue(m_plot->points().empty() ? 0 : 1);
    m_epochs->setEnabled(true);
}

void TrainingPanel::showProgress(const std::vector<EpochReport>& history, int epochs)
{
    m_epochs->setEnabled(false);
    m_verdict->clear();
    setStatus(trainingProgressText(history, epochs));
    // Busy until the first epoch is done: the module may have to be loaded.
    m_progress->setRange(0, history.empty() ? 0 : epochs);
    m_progress->setValue(history.empty() ? 0 : history.back().epoch);
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

QString TrainingPanel::progressText() const
{
    return m_status->text();
}

} // namespace woodshed
