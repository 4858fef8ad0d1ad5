#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace woodshed
{

/// Where music goes.
struct OutputChoice {
    enum class Kind {
        Synth,       ///< the built-in synthesizer
        MidiPort,    ///< a MIDI port of another program or device
        VirtualPort, ///< a MIDI port of our own that others connect to
        Silent,      ///< a clock without sound
    };
    Kind kind = Kind::Synth;
    std::string name; ///< the driver of the synth (empty: the chain of drivers), or the port's name

    friend bool operator==(const OutputChoice&, const OutputChoice&) = default;
};

/// What sounds, and what was tried before it: for the status line and for reports.
struct SoundStatus {
    std::string driver;    ///< "pulseaudio", "alsa", ... "midi", or "silent" for the silent clock
    std::string soundFont; ///< file name of the font that is loaded, empty where none is
    std::filesystem::path soundFontFile = {}; ///< the same with its folder
    std::vector<std::string> attempts = {};   ///< one line each, in order: "alsa: no such device"
    OutputChoice wanted = {};                 ///< what was chosen
    OutputChoice output = {};                 ///< what plays; another while the chosen is away
    std::string trouble = {};                 ///< a sentence where the chosen one does not play
    double latencyMs = 0; ///< from a note's time to the speaker, as far as known; 0 unknown
    int changes = 0;      ///< counts up whenever the above changes by itself
    int gaps = 0;         ///< how often notes were left out because the machine was too busy

    /// Nothing can be heard: silence was chosen, or there is no device.
    [[nodiscard]] bool isSilent() const { return driver == "silent"; }
};

/// How loud it has been since last asked.
struct Meter {
    float peak = 0; ///< 1 is full scale
    bool clipped = false;
};

} // namespace woodshed
