#pragma once

#include <cstdint>
#include <mutex>
#include <string_view>

namespace woodshed
{

/// Which run of a JACK server: 0 for none. A server that is started again has another number, so
/// that what was connected to the old one can be told from what is connected to the new one.
using JackServer = std::uint64_t;

/// The server of this name and user in the text of /proc/net/unix, by the inode of the socket it
/// listens at: the one way to know without asking libjack, which waits, starts a server, or leads
/// RtMidi to crash where none runs.
[[nodiscard]] JackServer listedJackServer(std::string_view unixSockets, unsigned user,
                                          std::string_view name);

/// The server that libjack would connect to, now: that of this user, and of the name in
/// JACK_DEFAULT_SERVER or else "default".
[[nodiscard]] JackServer jackServer();

/// Whether there is one.
[[nodiscard]] bool jackServerRuns();

/// To be held while a library of ours opens a client of JACK, whichever library it is: every
/// activation of libjack's makes its one lock and condition of the process anew, under the hands of
/// another thread that waits at them, which then waits for ever.
[[nodiscard]] std::unique_lock<std::mutex> turnToOpenJack();

} // namespace woodshed
