#pragma once

#include <QString>

class QWidget;

namespace woodshed
{

/// Asks with the usual dialog; empty when the user cancelled. The proposal may carry a folder, and
/// its suffix (mid or png) says what kind of file it is.
[[nodiscard]] QString askWhereToSave(QWidget* parent, const QString& proposed);
[[nodiscard]] QString askWhatMidiToOpen(QWidget* parent);
[[nodiscard]] QString askWhichSoundFont(QWidget* parent);

} // namespace woodshed
