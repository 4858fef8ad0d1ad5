#include "panels/mixerpanel.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include "panels/mixerstrip.h"
#include "widgets/describe.h"
#include "widgets/levelmeter.h"

namespace woodshed
{

MixerPanel::MixerPanel(QWidget* parent)
    : QFrame(parent)
{
    setObjectName(QStringLiteral("mixerPanel"));
    setAccessibleName(tr("Mixer"));
    setFrameShape(QFrame::StyledPanel);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 6, 10, 8);
    layout->setSpacing(18);
    const std::vector<std::pair<QString, QString>> parts{{QStringLiteral("Solo"), tr("Soloist")},
                                                         {QStringLiteral("Piano"), tr("Piano")},
                                                         {QStringLiteral("Bass"), tr("Bass")},
                                                         {QStringLiteral("Drums"), tr("Drums")}};
    for (const auto& [part, shown] : parts) {
        auto* strip = new MixerStrip(part, shown, this);
        layout->addWidget(strip, 1);
        m_strips.push_back(strip);
        connect(strip, &MixerStrip::changed, this,
                [this, strip] { Q_EMIT mixChanged(strip->part(), strip->mix()); });
    }
    layout->addWidget(makeWhole(), 1);
}

QWidget* MixerPanel::makeWhole()
{
    auto* whole = new QWidget(this);
    auto* title = new QLabel(tr("All"), whole);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    m_reverb = new QSlider(Qt::Horizontal, whole);
    m_reverb->setObjectName(QStringLiteral("sliderReverb"));
    m_reverb->setRange(0, 100);
    m_reverb->setMinimumWidth(60);
    describe(m_reverb, tr("Reverb"), tr("How large the room sounds"));
    m_meter = new LevelMeter(whole);
    auto* reverbLabel = new QLabel(tr("Reverb"), whole);
    reverbLabel->setBuddy(m_reverb);
    auto* levelLabel = new QLabel(tr("Level"), whole);
    levelLabel->setBuddy(m_meter);

    auto* grid = new QGridLayout(whole);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(4);
    grid->addWidget(title, 0, 0, 1, 2);
    grid->addWidget(reverbLabel, 1, 0);
    grid->addWidget(m_reverb, 1, 1);
    grid->addWidget(levelLabel, 2, 0);
    grid->addWidget(m_meter, 2, 1);
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(3, 1);
    connect(m_reverb, &QSlider::valueChanged, this,
            [this](int percent) { Q_EMIT reverbChanged(percent / 100.0); });
    return whole;
}

void MixerPanel::showReverb(double amount)
{
    const QSignalBlocker quiet(m_reverb);
    m_reverb->setValue(qRound(amount * 100));
}

double MixerPanel::reverb() const
{
    return m_reverb->value() / 100.0;
}

std::vector<SessionStrip> MixerPanel::strips() const
{
    std::vector<SessionStrip> strips;
    for (const MixerStrip* strip : m_strips)
        strips.push_back({strip->part().toStdString(), strip->mix()});
    return strips;
}

void MixerPanel::setReverb(double amount)
{
    m_reverb->setValue(qRound(amount * 100));
}

void MixerPanel::setStrips(const std::vector<SessionStrip>& strips)
{
    for (MixerStrip* strip : m_strips) {
        const std::string part = strip->part().toStdString();
        const auto named =
            std::find_if(strips.begin(), strips.end(),
                         [&](const SessionStrip& other) { return other.part == part; });
        strip->setMix(named == strips.end() ? PartMix() : named->mix);
    }
}

void MixerPanel::setLevel(const Meter& level)
{
    m_meter->setLevel(level);
}

} // namespace woodshed
