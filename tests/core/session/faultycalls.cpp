// The functions of the C library by which a file is written, in place of the library's own: those
// of the program come first when it is linked. They do as the library's do, unless a fault is due.
#include "core/session/faultycalls.h"

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace woodshed::test
{

namespace
{

bool isArmed = false;
bool isFull = false;
FaultMode faultMode = FaultMode::None;
int faultyCall = 0;
int calls = 0;

enum class Kind { Other, Moving, Making };

/// The answer to a call; `perform` makes the real one, with half the size if it is told so.
template<typename Answer, typename Perform>
Answer call(Kind kind, Answer failure, const Perform& perform)
{
    if (!isArmed)
        return perform(false);
    const bool isDue = calls++ == faultyCall;
    if (isFull && kind != Kind::Other) {
        errno = ENOSPC;
        return failure;
    }
    if (!isDue)
        return perform(false);
    switch (faultMode) {
    case FaultMode::KillBefore:
        ::syscall(SYS_kill, ::getpid(), SIGKILL);
        break;
    case FaultMode::KillAfter:
        (void)perform(false);
        ::syscall(SYS_kill, ::getpid(), SIGKILL);
        break;
    case FaultMode::InputError:
        errno = EIO;
        return failure;
    case FaultMode::DiskFull:
        errno = ENOSPC;
        return failure;
    case FaultMode::Short:
        return perform(kind == Kind::Moving);
    case FaultMode::FullFrom:
        isFull = true;
        return perform(kind == Kind::Moving);
    case FaultMode::None:
        break;
    }
    return perform(false);
}

std::size_t part(std::size_t size, bool isHalf)
{
    return isHalf && size > 1 ? size / 2 : size;
}

template<typename Function>
Function libraryOwn(const char* name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

int openFile(int folder, const char* path, int flags, mode_t mode)
{
    return call((flags & O_CREAT) != 0 ? Kind::Making : Kind::Other, -1, [&](bool) {
        return static_cast<int>(::syscall(SYS_openat, folder, path, flags, mode));
    });
}

ssize_t readFrom(int file, void* to, std::size_t size)
{
    return call(Kind::Other, ssize_t{-1}, [&](bool) {
        const bool isHalf = isArmed && faultMode == FaultMode::Short && calls == faultyCall + 1;
        return static_cast<ssize_t>(::syscall(SYS_read, file, to, part(size, isHalf)));
    });
}

ssize_t readAt(int file, void* to, std::size_t size, off_t at)
{
    return call(Kind::Other, ssize_t{-1}, [&](bool) {
        const bool isHalf = isArmed && faultMode == FaultMode::Short && calls == faultyCall + 1;
        return static_cast<ssize_t>(::syscall(SYS_pread64, file, to, part(size, isHalf), at));
    });
}

int simple(long number, auto... arguments)
{
    return call(Kind::Other, -1,
                [&](bool) { return static_cast<int>(::syscall(number, arguments...)); });
}

} // namespace

void armFaults(FaultMode mode, int which)
{
    faultMode = mode;
    faultyCall = which;
    calls = 0;
    isFull = false;
    isArmed = true;
}

int disarmFaults()
{
    isArmed = false;
    return calls;
}

} // namespace woodshed::test

using namespace woodshed::test;

// NOLINTBEGIN: names and signatures are the library's.
extern "C" {

int open(const char* path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const auto mode = (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(rest, int)) : mode_t{0};
    va_end(rest);
    return openFile(AT_FDCWD, path, flags, mode);
}
int open64(const char* path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const auto mode = (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(rest, int)) : mode_t{0};
    va_end(rest);
    return openFile(AT_FDCWD, path, flags, mode);
}
int openat(int folder, const char* path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const auto mode = (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(rest, int)) : mode_t{0};
    va_end(rest);
    return openFile(folder, path, flags, mode);
}
int openat64(int folder, const char* path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const auto mode = (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(rest, int)) : mode_t{0};
    va_end(rest);
    return openFile(folder, path, flags, mode);
}
ssize_t write(int file, const void* from, size_t size)
{
    return call(Kind::Moving, ssize_t{-1}, [&](bool isHalf) {
        return static_cast<ssize_t>(::syscall(SYS_write, file, from, part(size, isHalf)));
    });
}
ssize_t pwrite(int file, const void* from, size_t size, off_t at)
{
    return call(Kind::Moving, ssize_t{-1}, [&](bool isHalf) {
        return static_cast<ssize_t>(::syscall(SYS_pwrite64, file, from, part(size, isHalf), at));
    });
}
ssize_t read(int file, void* to, size_t size)
{
    return readFrom(file, to, size);
}
ssize_t __read_chk(int file, void* to, size_t size, size_t)
{
    return readFrom(file, to, size);
}
ssize_t pread(int file, void* to, size_t size, off_t at)
{
    return readAt(file, to, size, at);
}
ssize_t pread64(int file, void* to, size_t size, off_t at)
{
    return readAt(file, to, size, at);
}
ssize_t __pread_chk(int file, void* to, size_t size, off_t at, size_t)
{
    return readAt(file, to, size, at);
}
int fsync(int file)
{
    return simple(SYS_fsync, file);
}
int fdatasync(int file)
{
    return simple(SYS_fdatasync, file);
}
int close(int file)
{
    return call(Kind::Other, -1,
                [&](bool) { return static_cast<int>(::syscall(SYS_close, file)); });
}
int ftruncate(int file, off_t size) noexcept
{
    return simple(SYS_ftruncate, file, size);
}
int posix_fadvise(int file, off_t at, off_t size, int advice) noexcept
{
    return call(Kind::Other, EIO, [&](bool) {
        return static_cast<int>(::syscall(SYS_fadvise64, file, at, size, advice));
    });
}
int rename(const char* from, const char* to) noexcept
{
    return simple(SYS_rename, from, to);
}
int unlink(const char* path) noexcept
{
    return simple(SYS_unlink, path);
}
int remove(const char* path) noexcept
{
    return call(Kind::Other, -1, [&](bool) {
        const auto done = static_cast<int>(::syscall(SYS_unlink, path));
        return done == 0 || errno != EISDIR ? done : static_cast<int>(::syscall(SYS_rmdir, path));
    });
}
int chmod(const char* path, mode_t mode) noexcept
{
    return simple(SYS_chmod, path, mode);
}
int fchmod(int file, mode_t mode) noexcept
{
    return simple(SYS_fchmod, file, mode);
}
int fchmodat(int folder, const char* path, mode_t mode, int) noexcept
{
    return simple(SYS_fchmodat, folder, path, mode);
}
int access(const char* path, int how) noexcept
{
    return simple(SYS_access, path, how);
}
int stat(const char* path, struct stat* status) noexcept
{
    return simple(SYS_newfstatat, AT_FDCWD, path, status, 0);
}
int lstat(const char* path, struct stat* status) noexcept
{
    return simple(SYS_newfstatat, AT_FDCWD, path, status, AT_SYMLINK_NOFOLLOW);
}
int fstat(int file, struct stat* status) noexcept
{
    return simple(SYS_fstat, file, status);
}
int fstatat(int folder, const char* path, struct stat* status, int flags) noexcept
{
    return simple(SYS_newfstatat, folder, path, status, flags);
}
ssize_t readlink(const char* path, char* to, size_t size) noexcept
{
    return call(Kind::Other, ssize_t{-1}, [&](bool) {
        return static_cast<ssize_t>(::syscall(SYS_readlink, path, to, size));
    });
}
DIR* opendir(const char* path)
{
    static const auto own = libraryOwn<DIR* (*)(const char*)>("opendir");
    return call(Kind::Other, static_cast<DIR*>(nullptr), [&](bool) { return own(path); });
}
DIR* fdopendir(int file)
{
    static const auto own = libraryOwn<DIR* (*)(int)>("fdopendir");
    return call(Kind::Other, static_cast<DIR*>(nullptr), [&](bool) { return own(file); });
}
dirent* readdir(DIR* folder)
{
    static const auto own = libraryOwn<dirent* (*)(DIR*)>("readdir");
    return call(Kind::Other, static_cast<dirent*>(nullptr), [&](bool) { return own(folder); });
}
}
// NOLINTEND
