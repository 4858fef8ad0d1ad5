#include "studio/soundtexts.h"

#include <array>
#include <utility>

#include <QCoreApplication>

namespace woodshed
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(woodshed::SoundTexts)
};

constexpr std::array<std::pair<const char*, const char*>, 4> drivers{{
    {"pulseaudio", "PulseAudio"},
    {"alsa", "ALSA"},
    {"jack", "JACK"},
    {"pipewire", "PipeWire"},
}};

} // namespace

QString driverName(const std::string& driver)
{
    for (const auto& [name, shown] : drivers) {
        if (driver == name)
            return QLatin1String(shown);
    }
    return driver == "silent" ? Texts::tr("no device") : QString::fromStdString(driver);
}

QString outputName(const OutputChoice& output, const SoundStatus& status)
{
    switch (output.kind) {
    case OutputChoice::Kind::Synth: {
        const bool isInUse = status.output.kind == OutputChoice::Kind::Synth;
        const std::string driver =
            output.name.empty() && isInUse ? status.driver : output.name;
        return driver.empty() ? Texts::tr("Built-in synth")
                              : Texts::tr("Built-in synth (%1)").arg(driverName(driver));
    }
    case OutputChoice::Kind::MidiPort:
        return QString::fromStdString(output.name);
    case OutputChoice::Kind::VirtualPort:
        return status.output.kind == OutputChoice::Kind::VirtualPort && !status.output.name.empty()
                   ? Texts::tr("Virtual MIDI port (%1)")
                         .arg(QString::fromStdString(status.output.name))
                   : Texts::tr("New virtual MIDI port");
    case OutputChoice::Kind::Silent:
        break;
    }
    return Texts::tr("Silent");
}

bool isSameOutput(const OutputChoice& a, const OutputChoice& b)
{
    if (a.kind != b.kind)
        return false;
    return a.name == b.name || a.kind == OutputChoice::Kind::VirtualPort ||
           a.kind == OutputChoice::Kind::Silent;
}

QString latencyText(double milliseconds)
{
    return milliseconds > 0 ? Texts::tr("about %1 ms").arg(qRound(milliseconds))
                            : Texts::tr("not known");
}

} // namespace woodshed
