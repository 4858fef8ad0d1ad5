#include "playback/sdlaudio.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>

#include <dlfcn.h>

namespace woodshed
{

namespace
{

constexpr std::uint32_t audioSubsystem = 0x10; // SDL_INIT_AUDIO

using SetHint = int (*)(const char* name, const char* value);
using InitSubSystem = int (*)(std::uint32_t flags);

template<typename Function>
Function symbol(const char* name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_DEFAULT, name));
}

bool hasPipeWire()
{
    const char* folder = std::getenv("XDG_RUNTIME_DIR");
    std::error_code ignored;
    return folder != nullptr &&
           std::filesystem::exists(std::filesystem::path(folder) / "pipewire-0", ignored);
}

} // namespace

std::string startSdlAudio()
{
    if (!hasPipeWire())
        return "no PipeWire server runs";
    const auto setHint = symbol<SetHint>("SDL_SetHint");
    const auto initSubSystem = symbol<InitSubSystem>("SDL_InitSubSystem");
    if (setHint == nullptr || initSubSystem == nullptr)
        return "this FluidSynth was built without SDL";
    // SDL would take over Ctrl+C.
    setHint("SDL_NO_SIGNAL_HANDLERS", "1");
    setHint("SDL_AUDIODRIVER", "pipewire");
    return initSubSystem(audioSubsystem) == 0 ? std::string() : "SDL could not reach PipeWire";
}

} // namespace woodshed
