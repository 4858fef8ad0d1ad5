#pragma once

#include <QString>

class QWidget;

namespace woodshed
{

/// Ask for a MIDI file with the usual dialogs; empty when the user cancelled. The proposal may
/// carry a folder.
[[nodiscard]] QString askWhereToSaveMidi(QWidget* parent, const QString& proposed);
[[nodiscard]] QString askWhatMidiToOpen(QWidget* parent);

} // namespace woodshed
