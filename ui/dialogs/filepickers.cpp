#include "dialogs/filepickers.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>

namespace woodshed
{

namespace
{

QString text(const char* source)
{
    return QCoreApplication::translate("woodshed::FilePickers", source);
}

} // namespace

QString askWhereToSave(QWidget* parent, const QString& proposed)
{
    const bool isMidi = QFileInfo(proposed).suffix() == QLatin1String("mid");
    QFileDialog dialog(
        parent, isMidi ? text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "Export MIDI"))
                       : text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "Save chart image")));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    // With the suffix set here, the question before overwriting is about the file really written.
    dialog.setDefaultSuffix(QFileInfo(proposed).suffix());
    dialog.setNameFilter(
        isMidi ? text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "MIDI files (*.mid *.midi)"))
               : text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "PNG pictures (*.png)")));
    dialog.setDirectory(QFileInfo(proposed).absolutePath());
    dialog.selectFile(QFileInfo(proposed).fileName());
    return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
}

QString askWhatMidiToOpen(QWidget* parent)
{
    return QFileDialog::getOpenFileName(
        parent, text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "Learn from a file")), {},
        text(QT_TRANSLATE_NOOP("woodshed::FilePickers",
                               "Music files (*.mid *.midi *.kar *.abc);;All files (*)")));
}

QString askWhichSoundFont(QWidget* parent)
{
    return QFileDialog::getOpenFileName(
        parent, text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "Use a soundfont")), {},
        text(QT_TRANSLATE_NOOP("woodshed::FilePickers",
                               "Soundfonts (*.sf2 *.sf3);;All files (*)")));
}

} // namespace woodshed
