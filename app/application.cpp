#include "application.h"

#include <clocale>
#include <cstdlib>
#include <memory>
#include <random>
#include <utility>

#include <QApplication>
#include <QTimer>

#include "arrange/accompaniment.h"
#include "bundle.h"
#include "commands/console.h"
#include "corpusfiles.h"
#include "formats/abc.h"
#include "generation/solotake.h"
#include "mainwindow.h"
#include "studio/connecttocore.h"
#include "version.h"

namespace woodshed
{

namespace
{

bool hasDisplay()
{
    return std::getenv("DISPLAY") != nullptr || std::getenv("WAYLAND_DISPLAY") != nullptr ||
           std::getenv("QT_QPA_PLATFORM") != nullptr;
}

Result<StudioParts> bundledParts()
{
    auto corpus = corpusOfBook(bundledBook());
    if (!corpus)
        return forward(corpus);
    auto studio = studioCorpus(std::move(*corpus), 0);
    if (!studio)
        return forward(studio);

    StudioParts parts;
    for (const BookEntry& entry : bundledBook())
        parts.tunes.push_back(oneChorus(entry.solo));
    parts.model = bundledModel();
    parts.corpus = std::move(*studio);
    parts.demo = std::make_shared<const Take>(takeOf(bundledDemo()));
    parts.seed = std::random_device{}();
    parts.accompany = [](const Take& take) { return accompanied(take.tune, take.notes); };
    parts.corpusSource = std::make_shared<CorpusFiles>();
    connectToCore(parts, trainingModulePath());
    return parts;
}

} // namespace

int runWindow(int argc, char** argv, const std::string& file)
{
    if (!hasDisplay())
        return refuse({.code = ErrorCode::Unavailable,
                       .detail = "there is no display here, so the window cannot open; "
                                 "try woodshed compose, or see woodshed --help",
                       .where = {}});
    QApplication application(argc, argv);
    // Qt takes over the user's locale; numbers in files keep their decimal point.
    std::setlocale(LC_NUMERIC, "C");
    QApplication::setApplicationName(QStringLiteral("woodshed"));
    QApplication::setApplicationDisplayName(QStringLiteral("Woodshed"));
    QApplication::setApplicationVersion(QStringLiteral(WOODSHED_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("woodshed"));

    auto parts = bundledParts();
    if (!parts)
        return refuse(parts.error());
    MainWindow window(std::move(*parts));
    window.show();
    if (!file.empty())
        QTimer::singleShot(0, &window, [&] { window.openFile(QString::fromStdString(file)); });
    return QApplication::exec();
}

} // namespace woodshed
