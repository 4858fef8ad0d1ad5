#pragma once

namespace woodshed
{

/// Parses the command line and does what it asks: a subcommand without a display, or the window.
/// Returns the process's exit code: 0 done, 1 refused or failed (one line on stderr), 2 wrong
/// usage.
[[nodiscard]] int runCommandLine(int argc, char** argv);

} // namespace woodshed
