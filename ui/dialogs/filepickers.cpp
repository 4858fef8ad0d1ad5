#include "dialogs/filepickers.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QRegularExpression>

namespace woodshed
{

namespace
{

QString text(const char* source)
{
    return QCoreApplication::translate("woodshed::FilePickers", source);
}

struct SaveTexts {
    QString title;
    QStringList filters;
};

SaveTexts saveTexts(const QString& suffix)
{
    if (suffix == QLatin1String("mid"))
        return {text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "Export MIDI")),
                {text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "MIDI files (*.mid *.midi)"))}};
    if (suffix == QLatin1String("woodshed"))
        return {
            text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "Save session")),
            {text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "Woodshed sessions (*.woodshed)"))}};
    if (suffix == QLatin1String("png"))
        return {text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "Save chart image")),
                {text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "PNG pictures (*.png)"))}};
    return {text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "Export audio")),
            {text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "MP3, plays everywhere (*.mp3)")),
             text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "FLAC, without loss (*.flac)")),
             text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "Ogg Vorbis (*.ogg)")),
             text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "Opus, small (*.opus)")),
             text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "WAV, uncompressed (*.wav)"))}};
}

/// "mid" and "midi" of "MIDI files (*.mid *.midi)".
QStringList suffixesOf(const QString& filter)
{
    static const QRegularExpression pattern(QStringLiteral(R"(\*\.(\w+))"));
    QStringList suffixes;
    for (const QRegularExpressionMatch& match : pattern.globalMatch(filter))
        suffixes << match.captured(1);
    return suffixes;
}

} // namespace

QString askWhereToSave(QWidget* parent, const QString& proposed)
{
    const QString suffix = QFileInfo(proposed).suffix();
    const SaveTexts texts = saveTexts(suffix);
    QFileDialog dialog(parent, texts.title);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setNameFilters(texts.filters);
    // With the suffix set here, the question before overwriting is about the file really written.
    QObject::connect(
        &dialog, &QFileDialog::filterSelected, &dialog,
        [&dialog](const QString& filter) { dialog.setDefaultSuffix(suffixesOf(filter).value(0)); });
    QStringList known;
    for (const QString& filter : texts.filters) {
        known << suffixesOf(filter);
        if (suffixesOf(filter).contains(suffix))
            dialog.selectNameFilter(filter);
    }
    dialog.setDefaultSuffix(suffix);
    dialog.setDirectory(QFileInfo(proposed).absolutePath());
    dialog.selectFile(QFileInfo(proposed).fileName());
    while (dialog.exec() == QDialog::Accepted) {
        const QString path = dialog.selectedFiles().value(0);
        if (path.isEmpty() || known.contains(QFileInfo(path).suffix(), Qt::CaseInsensitive))
            return path;
        // "Take 1.5" ends in no suffix of ours; with one it is another file, which may be there.
        const QString whole = path + QLatin1Char('.') + dialog.defaultSuffix();
        if (!QFileInfo::exists(whole))
            return whole;
        dialog.selectFile(whole);
    }
    return {};
}

QString askWhatMidiToOpen(QWidget* parent)
{
    return QFileDialog::getOpenFileName(
        parent, text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "Open a session or music")), {},
        text(QT_TRANSLATE_NOOP("woodshed::FilePickers",
                               "Sessions and music (*.woodshed *.mid *.midi *.kar *.abc);;"
                               "Woodshed sessions (*.woodshed);;"
                               "Music files (*.mid *.midi *.kar *.abc);;All files (*)")));
}

QString askWhichSoundFont(QWidget* parent)
{
    return QFileDialog::getOpenFileName(
        parent, text(QT_TRANSLATE_NOOP("woodshed::FilePickers", "Use a soundfont")), {},
        text(
            QT_TRANSLATE_NOOP("woodshed::FilePickers", "Soundfonts (*.sf2 *.sf3);;All files (*)")));
}

} // namespace woodshed
