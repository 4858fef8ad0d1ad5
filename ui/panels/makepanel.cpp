#include "panels/makepanel.h"

#include <utility>

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

#include "models/takesmodel.h"
#include "widgets/describe.h"

namespace woodshed
{

namespace
{

constexpr int usualCreativity = 90; ///< hundredths

/// A button of its own text for an action.
void triggerBy(QPushButton* button, QAction* action)
{
    button->setIcon(action->icon());
    button->setEnabled(action->isEnabled());
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    QObject::connect(action, &QAction::enabledChanged, button, &QPushButton::setEnabled);
}

} // namespace

MakePanel::MakePanel(const std::vector<LeadSheet>& tunes, TakesModel* takes, QAction* generate,
                     QAction* exportMidi, QWidget* parent)
    : QWidget(parent)
    , m_tune(new QComboBox(this))
    , m_feel(new QComboBox(this))
    , m_choruses(new QSpinBox(this))
    , m_creativity(new QSlider(this))
    , m_creativityNumber(new QLabel(this))
    , m_creativityWords(new QLabel(this))
    , m_faithful(new QCheckBox(tr("Faithful to the &notebook"), this))
    , m_generate(new QPushButton(tr("New &solo (G)"), this))
    , m_takes(new QListView(this))
{
    setObjectName(QStringLiteral("makePanel"));
    m_tune->setObjectName(QStringLiteral("comboTune"));
    m_tune->setMinimumContentsLength(12);
    m_tune->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    for (const LeadSheet& tune : tunes)
        m_tune->addItem(QString::fromStdString(tune.title));
    describe(m_tune, tr("Tune"), tr("The chords to improvise over"));
    fillFeels();
    m_choruses->setObjectName(QStringLiteral("spinChoruses"));
    m_choruses->setRange(1, 64);
    m_choruses->setValue(2);
    describe(m_choruses, tr("Choruses"), tr("How many times through the tune"));
    m_faithful->setObjectName(QStringLiteral("checkFaithful"));
    describe(m_faithful, tr("Faithful to the notebook"),
             tr("Make and clean up notes exactly as the classic exercise does, quirks and all"));

    m_generate->setObjectName(QStringLiteral("btnGenerate"));
    m_generate->setMinimumHeight(36);
    QFont bold = m_generate->font();
    bold.setBold(true);
    m_generate->setFont(bold);
    triggerBy(m_generate, generate);
    describe(m_generate, tr("New solo"), generate->statusTip());

    m_takes->setObjectName(QStringLiteral("listTakes"));
    m_takes->setModel(takes);
    m_takes->setMinimumHeight(60);
    m_takes->setTextElideMode(Qt::ElideRight);
    m_takes->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    describe(m_takes, tr("Takes"),
             tr("Everything played so far; choose one to see and hear it again"));
    auto* takesLabel = new QLabel(tr("Ta&kes"), this);
    takesLabel->setBuddy(m_takes);
    auto* exportButton = new QPushButton(tr("Export MIDI..."), this);
    exportButton->setObjectName(QStringLiteral("btnExport"));
    triggerBy(exportButton, exportMidi);
    describe(exportButton, tr("Export MIDI"), exportMidi->statusTip());

    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("T&une:"), m_tune);
    form->addRow(tr("Feel:"), m_feel);
    form->addRow(tr("&Choruses:"), m_choruses);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(form);
    layout->addWidget(makeCreativity());
    layout->addWidget(m_faithful);
    layout->addSpacing(2);
    layout->addWidget(m_generate);
    layout->addSpacing(6);
    layout->addWidget(takesLabel);
    layout->addWidget(m_takes, 1);
    layout->addWidget(exportButton);

    connect(m_takes->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid())
                    Q_EMIT takeChosen(current.row());
            });
}

void MakePanel::fillFeels()
{
    m_feel->setObjectName(QStringLiteral("comboFeel"));
    m_feel->setMinimumContentsLength(12);
    m_feel->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    // The words are those of the command line and of files.
    const std::vector<std::pair<QString, const char*>> feels{
        {tr("Tune's own"), ""},       {tr("Medium swing"), "swing"}, {tr("Up-tempo"), "up"},
        {tr("Ballad"), "ballad"},     {tr("Jazz waltz"), "waltz"},   {tr("Bossa nova"), "bossa"},
        {tr("Blues shuffle"), "shuffle"}};
    for (const auto& [shown, word] : feels)
        m_feel->addItem(shown, QString::fromLatin1(word));
    describe(m_feel, tr("Feel"), tr("How the band plays under the next new solo"));
}

QWidget* MakePanel::makeCreativity()
{
    auto* box = new QWidget(this);
    m_creativity->setObjectName(QStringLiteral("sliderCreativity"));
    m_creativity->setOrientation(Qt::Horizontal);
    m_creativity->setRange(0, 200);
    m_creativity->setSingleStep(5);
    m_creativity->setPageStep(20);
    auto* label = new QLabel(tr("C&reativity:"), box);
    label->setBuddy(m_creativity);
    m_creativityNumber->setObjectName(QStringLiteral("creativityNumber"));
    m_creativityNumber->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_creativityWords->setObjectName(QStringLiteral("creativityWords"));
    m_creativityWords->setForegroundRole(QPalette::WindowText);
    auto* top = new QHBoxLayout;
    top->addWidget(label);
    top->addStretch(1);
    top->addWidget(m_creativityNumber);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(m_creativity);
    layout->addWidget(m_creativityWords);
    connect(m_creativity, &QSlider::valueChanged, this, &MakePanel::creativityChanged);
    m_creativity->setValue(usualCreativity);
    return box;
}

void MakePanel::creativityChanged(int hundredths)
{
    const double temperature = hundredths / 100.0;
    const QString number = QLocale().toString(temperature, 'f', 2);
    m_creativityNumber->setText(number);
    m_creativityWords->setText(creativityWords(temperature));
    describe(
        m_creativity, tr("Creativity %1, %2").arg(number, creativityWords(temperature)),
        tr("How far a solo strays from what is most probable (the temperature of the sampling)"));
}

void MakePanel::addTune(const LeadSheet& tune)
{
    m_tune->addItem(QString::fromStdString(tune.title));
    m_tune->setCurrentIndex(m_tune->count() - 1);
}

void MakePanel::setTune(int tune)
{
    m_tune->setCurrentIndex(tune);
}

int MakePanel::tune() const
{
    return m_tune->currentIndex();
}

GenerationOptions MakePanel::options() const
{
    GenerationOptions options;
    options.choruses = m_choruses->value();
    options.temperature = m_creativity->value() / 100.0;
    options.faithful = m_faithful->isChecked();
    return options;
}

std::string MakePanel::feel() const
{
    return m_feel->currentData().toString().toStdString();
}

int MakePanel::currentTake() const
{
    return m_takes->currentIndex().row();
}

void MakePanel::setCurrentTake(int row)
{
    if (row >= 0 && row < m_takes->model()->rowCount())
        m_takes->setCurrentIndex(m_takes->model()->index(row, 0));
}

void MakePanel::setBusy(bool busy)
{
    m_generate->setText(busy ? tr("Improvising...") : tr("New &solo (G)"));
}

QString creativityWords(double temperature)
{
    if (temperature < 0.05)
        return MakePanel::tr("always the most probable");
    if (temperature < 0.6)
        return MakePanel::tr("careful: close to what it knows");
    if (temperature < 1.05)
        return MakePanel::tr("bold: strays sometimes");
    if (temperature < 1.5)
        return MakePanel::tr("wild: often surprising");
    return MakePanel::tr("reckless: nearly anything goes");
}

} // namespace woodshed
