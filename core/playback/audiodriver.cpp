#include "playback/audiodriver.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fluidsynth.h>
#include <unistd.h>

#include "ports/jackserver.h"

namespace woodshed
{
namespace
{

namespace fs = std::filesystem;

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
        return "needs a program that uses SDL, which Woodshed does not";
    constexpr std::array known{"pulseaudio", "alsa",      "jack",   "file",   "oss",
                               "pipewire",   "coreaudio", "wasapi", "dsound", "waveout"};
    if (std::find(known.begin(), known.end(), name) == known.end())
        return "there is no such driver";
    return {};
}

} // namespace

void AudioDriver::Deleter::operator()(fluid_audio_driver_t* driver) const
{
    delete_fluid_audio_driver(driver);
}

std::unique_ptr<AudioDriver> AudioDriver::open(const Synth& synth, const std::string& preferred,
                                               const fs::path& file,
                                               std::vector<std::string>& attempts)
{
    std::vector<std::string> chain{"pulseaudio", "alsa", "jack"};
    if (!preferred.empty()) {
        std::erase(chain, preferred);
        chain.insert(chain.begin(), preferred);
    }
    fluid_settings_t* settings = synth.settings();
    fluid_settings_setint(settings, "audio.period-size", 256);
    fluid_settings_setint(settings, "audio.periods", 4);
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
        fluid_audio_driver_t* driver = nullptr;
        if (fluid_settings_setstr(settings, "audio.driver", name.c_str()) == FLUID_OK)
            driver = new_fluid_audio_driver(settings, synth.handle());
        if (driver != nullptr) {
            attempts.push_back(name + ": in use");
            return std::unique_ptr<AudioDriver>(new AudioDriver(name, driver));
        }
        attempts.push_back(name + ": " + log.last("could not be opened"));
    }
    return nullptr;
}

} // namespace woodshed
