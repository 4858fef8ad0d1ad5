#pragma once

#include <QIcon>
#include <QString>

namespace woodshed
{

/// One of our own symbols, drawn in the text colour of the palette in force, so that it fits light
/// and dark alike.
[[nodiscard]] QIcon themedIcon(const QString& name);

/// The program's own coloured icon.
[[nodiscard]] QIcon applicationIcon();

} // namespace woodshed
