#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "playback/soundoutput.h"
#include "ports/midisystem.h"

namespace woodshed
{

/// What an output is opened with.
struct OutputOptions {
    OutputChoice choice;
    std::vector<std::filesystem::path> soundFonts; ///< for the synth, in order
    std::filesystem::path file;                    ///< of the driver "file"
    double volume = 0.8;
};

struct OpenedOutput {
    std::unique_ptr<SoundOutput> output; ///< never null: at worst the silent clock
    SoundStatus status;                  ///< without latency and changes
    std::filesystem::path soundFont;     ///< the font in use, empty where none is
};

/// The output of that choice; where it cannot be had, the next best: a MIDI port's stand-in is the
/// synth, a driver's the chain of drivers, and at the end comes the silent clock. The status says
/// what happened. A synth that is loaded already is taken where one is needed. Blocks for up to a
/// second, and while a font loads.
[[nodiscard]] OpenedOutput openOutput(const OutputOptions& options, MidiSystem& midi,
                                      std::unique_ptr<Synth> loaded = nullptr);

} // namespace woodshed
