#pragma once

#include <string>
#include <vector>

namespace woodshed
{

/// Where music goes.
struct OutputChoice {
    enum class Kind { Synth, MidiPort, VirtualPort, Silent };

    Kind kind = Kind::Synth;
    std::string name; ///< the synth's driver ("" for the chain of drivers), or the port's name
    friend bool operator==(const OutputChoice&, const OutputChoice&) = default;
};

/// What sounds, and what was tried before it: for the status line and for reports.
struct SoundStatus {
    std::string driver;    ///< "pulseaudio", "alsa", ... or "silent" for the silent clock
    std::string soundFont; ///< file name of the font in use, empty where none could be loaded
    std::vector<std::string> attempts; ///< one line each, in order: "alsa: no such device"
    OutputChoice wanted{};
    OutputChoice output{}; ///< differs from `wanted` while that is away or refused
    std::string trouble;   ///< one sentence where what was wanted does not play, else empty
    double latencyMs = 0;  ///< from a note's time to the speaker, as far as known; 0: unknown
    int changes = 0;       ///< counts up whenever anything above changes by itself

    /// Nothing can be heard: silence was chosen, or there is no device.
    [[nodiscard]] bool isSilent() const
    {
        return output.kind == OutputChoice::Kind::Silent ||
               (output.kind == OutputChoice::Kind::Synth && driver == "silent");
    }
};

/// How loud it has been since last asked.
struct Meter {
    float peak = 0; ///< 1 is full scale
    bool clipped = false;
};

} // namespace woodshed
