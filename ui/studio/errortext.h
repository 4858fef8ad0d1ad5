#pragma once

#include <string>

#include <QString>

#include "support/result.h"

namespace woodshed
{

/// What core says without capital and full stop, as a sentence; empty stays empty.
[[nodiscard]] QString sentence(const std::string& clause);

/// An error as a sentence for people: what happened, and where.
[[nodiscard]] QString errorText(const Error& error);

} // namespace woodshed
