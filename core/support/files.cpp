#include "support/files.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <md5.h>
#include <sys/stat.h>
#include <unistd.h>

namespace woodshed
{

namespace
{

constexpr std::string_view strayPrefix = ".woodshed-";

std::filesystem::path folderOf(const std::filesystem::path& path)
{
    return path.parent_path().empty() ? std::filesystem::path(".") : path.parent_path();
}

std::string systemReason(int code)
{
    return std::generic_category().message(code);
}

/// Owns a file descriptor; close() reports what the destructor would swallow.
class Descriptor
{
public:
    explicit Descriptor(int fd)
        : m_fd(fd)
    {
    }
    ~Descriptor() { (void)close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool close()
    {
        const int fd = std::exchange(m_fd, -1);
        return fd < 0 || ::close(fd) == 0;
    }

private:
    int m_fd;
};

Result<void> syncPath(const std::filesystem::path& path, int flags)
{
    const Descriptor file(::open(path.c_str(), flags | O_CLOEXEC));
    if (file.get() < 0 || ::fsync(file.get()) != 0)
        return fail(ErrorCode::NotWritable, "could not be written: " + systemReason(errno),
                    path.string());
    return {};
}

/// Whether the file holds just these bytes; asked of the disk where the system lets go of its copy.
bool holds(int file, std::span<const std::uint8_t> bytes)
{
    (void)::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    std::vector<std::uint8_t> part(std::size_t{1} << 16U);
    std::size_t done = 0;
    while (true) {
        const ssize_t got = ::pread(file, part.data(), part.size(), static_cast<off_t>(done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0 && done == bytes.size();
        const auto size = static_cast<std::size_t>(got);
        if (size > bytes.size() - done || std::memcmp(part.data(), bytes.data() + done, size) != 0)
            return false;
        done += size;
    }
}

Result<void> writeAll(const std::filesystem::path& path, std::span<const std::uint8_t> bytes)
{
    const std::span<const std::uint8_t> all = bytes;
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (file.get() < 0)
        return fail(ErrorCode::NotWritable, "could not be written: " + systemReason(errno),
                    path.string());
    while (!bytes.empty()) {
        const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return fail(ErrorCode::NotWritable, "could not be written: " + systemReason(errno),
                        path.string());
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    if (::fsync(file.get()) != 0)
        return fail(ErrorCode::NotWritable, "could not be written: " + systemReason(errno),
                    path.string());
    if (!holds(file.get(), all))
        return fail(ErrorCode::NotWritable,
                    "could not be written: what was read back is not what was written",
                    path.string());
    if (!file.close())
        return fail(ErrorCode::NotWritable, "could not be written: " + systemReason(errno),
                    path.string());
    return {};
}

} // namespace

bool hasSuffix(const std::filesystem::path& path, std::initializer_list<std::string_view> suffixes)
{
    std::string suffix = path.extension().string();
    std::transform(suffix.begin(), suffix.end(), suffix.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return std::find(suffixes.begin(), suffixes.end(), suffix) != suffixes.end();
}

Result<Bytes> readFile(const std::filesystem::path& path, std::size_t limit)
{
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) {
        const int reason = errno;
        if (reason == ENOENT || reason == ENOTDIR)
            return fail(ErrorCode::NotFound, "there is no such file", path.string());
        return fail(ErrorCode::Unreadable, "could not be read: " + systemReason(reason),
                    path.string());
    }
    if (S_ISDIR(status.st_mode))
        return fail(ErrorCode::NotAFile, "is a folder, not a file", path.string());
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::NotAFile, "is not a regular file", path.string());
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > limit)
        return fail(ErrorCode::TooLarge,
                    "is too large: " + std::to_string(size >> 20U) + " MiB, the limit is " +
                        std::to_string(limit >> 20U) + " MiB",
                    path.string());

    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0)
        return fail(ErrorCode::Unreadable, "could not be read: " + systemReason(errno),
                    path.string());
    Bytes bytes(static_cast<std::size_t>(size));
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(ErrorCode::Unreadable, "could not be read: " + systemReason(errno),
                        path.string());
        if (got == 0)
            break;
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

Result<std::filesystem::path> writableTarget(const std::filesystem::path& path)
{
    // A symbolic link is followed, so that the link survives and its target is replaced, or made
    // where it is not there yet. The system follows as many.
    constexpr int mostLinks = 40;
    std::error_code ignored;
    std::filesystem::path target = path;
    for (int i = 0; i < mostLinks && std::filesystem::is_symlink(target, ignored); ++i)
        target = folderOf(target) / std::filesystem::read_symlink(target, ignored);
    const auto status = std::filesystem::status(target, ignored);
    if (!std::filesystem::status_known(status))
        return fail(ErrorCode::NotWritable, "could not be reached: " + ignored.message(),
                    path.string());
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        return fail(ErrorCode::NotAFile,
                    std::filesystem::is_directory(status) ? "is a folder, not a file"
                                                          : "is not a regular file",
                    path.string());
    const auto folder = folderOf(target);
    if (!std::filesystem::is_directory(folder, ignored))
        return fail(ErrorCode::NotWritable, "cannot be written: the folder does not exist",
                    path.string());
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        return fail(ErrorCode::NotWritable,
                    "cannot be written into its folder: " + systemReason(errno), path.string());
    if (std::filesystem::exists(status) && ::access(target.c_str(), W_OK) != 0)
        return fail(ErrorCode::NotWritable, "is protected against writing", path.string());
    return target;
}

Result<void> writeBeside(const std::filesystem::path& path,
                         const std::function<Result<void>(const std::filesystem::path&)>& write)
{
    const auto checked = writableTarget(path);
    if (!checked)
        return forward(checked);
    const std::filesystem::path& target = *checked;
    const auto folder = folderOf(target);
    std::error_code ignored;
    const auto status = std::filesystem::status(target, ignored);

    // The suffix stays last: libraries choose the format by it.
    // Its own name is short and used once, so that any name the user may choose can be written.
    static std::atomic<unsigned> count{0};
    const auto beside = folder / (std::string(strayPrefix) + std::to_string(::getpid()) + "-" +
                                  std::to_string(count++) + ".part" + target.extension().string());
    std::filesystem::remove(beside, ignored);
    auto done = write(beside);
    if (done && std::filesystem::exists(status))
        std::filesystem::permissions(beside, status.permissions(), ignored);
    if (done)
        done = syncPath(beside, O_RDONLY);
    if (done && std::rename(beside.c_str(), target.c_str()) != 0)
        done = fail(ErrorCode::NotWritable, "could not be written: " + systemReason(errno));
    if (!done) {
        std::filesystem::remove(beside, ignored);
        return fail(done.error().code, done.error().detail, path.string());
    }
    // The rename itself lasts only once the folder is on disk; some file systems cannot sync a
    // folder, and then there is nothing more to do.
    (void)syncPath(folder, O_RDONLY | O_DIRECTORY).has_value();
    return {};
}

void removeStrays(const std::filesystem::path& folder)
{
    std::error_code ignored;
    const auto now = std::filesystem::file_time_type::clock::now();
    for (std::filesystem::directory_iterator at(folder, ignored), end; !ignored && at != end;
         at.increment(ignored)) {
        const std::string name = at->path().filename().string();
        if (name.rfind(strayPrefix, 0) != 0 || name.find(".part") == std::string::npos)
            continue;
        int process = 0;
        const char* number = name.data() + strayPrefix.size();
        if (std::from_chars(number, name.data() + name.size(), process).ec != std::errc() ||
            process <= 0)
            continue;
        std::error_code gone;
        const auto written = std::filesystem::last_write_time(at->path(), gone);
        // It may be of a process on another computer that shares the folder: give it time.
        const bool isDead = ::kill(process, 0) != 0 && errno == ESRCH;
        if (!gone && isDead && now - written > std::chrono::hours(1))
            std::filesystem::remove(at->path(), gone);
    }
}

Result<void> writeFile(const std::filesystem::path& path, std::span<const std::uint8_t> bytes)
{
    return writeBeside(
        path, [bytes](const std::filesystem::path& beside) { return writeAll(beside, bytes); });
}

Result<void> writeFile(const std::filesystem::path& path, std::string_view text)
{
    const auto* data = reinterpret_cast<const std::uint8_t*>(text.data());
    return writeFile(path, std::span<const std::uint8_t>(data, text.size()));
}

std::string md5Hex(std::span<const std::uint8_t> bytes)
{
    std::array<char, MD5_DIGEST_STRING_LENGTH> text{};
    MD5Data(bytes.data(), bytes.size(), text.data());
    return text.data();
}

} // namespace woodshed
