#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

#include "support/result.h"

namespace woodshed
{

/// Stereo frames that wait until they can be written: the first ones in memory, the others in a
/// file that has no name any more, so that memory is bounded however long the music is, and nothing
/// stays behind, whatever happens.
class FrameSpool
{
public:
    /// `folder` is where the file would lie; `inMemory` is how many frames may be held, of which as
    /// many as `expected` are set aside at once.
    FrameSpool(std::filesystem::path folder, std::size_t inMemory, std::size_t expected);
    FrameSpool(FrameSpool&& other) noexcept;
    FrameSpool& operator=(FrameSpool&&) = delete;
    ~FrameSpool();

    [[nodiscard]] Result<void> append(std::span<const float> stereo);
    /// The next frames in the order they came, after all have come; no more than there are.
    [[nodiscard]] Result<void> read(std::span<float> stereo);

private:
    [[nodiscard]] Result<void> openFile();

    std::filesystem::path m_folder;
    std::size_t m_floatsInMemory;
    std::vector<float> m_memory;
    int m_file = -1;
    std::size_t m_read = 0; ///< floats
};

} // namespace woodshed
