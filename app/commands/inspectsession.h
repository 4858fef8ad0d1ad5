#pragma once

#include <ostream>

#include "session/document.h"

namespace woodshed
{

/// What is in a document, in lines for people: counts first, then warnings, then what there is.
void printSession(std::ostream& out, const OpenedSession& opened);

/// The same as one JSON document.
void printSessionJson(std::ostream& out, const OpenedSession& opened);

} // namespace woodshed
