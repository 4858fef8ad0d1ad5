#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "playback/synth.h"

typedef struct _fluid_audio_driver_t fluid_audio_driver_t;

namespace woodshed
{

/// The thread of FluidSynth that pulls sound out of a synth and into a device. Must go before its
/// synth.
class AudioDriver
{
public:
    /// Tries the preferred driver (where not empty), then PulseAudio (which PipeWire serves too),
    /// then ALSA, then JACK; each attempt adds a line. A driver is asked only where its device or
    /// server is there, so that nothing starts a server, waits for one, or prints to stderr. Null
    /// where none opens. `file` is where the driver "file", which renders in real time into a file
    /// for tests and reports, writes.
    static std::unique_ptr<AudioDriver> open(const Synth& synth, const std::string& preferred,
                                             const std::filesystem::path& file,
                                             std::vector<std::string>& attempts);

    [[nodiscard]] const std::string& name() const { return m_name; }

private:
    struct Deleter {
        void operator()(fluid_audio_driver_t* driver) const;
    };
    AudioDriver(std::string name, fluid_audio_driver_t* driver)
        : m_name(std::move(name))
        , m_driver(driver)
    {
    }

    std::string m_name;
    std::unique_ptr<fluid_audio_driver_t, Deleter> m_driver;
};

} // namespace woodshed
