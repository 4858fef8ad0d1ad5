#pragma once

#include <cstddef>

namespace woodshed::test
{

/// What goes wrong with the calls by which a program speaks to the disk.
enum class FaultMode {
    None,       ///< nothing; calls are counted
    KillBefore, ///< the process is killed instead of the call
    KillAfter,  ///< the process is killed when the call is done
    InputError, ///< the call answers EIO
    DiskFull,   ///< the call answers ENOSPC
    Short,      ///< reads and writes move half of what is asked; other calls are not touched
    FullFrom,   ///< a half write, after which no write and no new file succeeds any more
};

/// From now on the calls of this process are counted, and the one of that number (from 0) fails.
void armFaults(FaultMode mode, int call);
/// How many calls there were.
int disarmFaults();

} // namespace woodshed::test
