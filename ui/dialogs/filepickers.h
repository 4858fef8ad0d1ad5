#pragma once

#include <QString>

class QWidget;

namespace woodshed
{

/// Asks with the usual dialog; empty when the user cancelled. The proposal may carry a folder, and
/// its suffix says what kind of file it is: mid, png, or one of those of audio, between which the
/// user may choose.
[[nodiscard]] QString askWhereToSave(QWidget* parent, const QString& proposed);
[[nodiscard]] QString askWhatMidiToOpen(QWidget* parent);
[[nodiscard]] QString askWhichSoundFont(QWidget* parent);

} // namespace woodshed
