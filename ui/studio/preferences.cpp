#include "studio/preferences.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace woodshed
{

namespace
{

/// The words of the file, in the order of OutputChoice::Kind.
constexpr std::array outputWords{"synth", "port", "virtual", "silent"};

OutputChoice::Kind kindNamed(const QString& word)
{
    for (std::size_t i = 0; i < outputWords.size(); ++i) {
        if (word == QLatin1String(outputWords.at(i)))
            return static_cast<OutputChoice::Kind>(i);
    }
    return OutputChoice::Kind::Synth;
}

} // namespace

Preferences::Preferences(const QString& file)
{
    if (!file.isEmpty())
        m_settings = std::make_unique<QSettings>(file, QSettings::IniFormat);
}

SoundPreferences Preferences::sound() const
{
    SoundPreferences sound;
    if (!m_settings)
        return sound;
    const auto text = [this](const char* key) {
        return m_settings->value(QLatin1String(key)).toString();
    };
    bool isNumber = false;
    const double volume = text("sound/volume").toDouble(&isNumber);
    if (isNumber && std::isfinite(volume))
        sound.volume = std::clamp(volume, 0.0, 1.0);
    sound.countIn = text("sound/countIn") == QLatin1String("true");
    sound.metronome = text("sound/metronome") == QLatin1String("true");
    sound.output = {kindNamed(text("sound/output")), text("sound/outputName").toStdString()};
    sound.soundFont = text("sound/soundFont").toStdU16String();
    sound.input = text("sound/input").toStdString();
    return sound;
}

void Preferences::setSound(const SoundPreferences& sound)
{
    if (!m_settings)
        return;
    const auto set = [this](const char* key, const QVariant& value) {
        m_settings->setValue(QLatin1String(key), value);
    };
    set("sound/volume", sound.volume);
    set("sound/countIn", sound.countIn);
    set("sound/metronome", sound.metronome);
    set("sound/output", QLatin1String(outputWords.at(static_cast<std::size_t>(sound.output.kind))));
    set("sound/outputName", QString::fromStdString(sound.output.name));
    set("sound/soundFont", QString::fromStdU16String(sound.soundFont.u16string()));
    set("sound/input", QString::fromStdString(sound.input));
}

QStringList Preferences::recentDocuments() const
{
    if (!m_settings)
        return {};
    QStringList recent = m_settings->value(QStringLiteral("documents/recent")).toStringList();
    recent.removeAll(QString());
    return recent.mid(0, mostRecent);
}

void Preferences::addRecentDocument(const QString& path)
{
    if (!m_settings)
        return;
    QStringList recent = recentDocuments();
    recent.removeAll(path);
    recent.prepend(path);
    m_settings->setValue(QStringLiteral("documents/recent"), recent.mid(0, mostRecent));
}

} // namespace woodshed
