#pragma once

#include <functional>

#include <QObject>

#include "studio/studioparts.h"

namespace woodshed
{

/// Asks where to, sets the suffix, writes, and remembers the folder.
class ExportController : public QObject
{
    Q_OBJECT

public:
    using AskWhere = std::function<QString(QWidget*, const QString&)>;

    ExportController(AskWhere askWhere, ExportMidi write, QObject* parent = nullptr);

    void exportMidi(const Performance& performance, const QString& fileName, QWidget* window);

Q_SIGNALS:
    void saved(const QString& path);
    void failed(const woodshed::Error& error);

private:
    AskWhere m_askWhere;
    ExportMidi m_write;
    QString m_folder;
};

/// Where music is kept, or the home folder.
[[nodiscard]] QString musicFolder();

} // namespace woodshed
