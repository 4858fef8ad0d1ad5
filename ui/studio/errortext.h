#pragma once

#include <QString>

#include "support/result.h"

namespace woodshed
{

/// An error as a sentence for people: what happened, and where.
[[nodiscard]] QString errorText(const Error& error);

} // namespace woodshed
