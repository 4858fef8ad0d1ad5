#include "panels/makepanel.h"

#include <algorithm>
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
#include <QToolButton>
#include <QVBoxLayout>

#include "corpus/linecharacter.h"
#include "generation/linegenerator.h"
#include "models/takesmodel.h"
#include "widgets/describe.h"
#include "widgets/dialslider.h"
#include "widgets/originalityline.h"

namespace woodshed
{

namespace
{

constexpr int usualCreativity = 95; ///< hundredths

/// What the corpus file and the command line call a voice, as the window shows it.
QString voiceText(std::string_view voice)
{
    if (voice == "lyrical")
        return MakePanel::tr("Lyrical");
    if (voice == "bebop")
        return MakePanel::tr("Bebop");
    if (voice == "blues")
        return MakePanel::tr("Blues");
    if (voice == "modern")
        return MakePanel::tr("Modern");
    return QString::fromUtf8(voice.data(), static_cast<qsizetype>(voice.size()));
}

/// Which kinds of player a model has learned from.
std::vector<std::string_view> voicesOf(const Model& model)
{
    std::vector<std::string_view> known;
    const auto characters = readCharacters(model.characters);
    if (model.profile != woodshedProfile || !characters)
        return known;
    for (const std::string_view voice : voiceNames()) {
        const std::int8_t number = voiceNumber(voice);
        if (std::any_of(characters->begin(), characters->end(),
                        [number](const SoloCharacter& character) {
                            return character.passages.front().voice == number;
                        }))
            known.push_back(voice);
    }
    return known;
}

/// A button of its own text for an action.
void triggerBy(QPushButton* button, QAction* action)
{
    button->setIcon(action->icon());
    button->setEnabled(action->isEnabled());
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    QObject::connect(action, &QAction::enabledChanged, button, &QPushButton::setEnabled);
}

} // namespace

MakePanel::MakePanel(const std::vector<LeadSheet>& tunes, TakesModel* takes,
                     const Commands& commands, QWidget* parent)
    : QWidget(parent)
    , m_tune(new QComboBox(this))
    , m_feel(new QComboBox(this))
    , m_choruses(new QSpinBox(this))
    , m_creativity(new QSlider(this))
    , m_creativityNumber(new QLabel(this))
    , m_creativityWords(new QLabel(this))
    , m_more(new QToolButton(this))
    , m_rare(new QWidget(this))
    , m_rareForm(new QFormLayout)
    , m_voice(new QComboBox(m_rare))
    , m_variations(new QSpinBox(m_rare))
    , m_opening(new QSpinBox(m_rare))
    , m_faithful(new QCheckBox(tr("Faithful to the &notebook"), m_rare))
    , m_generate(new QPushButton(tr("New &solo (G)"), this))
    , m_newBars(new QPushButton(tr("New &bars (Shift+G)"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_originality(new OriginalityLine(this))
    , m_takes(new QListView(this))
    , m_export(new QPushButton(tr("Export MIDI..."), this))
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
    makeDials();
    makeVariations();
    makeButtons(commands);
    makeTakes(takes);
    auto* takesLabel = new QLabel(tr("Ta&kes"), this);
    takesLabel->setBuddy(m_takes);

    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("T&une:"), m_tune);
    form->addRow(tr("Feel:"), m_feel);
    form->addRow(tr("&Choruses:"), m_choruses);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(form);
    layout->addWidget(makeCreativity());
    layout->addWidget(m_density);
    layout->addWidget(m_risk);
    layout->addWidget(m_more);
    layout->addWidget(makeMore());
    layout->addSpacing(2);
    layout->addWidget(m_generate);
    layout->addWidget(m_newBars);
    layout->addWidget(m_cancel);
    layout->addWidget(m_originality);
    layout->addSpacing(6);
    layout->addWidget(takesLabel);
    layout->addWidget(m_takes, 1);
    layout->addWidget(m_export);
    orderTabs();
}

void MakePanel::makeDials()
{
    m_density =
        new DialSlider(QStringLiteral("Density"), tr("Density"), tr("How many notes the solo has"),
                       {.farLeft = tr("much sparser"),
                        .left = tr("sparser"),
                        .right = tr("busier"),
                        .farRight = tr("much busier")},
                       this);
    m_risk = new DialSlider(QStringLiteral("Risk"), tr("Risk"),
                            tr("How often the solo leaves the scales of the chords"),
                            {.farLeft = tr("inside the chords"),
                             .left = tr("more inside"),
                             .right = tr("more outside"),
                             .farRight = tr("far outside")},
                            this);
    m_range = new DialSlider(QStringLiteral("Range"), tr("Range"),
                             tr("How far up and down the solo goes"),
                             {.farLeft = tr("very narrow"),
                              .left = tr("narrower"),
                              .right = tr("wider"),
                              .farRight = tr("very wide")},
                             m_rare);
    m_harmony = new DialSlider(QStringLiteral("Harmony"), tr("Harmony"),
                               tr("Whether the solo follows its own contour or the tones of the "
                                  "chords"),
                               {.farLeft = tr("contour first"),
                                .left = tr("more contour"),
                                .right = tr("more chord tones"),
                                .farRight = tr("chord tones first")},
                               m_rare);
    for (DialSlider* dial : {m_range, m_harmony})
        connect(dial, &DialSlider::changed, this, &MakePanel::showMore);
}

void MakePanel::makeVariations()
{
    m_voice->setObjectName(QStringLiteral("comboVoice"));
    describe(m_voice, tr("Voice"), tr("What kind of player the next solo sounds like"));
    m_variations->setObjectName(QStringLiteral("spinVariations"));
    m_variations->setRange(1, 8);
    describe(m_variations, tr("Variations"),
             tr("How many takes a New solo makes, with seeds in a row"));
    m_opening->setObjectName(QStringLiteral("spinOpening"));
    m_opening->setRange(0, 8);
    m_opening->setSpecialValueText(tr("nothing"));
    connect(m_opening, &QSpinBox::valueChanged, this, &MakePanel::showMore);
    m_faithful->setObjectName(QStringLiteral("checkFaithful"));
    describe(m_faithful, tr("Faithful to the notebook"), QString());
    connect(m_variations, &QSpinBox::valueChanged, this, &MakePanel::showMore);
    connect(m_voice, &QComboBox::currentIndexChanged, this, &MakePanel::showMore);
    connect(m_faithful, &QCheckBox::toggled, this, &MakePanel::showMore);
}

QWidget* MakePanel::makeMore()
{
    m_more->setObjectName(QStringLiteral("btnMore"));
    m_more->setCheckable(true);
    m_more->setAutoRaise(true);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setFocusPolicy(Qt::StrongFocus);
    connect(m_more, &QToolButton::toggled, m_rare, &QWidget::setVisible);
    connect(m_more, &QToolButton::toggled, this, &MakePanel::showMore);
    m_rareForm->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_rareForm->addRow(tr("Voice:"), m_voice);
    m_rareForm->addRow(tr("Variations:"), m_variations);
    m_rareForm->addRow(tr("Keep bars:"), m_opening);
    auto* layout = new QVBoxLayout(m_rare);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_range);
    layout->addWidget(m_harmony);
    layout->addLayout(m_rareForm);
    layout->addWidget(m_faithful);
    m_rare->hide();
    showMore();
    return m_rare;
}

void MakePanel::showMore()
{
    const bool open = m_more->isChecked();
    const bool isSet =
        (m_range->isEnabled() && (m_range->value() != 0 || m_harmony->value() != 0)) ||
        m_variations->value() > 1 || openingBars() > 0 || !options().voice.empty() ||
        options().faithful;
    m_more->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    // What is folded away and yet at work is told.
    m_more->setText(isSet && !open ? tr("More (in use)") : tr("More"));
    describe(m_more, open ? tr("More, shown") : tr("More, hidden"),
             tr("Range, harmony, voice, variations and opening of the next solo"));
}

void MakePanel::makeButtons(const Commands& commands)
{
    m_generate->setObjectName(QStringLiteral("btnGenerate"));
    m_generate->setMinimumHeight(36);
    QFont bold = m_generate->font();
    bold.setBold(true);
    m_generate->setFont(bold);
    triggerBy(m_generate, commands.generate);
    describe(m_generate, tr("New solo"), commands.generate->statusTip());

    m_newBars->setObjectName(QStringLiteral("btnNewBars"));
    triggerBy(m_newBars, commands.newBars);
    const auto tell = [this, action = commands.newBars] {
        describe(m_newBars, tr("New bars"), action->statusTip());
        m_newBars->setToolTip(action->toolTip());
    };
    connect(commands.newBars, &QAction::changed, this, tell);
    tell();
    m_cancel->setObjectName(QStringLiteral("btnCancelMaking"));
    describe(m_cancel, tr("Cancel"), tr("Make no further takes; what is ready stays"));
    m_cancel->hide();
    connect(m_cancel, &QPushButton::clicked, this, &MakePanel::cancelled);
    connect(m_originality, &OriginalityLine::sourceRequested, this, &MakePanel::sourceRequested);

    m_export->setObjectName(QStringLiteral("btnExport"));
    triggerBy(m_export, commands.exportMidi);
    describe(m_export, tr("Export MIDI"), commands.exportMidi->statusTip());
}

void MakePanel::makeTakes(TakesModel* takes)
{
    m_takes->setObjectName(QStringLiteral("listTakes"));
    m_takes->setModel(takes);
    m_takes->setMinimumHeight(84);
    m_takes->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored); // what is left over
    m_takes->setTextElideMode(Qt::ElideRight);
    m_takes->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    describe(m_takes, tr("Takes"),
             tr("Everything played so far; choose one to see and hear it again"));
    connect(m_takes->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid())
                    Q_EMIT takeChosen(current.row());
            });
}

void MakePanel::orderTabs()
{
    const std::array<QWidget*, 17> order{
        m_tune,           m_feel,       m_choruses,        m_creativity,        m_density->slider(),
        m_risk->slider(), m_more,       m_range->slider(), m_harmony->slider(), m_voice,
        m_variations,     m_opening,    m_faithful,        m_generate,          m_newBars,
        m_cancel,         m_originality};
    for (std::size_t i = 1; i < order.size(); ++i)
        setTabOrder(order.at(i - 1), order.at(i));
    setTabOrder(m_originality, m_takes);
    setTabOrder(m_takes, m_export);
}

void MakePanel::fillFeels()
{
    m_feel->setObjectName(QStringLiteral("comboFeel"));
    m_feel->setMinimumContentsLength(12);
    m_feel->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    // The words are those of the command line and of files.
    const std::vector<std::pair<QString, const char*>> feels{
        {tr("Tune's own"), ""},          {tr("Medium swing"), "swing"}, {tr("Up-tempo"), "up"},
        {tr("Ballad"), "ballad"},        {tr("Jazz waltz"), "waltz"},   {tr("Bossa nova"), "bossa"},
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

void MakePanel::setTunes(const std::vector<LeadSheet>& tunes)
{
    m_tune->clear();
    for (const LeadSheet& tune : tunes)
        m_tune->addItem(QString::fromStdString(tune.title));
}

int MakePanel::tune() const
{
    return m_tune->currentIndex();
}

void MakePanel::setModel(const Model& model)
{
    const bool isWoodshed = model.profile == woodshedProfile;
    const QString reason = isWoodshed
                               ? QString()
                               : tr("The model of now is of the notebook's kind, which knows "
                                    "no dials; train a Woodshed model to use them");
    for (DialSlider* dial : {m_density, m_risk, m_range, m_harmony})
        dial->rest(reason);
    m_opening->setEnabled(isWoodshed);
    describe(m_opening, tr("Keep bars"),
             isWoodshed ? tr("How many of the first bars of the take that is shown a New solo "
                             "begins with; what you recorded is a take too")
                        : reason);
    m_faithful->setEnabled(!isWoodshed);
    describe(m_faithful, tr("Faithful to the notebook"),
             isWoodshed
                 ? tr("The model of now is a Woodshed model; only one of the notebook's kind can "
                      "be faithful to it")
                 : tr("Make and clean up notes exactly as the classic exercise does, quirks and "
                      "all"));
    const QVariant before = m_voice->currentData();
    const auto voices = voicesOf(model);
    m_voice->clear();
    m_voice->addItem(tr("Any"), QString());
    for (const std::string_view voice : voices)
        m_voice->addItem(voiceText(voice), QString::fromStdString(std::string(voice)));
    m_voice->setCurrentIndex(std::max(0, m_voice->findData(before)));
    m_rareForm->setRowVisible(m_voice, !voices.empty());
    showMore();
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
    if (!busy)
        showCancel(false);
}

void MakePanel::showProgress(int number, int count)
{
    if (count == 1)
        return;
    m_generate->setText(tr("Improvising %1 of %2...").arg(number).arg(count));
    showCancel(true);
}

void MakePanel::showCancel(bool shown)
{
    // The one stands where the other does, and hands on the focus.
    QPushButton* goes = shown ? m_newBars : m_cancel;
    QPushButton* comes = shown ? m_cancel : m_newBars;
    const bool hadFocus = goes->hasFocus();
    comes->show();
    if (hadFocus)
        (comes->isEnabled() ? comes : m_generate)->setFocus();
    goes->hide();
}

void MakePanel::showOriginality(const std::optional<OriginalityReport>& report)
{
    m_originality->setReport(report);
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
