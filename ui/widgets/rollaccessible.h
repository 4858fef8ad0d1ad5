#pragma once

namespace woodshed
{

/// Makes piano rolls known to assistive programs as a graphic with its counts as name and the
/// chosen note as value. Must run before a roll's first accessible property is set; further calls
/// do nothing.
void installRollAccessibility();

} // namespace woodshed
