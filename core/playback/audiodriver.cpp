#include "playback/audiodriver.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fluidsynth.h>
#include <unistd.h>

#include "playback/sdlaudio.h"
#include "ports/jackserver.h"

namespace woodshed
{
namespace
{

namespace fs = std::filesystem;

constexpr int periodFrames = 256;
constexpr int periods = 4;

/// Why ALSA would have nothing to open, or empty. A configuration of the user's or the system's can
/// lead "default" to places without a card, so then ALSA is asked.
std::string alsaObstacle()
{
    std::error_code ignored;
    const char* home = std::getenv("HOME");
    if (fs::exists("/etc/asound.conf", ignored) ||
        (home != nullptr && fs::exists(fs::path(home) / ".asoundrc", ignored)))
        return {};
    for (fs::directory_iterator entry("/dev/snd", ignored), end; !ignored && entry != end;
         entry.increment(ignored)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with("pcm") && name.ends_with("p"))
            return ::access(entry->path().c_str(), R_OK | W_OK) == 0
                       ? std::string()
                       : "the sound card may not be opened by this user (add the user to the group "
                         "audio)";
    }
    return "this machine has no sound card";
}

/// Why this driver cannot be asked, or empty.
std::string obstacle(const std::string& name)
{
    if (name == "alsa")
        return alsaObstacle();
    if (name == "jack" && !jackServerRuns())
        return "no JACK server runs";
    if (name == "sdl2")
        return startSdlAudio();
    constexpr std::array known{"pulseaudio", "alsa",      "jack",   "file",   "oss",
                               "pipewire",   "coreaudio", "wasapi", "dsound", "waveout"};
    if (std::find(known.begin(), known.end(), name) == known.end())
        return "there is no such driver";
    return {};
}

} // namespace

bool AudioDriver::mayOpen(const std::string& name)
{
    if (name == "pulseaudio") {
        const char* folder = std::getenv("XDG_RUNTIME_DIR");
        std::error_code ignored;
        return folder != nullptr && fs::exists(fs::path(folder) / "pulse/native", ignored);
    }
    return obstacle(name).empty();
}

AudioDriver::AudioDriver(std::string name, const Synth& synth)
    : m_name(std::move(name))
    , m_pull(std::make_unique<Pull>())
{
    m_pull->synth = synth.handle();
    fluid_settings_getnum(synth.settings(), "synth.sample-rate", &m_sampleRate);
}

double AudioDriver::latencyMs() const
{
    // A server decides on the block (JACK) or keeps to the one we asked for.
    const int block = std::max(m_pull->tap.blockFrames(), periodFrames);
    const int blocks = m_name == "jack" ? 2 : periods;
    return 1000.0 * block * blocks / m_sampleRate;
}

int AudioDriver::play(void* data, int frames, int /*effects*/, float* /*effect*/[], int outputs,
                      float* output[])
{
    auto* pull = static_cast<Pull*>(data);
    if (outputs < 2)
        return FLUID_FAILED;
    const auto length = static_cast<std::size_t>(frames);
    const std::span left(output[0], length);
    const std::span right(output[1], length);
    // The synth adds to what is there.
    std::fill(left.begin(), left.end(), 0.0F);
    std::fill(right.begin(), right.end(), 0.0F);
    // Reverb and chorus, each left and right, go into the same two channels.
    std::array<float*, 4> effects{output[0], output[1], output[0], output[1]};
    const int result = fluid_synth_process(pull->synth, frames, static_cast<int>(effects.size()),
                                           effects.data(), 2, output);
    pull->tap.pass(left, right);
    return result;
}

void AudioDriver::Deleter::operator()(fluid_audio_driver_t* driver) const
{
    delete_fluid_audio_driver(driver);
}

std::unique_ptr<AudioDriver> AudioDriver::open(const Synth& synth, const std::string& preferred,
                                               const fs::path& file,
                                               std::vector<std::string>& attempts)
{
    std::vector<std::string> chain{"pulseaudio", "alsa", "sdl2", "jack"};
    if (!preferred.empty()) {
        std::erase(chain, preferred);
        chain.insert(chain.begin(), preferred);
    }
    fluid_settings_t* settings = synth.settings();
    fluid_settings_setint(settings, "audio.period-size", periodFrames);
    fluid_settings_setint(settings, "audio.periods", periods);
    fluid_settings_setint(settings, "audio.jack.autoconnect", 1); // else nothing is heard
    fluid_settings_setstr(settings, "audio.jack.id", "Woodshed");
    for (const std::string& name : chain) {
        if (const std::string why = obstacle(name); !why.empty()) {
            attempts.push_back(name + ": " + why);
            continue;
        }
        if (name == "file") {
            if (file.empty()) {
                attempts.emplace_back("file: no file is named to write to");
                continue;
            }
            fluid_settings_setstr(settings, "audio.file.name", file.c_str());
        }
        const SynthLog log;
        std::unique_ptr<AudioDriver> opened(new AudioDriver(name, synth));
        if (fluid_settings_setstr(settings, "audio.driver", name.c_str()) == FLUID_OK) {
            const bool isHeard = name != "sdl2" && name != "file"; // these play a synth or nothing
            std::unique_lock<std::mutex> turn;
            if (name == "jack")
                turn = turnToOpenJack();
            opened->m_driver.reset(
                isHeard ? new_fluid_audio_driver2(settings, play, opened->m_pull.get())
                        : new_fluid_audio_driver(settings, synth.handle()));
        }
        if (opened->m_driver) {
            attempts.push_back(name + ": in use");
            return opened;
        }
        attempts.push_back(name + ": " + log.last("could not be opened"));
    }
    return nullptr;
}

} // namespace woodshed
