#include "dialogs/soundsettings.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "controllers/soundcontroller.h"
#include "studio/errortext.h"
#include "studio/soundtexts.h"
#include "widgets/contrast.h"
#include "widgets/describe.h"

namespace woodshed
{

namespace
{

/// The drivers that can be asked for; the first leaves the choice to the chain.
constexpr std::array drivers{"", "pulseaudio", "alsa", "jack"};

QComboBox* makeCombo(QWidget* parent, const char* name, const QString& label, const QString& tip)
{
    auto* combo = new QComboBox(parent);
    combo->setObjectName(QLatin1String(name));
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(24);
    combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe(combo, label, tip);
    return combo;
}

QPushButton* makeButton(QWidget* parent, const char* name, const QString& text, const QString& tip)
{
    auto* button = new QPushButton(text, parent);
    button->setObjectName(QLatin1String(name));
    button->setAutoDefault(false);
    describe(button, QString(text).remove(QLatin1Char('&')), tip);
    return button;
}

QString fileName(const std::filesystem::path& path)
{
    return QString::fromStdU16String(path.filename().u16string());
}

/// Replaces the entries unless they are the same: the user may have the list open.
void setItems(QComboBox* combo, const QStringList& items)
{
    QStringList shown;
    for (int i = 0; i < combo->count(); ++i)
        shown << combo->itemText(i);
    if (shown == items)
        return;
    combo->clear();
    combo->addItems(items);
}

} // namespace

SoundSettings::SoundSettings(SoundController* sound, AskFont askFont, QWidget* parent)
    : QDialog(parent)
    , m_sound(sound)
    , m_askFont(std::move(askFont))
    , m_driver(makeCombo(this, "comboDriver", tr("Driver"),
                         tr("The sound system that the built-in synth plays through")))
    , m_font(makeCombo(this, "comboSoundFont", tr("Soundfont"),
                       tr("The instruments of the built-in synth")))
    , m_input(makeCombo(this, "comboInput", tr("MIDI input"),
                        tr("A keyboard to play along with; what it plays is heard and can be "
                           "recorded")))
    , m_latency(new QLabel(this))
    , m_trouble(new QLabel(this))
    , m_attempts(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("dlgSound"));
    setWindowTitle(tr("Sound settings"));
    layOut();
    connect(m_driver, &QComboBox::activated, this, &SoundSettings::chooseDriver);
    connect(m_font, &QComboBox::activated, this, [this](int index) {
        if (index >= 0 && index < static_cast<int>(m_fonts.size()))
            m_sound->chooseSoundFont(m_fonts[static_cast<std::size_t>(index)]);
    });
    connect(m_input, &QComboBox::activated, this, [this](int index) {
        m_sound->listenTo(index <= 0 ? std::string() : m_input->itemText(index).toStdString());
    });
    connect(sound, &SoundController::changed, this, &SoundSettings::refresh);
    connect(sound, &SoundController::inputChosen, this, &SoundSettings::refreshInputs);
    // After refresh(), which shows the trouble of the status: this one is newer.
    connect(sound, &SoundController::failed, this,
            [this](const Error& error) { showTrouble(errorText(error)); });
    refresh();
}

void SoundSettings::layOut()
{
    m_latency->setObjectName(QStringLiteral("latencyText"));
    m_trouble->setObjectName(QStringLiteral("soundTrouble"));
    m_trouble->setWordWrap(true);
    m_trouble->setTextFormat(Qt::PlainText);
    m_attempts->setObjectName(QStringLiteral("attemptsText"));
    m_attempts->setReadOnly(true);
    m_attempts->setTabChangesFocus(true);
    m_attempts->setMinimumHeight(72);
    describe(m_attempts, tr("What was tried"), tr("What was tried when the sound was opened"));

    auto* choose = makeButton(this, "btnChooseSoundFont", tr("Choose &file..."),
                              tr("Use a soundfont from any folder"));
    connect(choose, &QPushButton::clicked, this, &SoundSettings::chooseFile);
    auto* fontRow = new QHBoxLayout;
    fontRow->addWidget(m_font, 1);
    fontRow->addWidget(choose);
    setTabOrder(m_font, choose);
    setTabOrder(choose, m_input);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("&Driver:"), m_driver);
    form->addRow(tr("&Soundfont:"), fontRow);
    qobject_cast<QLabel*>(form->labelForField(fontRow))->setBuddy(m_font);
    form->addRow(tr("MIDI &input:"), m_input);
    form->addRow(tr("Latency:"), m_latency);
    form->addRow(tr("&Tried:"), m_attempts);

    auto* tone = makeButton(this, "btnTestTone", tr("Test t&one"),
                            tr("Play one note through the chosen output"));
    connect(tone, &QPushButton::clicked, m_sound, &SoundController::testTone);
    auto* close = makeButton(this, "btnCloseSound", tr("&Close"), tr("Close the sound settings"));
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(tone);
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form, 1);
    layout->addWidget(m_trouble);
    layout->addLayout(buttons);
    resize(520, 340);
}

void SoundSettings::chooseDriver(int index)
{
    if (index >= 0 && index < static_cast<int>(drivers.size()))
        m_sound->choose({OutputChoice::Kind::Synth, drivers.at(static_cast<std::size_t>(index))});
    else
        m_sound->choose({OutputChoice::Kind::Silent, {}});
}

void SoundSettings::chooseFile()
{
    const QString file = m_askFont(this);
    if (file.isEmpty())
        return;
    m_chosenFile = file.toStdU16String();
    m_sound->chooseSoundFont(m_chosenFile);
}

void SoundSettings::refresh()
{
    const SoundStatus& status = m_sound->status();
    refreshDrivers();
    refreshFonts();
    refreshInputs();
    m_latency->setText(latencyText(status.latencyMs));
    QStringList attempts;
    for (const std::string& line : status.attempts)
        attempts << QString::fromStdString(line);
    const QString text =
        attempts.isEmpty() ? tr("It opened at the first try.") : attempts.join(QLatin1Char('\n'));
    if (text != m_attempts->toPlainText())
        m_attempts->setPlainText(text);
    showTrouble(sentence(status.trouble));
    setEnabled(m_sound->isOpen());
}

void SoundSettings::refreshDrivers()
{
    const SoundStatus& status = m_sound->status();
    const bool hasDriver = !status.driver.empty() && status.driver != "silent";
    QStringList names{hasDriver ? tr("Automatic (now %1)").arg(driverName(status.driver))
                                : tr("Automatic")};
    for (std::size_t i = 1; i < drivers.size(); ++i)
        names << driverName(drivers.at(i));
    names << tr("Silent");
    setItems(m_driver, names);
    const OutputChoice& wanted = status.wanted;
    if (wanted.kind == OutputChoice::Kind::Silent) {
        m_driver->setCurrentIndex(m_driver->count() - 1);
        return;
    }
    const auto named = std::find(drivers.begin(), drivers.end(), wanted.name);
    const bool isDriver = wanted.kind == OutputChoice::Kind::Synth && named != drivers.end();
    m_driver->setCurrentIndex(isDriver ? static_cast<int>(named - drivers.begin()) : 0);
}

void SoundSettings::refreshFonts()
{
    m_fonts = m_sound->soundFonts();
    const QString used = QString::fromStdString(m_sound->status().soundFont);
    if (!m_chosenFile.empty() && fileName(m_chosenFile) == used &&
        std::find(m_fonts.begin(), m_fonts.end(), m_chosenFile) == m_fonts.end())
        m_fonts.push_back(m_chosenFile);
    QStringList names;
    for (const auto& font : m_fonts)
        names << fileName(font);
    if (!used.isEmpty() && !names.contains(used))
        names << used; // chosen in an earlier run, from a folder of the user's own
    setItems(m_font, names);
    m_font->setCurrentIndex(static_cast<int>(names.indexOf(used)));
}

void SoundSettings::refreshInputs()
{
    QStringList names{tr("None")};
    for (const std::string& input : m_sound->inputs())
        names << QString::fromStdString(input);
    const QString used = QString::fromStdString(m_sound->input());
    if (!used.isEmpty() && !names.contains(used))
        names << used;
    setItems(m_input, names);
    m_input->setCurrentIndex(used.isEmpty() ? 0 : static_cast<int>(names.indexOf(used)));
}

void SoundSettings::showTrouble(const QString& sentence)
{
    m_trouble->setText(sentence);
    m_trouble->setVisible(!sentence.isEmpty());
    QPalette colours = m_trouble->palette();
    colours.setColor(QPalette::WindowText,
                     legible(QColor(0xD5, 0x5E, 0x00), palette().color(QPalette::Window), 4.5));
    m_trouble->setPalette(colours);
}

} // namespace woodshed
