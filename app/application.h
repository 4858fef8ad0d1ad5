#pragma once

#include <string>

namespace woodshed
{

/// Builds everything the window needs, opens it, and runs until it is closed. `file` is opened as
/// corpus where given.
[[nodiscard]] int runWindow(int argc, char** argv, const std::string& file);

} // namespace woodshed
