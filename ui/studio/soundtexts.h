#pragma once

#include <QString>

#include "playback/soundstatus.h"

namespace woodshed
{

/// "PulseAudio" for "pulseaudio".
[[nodiscard]] QString driverName(const std::string& driver);

/// An output as people choose it: "Built-in synth (PulseAudio)", the name of a port, "Silent".
[[nodiscard]] QString outputName(const OutputChoice& output, const SoundStatus& status);

/// Whether both mean the same entry of a list; a virtual port may have got its name meanwhile.
[[nodiscard]] bool isSameOutput(const OutputChoice& a, const OutputChoice& b);

/// "about 35 ms"
[[nodiscard]] QString latencyText(double milliseconds);

} // namespace woodshed
