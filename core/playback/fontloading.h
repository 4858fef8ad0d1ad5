#pragma once

#include <filesystem>
#include <memory>
#include <mutex>

#include "playback/synth.h"

namespace woodshed
{

/// A soundfont that is being loaded on a thread of its own. A compressed one takes ten seconds and
/// cannot be stopped, so the thread belongs to nobody: whoever loses interest lets go, and it ends
/// by itself.
class FontLoading
{
public:
    [[nodiscard]] static std::shared_ptr<FontLoading> start(const std::filesystem::path& font,
                                                            double gain);

    /// The synth with the font once it is there, and only once; null before, and where it failed.
    [[nodiscard]] std::unique_ptr<Synth> take();

private:
    std::mutex m_mutex;
    std::unique_ptr<Synth> m_synth;
};

} // namespace woodshed
