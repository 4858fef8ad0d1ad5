#include "charts.h"

#include <clocale>
#include <iostream>
#include <memory>

#include <QApplication>
#include <QImage>

#include "support/files.h"
#include "widgets/lossplot.h"
#include "widgets/pianoroll.h"

namespace woodshed
{

namespace
{

constexpr QSize lossPlotSize(960, 600);
constexpr QSize rollSize(1600, 900);

/// What Qt remarks about a machine without a desktop is nothing to a user of the command line.
void dropRemarks(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    if (type == QtCriticalMsg || type == QtFatalMsg)
        std::cerr << message.toStdString() << '\n';
}

/// Widgets paint only inside an application; a command has none until it needs one.
std::unique_ptr<QApplication> offscreenApplication()
{
    if (QCoreApplication::instance() != nullptr)
        return nullptr;
    qInstallMessageHandler(dropRemarks);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    static int argc = 1;
    static char name[] = "woodshed";
    static char* argv[] = {name, nullptr};
    auto application = std::make_unique<QApplication>(argc, argv);
    std::setlocale(LC_NUMERIC, "C"); // Qt takes over the user's locale; numbers keep their point
    return application;
}

Result<void> save(const QImage& image, const std::filesystem::path& path)
{
    return writeBeside(path, [&](const std::filesystem::path& beside) -> Result<void> {
        if (!image.save(QString::fromStdString(beside.string()), "PNG"))
            return fail(ErrorCode::NotWritable, "the picture could not be written");
        return {};
    });
}

} // namespace

Result<void> writeLossPlot(const std::vector<EpochReport>& history,
                           const std::filesystem::path& path)
{
    const auto application = offscreenApplication();
    return save(renderLossPlot(history, lossPlotSize), path);
}

Result<void> writeRollPicture(const Take& take, const std::filesystem::path& path)
{
    const auto application = offscreenApplication();
    return save(renderPianoRoll(std::make_shared<const Take>(take), rollSize), path);
}

} // namespace woodshed
