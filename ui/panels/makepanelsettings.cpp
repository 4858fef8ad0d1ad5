// What is set in the Make panel, as values; how it is laid out stands in makepanel.cpp.
#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QSlider>
#include <QSpinBox>

#include "panels/makepanel.h"
#include "widgets/dialslider.h"

namespace woodshed
{

SessionMaking MakePanel::making() const
{
    SessionMaking making;
    making.tune = m_tune->currentText().toStdString();
    making.feel = feel();
    making.choruses = m_choruses->value();
    making.temperature = m_creativity->value() / 100.0;
    making.dials = {.density = m_density->value(),
                    .range = m_range->value(),
                    .risk = m_risk->value(),
                    .harmony = m_harmony->value()};
    making.voice = m_voice->currentData().toString().toStdString();
    making.variations = m_variations->value();
    making.openingBars = m_opening->value();
    making.faithful = m_faithful->isChecked();
    return making;
}

void MakePanel::setMaking(const SessionMaking& making)
{
    m_feel->setCurrentIndex(std::max(0, m_feel->findData(QString::fromStdString(making.feel))));
    m_choruses->setValue(making.choruses);
    m_creativity->setValue(qRound(making.temperature * 100));
    m_density->setValue(making.dials.density);
    m_range->setValue(making.dials.range);
    m_risk->setValue(making.dials.risk);
    m_harmony->setValue(making.dials.harmony);
    m_voice->setCurrentIndex(std::max(0, m_voice->findData(QString::fromStdString(making.voice))));
    m_variations->setValue(making.variations);
    m_opening->setValue(making.openingBars);
    m_faithful->setChecked(making.faithful);
}

int MakePanel::variations() const
{
    return m_variations->value();
}

int MakePanel::openingBars() const
{
    return m_opening->isEnabled() ? m_opening->value() : 0;
}

GenerationOptions MakePanel::options() const
{
    GenerationOptions options;
    options.choruses = m_choruses->value();
    options.temperature = m_creativity->value() / 100.0;
    options.faithful = m_faithful->isEnabled() && m_faithful->isChecked();
    if (m_density->isEnabled())
        options.dials = {.density = m_density->value(),
                         .range = m_range->value(),
                         .risk = m_risk->value(),
                         .harmony = m_harmony->value()};
    options.voice = m_voice->currentData().toString().toStdString();
    return options;
}

std::string MakePanel::feel() const
{
    return m_feel->currentData().toString().toStdString();
}

} // namespace woodshed
