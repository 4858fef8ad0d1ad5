#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "playback/audiotap.h"
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
    /// then ALSA, SDL (for a bare PipeWire), JACK; each attempt adds a line. A driver is asked only
    /// where its device or server is there, so that nothing starts a server, waits for one, or
    /// prints to stderr. Null where none opens. `file` is where the driver "file", which renders in
    /// real time into a file for tests and reports, writes.
    static std::unique_ptr<AudioDriver> open(const Synth& synth, const std::string& preferred,
                                             const std::filesystem::path& file,
                                             std::vector<std::string>& attempts);

    /// Whether a driver that was lost is worth another try: its server or device is there. Cheap.
    [[nodiscard]] static bool mayOpen(const std::string& name);

    [[nodiscard]] const std::string& name() const { return m_name; }
    /// How loud what goes to the device has been since last asked; silence where the driver does
    /// not let us listen ("sdl2", "file").
    [[nodiscard]] Meter meter() { return m_pull->tap.take(); }
    /// From the synth to the device's end of the buffer, in milliseconds.
    [[nodiscard]] double latencyMs() const;

private:
    /// What the audio thread works with; stays where it is.
    struct Pull {
        fluid_synth_t* synth = nullptr;
        AudioTap tap;
    };
    static int play(void* data, int frames, int effects, float* effect[], int outputs,
                    float* output[]);
    struct Deleter {
        void operator()(fluid_audio_driver_t* driver) const;
    };
    AudioDriver(std::string name, const Synth& synth);

    std::string m_name;
    double m_sampleRate = 44100;
    std::unique_ptr<Pull> m_pull; // outlives the driver
    std::unique_ptr<fluid_audio_driver_t, Deleter> m_driver;
};

} // namespace woodshed
