#include "export/framespool.h"

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

namespace woodshed
{

namespace
{

std::string systemReason(int code)
{
    return std::generic_category().message(code);
}

Unexpected spoolFailed(int reason)
{
    return fail(ErrorCode::NotWritable,
                "could not be held until it is written: " + systemReason(reason));
}

} // namespace

FrameSpool::FrameSpool(std::filesystem::path folder, std::size_t inMemory, std::size_t expected)
    : m_folder(std::move(folder))
    , m_floatsInMemory(2 * inMemory)
{
    m_memory.reserve(2 * std::min(inMemory, expected));
}

FrameSpool::FrameSpool(FrameSpool&& other) noexcept
    : m_folder(std::move(other.m_folder))
    , m_floatsInMemory(other.m_floatsInMemory)
    , m_memory(std::move(other.m_memory))
    , m_file(std::exchange(other.m_file, -1))
    , m_read(other.m_read)
{
}

FrameSpool::~FrameSpool()
{
    if (m_file >= 0)
        ::close(m_file);
}

Result<void> FrameSpool::openFile()
{
    std::string name = (m_folder / ".woodshed-XXXXXX").string();
    m_file = ::mkostemp(name.data(), O_CLOEXEC);
    if (m_file < 0)
        return spoolFailed(errno);
    if (::unlink(name.c_str()) != 0)
        return spoolFailed(errno);
    return {};
}

Result<void> FrameSpool::append(std::span<const float> stereo)
{
    const std::size_t held = std::min(stereo.size(), m_floatsInMemory - m_memory.size());
    m_memory.insert(m_memory.end(), stereo.begin(),
                    stereo.begin() + static_cast<std::ptrdiff_t>(held));
    auto bytes = std::as_bytes(stereo.subspan(held));
    if (bytes.empty())
        return {};
    if (m_file < 0)
        if (auto opened = openFile(); !opened)
            return opened;
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return spoolFailed(errno);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> FrameSpool::read(std::span<float> stereo)
{
    if (m_read < m_memory.size()) {
        const std::size_t held = std::min(stereo.size(), m_memory.size() - m_read);
        std::copy_n(m_memory.begin() + static_cast<std::ptrdiff_t>(m_read), held, stereo.begin());
        m_read += held;
        stereo = stereo.subspan(held);
    }
    auto bytes = std::as_writable_bytes(stereo);
    auto place = static_cast<off_t>((m_read - m_memory.size()) * sizeof(float));
    while (!bytes.empty()) {
        const ssize_t got = ::pread(m_file, bytes.data(), bytes.size(), place);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return fail(ErrorCode::Unreadable, "the sound that was held could not be read again: " +
                                                   systemReason(got < 0 ? errno : EIO));
        bytes = bytes.subspan(static_cast<std::size_t>(got));
        place += got;
    }
    m_read += stereo.size();
    return {};
}

} // namespace woodshed
