#include "playback/fontloading.h"

#include <span>
#include <thread>
#include <utility>

namespace woodshed
{

std::shared_ptr<FontLoading> FontLoading::start(const std::filesystem::path& font, double gain)
{
    auto loading = std::make_shared<FontLoading>();
    std::thread([loading, font, gain] {
        auto synth = Synth::open(std::span(&font, 1), 44100, gain);
        if (!synth)
            return; // the font in use goes on
        const std::lock_guard lock(loading->m_mutex);
        loading->m_synth = std::make_unique<Synth>(std::move(*synth));
    }).detach();
    return loading;
}

std::unique_ptr<Synth> FontLoading::take()
{
    const std::lock_guard lock(m_mutex);
    return std::move(m_synth);
}

} // namespace woodshed
