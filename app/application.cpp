#include "application.h"

#include <clocale>
#include <cstdlib>
#include <memory>
#include <random>
#include <utility>

#include <QApplication>
#include <QDir>
#include <QStandardPaths>
#include <QTimer>

#include "arrange/accompaniment.h"
#include "arrange/feel.h"
#include "bundle.h"
#include "commands/console.h"
#include "corpusfiles.h"
#include "formats/abc.h"
#include "generation/solotake.h"
#include "mainwindow.h"
#include "playback/recorder.h"
#include "studio/connecttocore.h"
#include "version.h"

namespace woodshed
{

namespace
{

bool isSet(const char* name)
{
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

bool hasDisplay()
{
    return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM");
}

const Error& noDisplay()
{
    static const Error error{ErrorCode::Unavailable,
                             "there is no display here, so the window cannot open; try woodshed "
                             "compose, or see woodshed --help",
                             {}};
    return error;
}

/// While the application is made Qt ends the process when it cannot reach the display that the
/// environment names; what it would say, we say in one line.
void refuseWithoutDisplay(QtMsgType type, const QMessageLogContext&, const QString&)
{
    if (type == QtFatalMsg)
        std::_Exit(refuse(noDisplay()));
}

/// The desktop's folder for what outlives a run but is no setting (XDG Base Directory 0.8), for
/// which Qt 6.4 has no name.
QString stateFolder()
{
    const QString named = qEnvironmentVariable("XDG_STATE_HOME");
    return QDir::isAbsolutePath(named) ? named : QDir::homePath() + QStringLiteral("/.local/state");
}

Result<StudioParts> bundledParts()
{
    auto corpus = corpusOfBook(bundledBook());
    if (!corpus)
        return forward(corpus);
    const auto record = std::make_shared<const SessionCorpus>(recordOf(
        *corpus, {.isBuiltIn = true, .path = {}, .digest = digestOf(corpus->values.tokens())}));
    auto studio = studioCorpusOf(record, false);
    if (!studio)
        return forward(studio);

    StudioParts parts;
    for (const BookEntry& entry : bundledBook())
        parts.tunes.push_back(oneChorus(entry.solo));
    parts.model = bundledModel();
    parts.corpus = std::move(*studio);
    parts.completeCorpus = [solos = std::move(corpus->solos), record](StudioCorpus& book) {
        auto whole = std::make_shared<SessionCorpus>(*record);
        whole->lines = linesOf(solos);
        if (auto completed = studioCorpusOf(std::move(whole), true))
            book = std::move(*completed);
    };
    parts.demo = std::make_shared<const Take>(takeOf(bundledDemo()));
    parts.seed = std::random_device{}();
    parts.inFeel = [](LeadSheet tune, const std::string& word) {
        const auto feel = feelNamed(word);
        return feel ? inFeel(std::move(tune), *feel) : tune;
    };
    parts.accompany = [](const Take& take, const BandSettings& settings) {
        LeadSheet tune = take.tune;
        if (settings.tempo > 0)
            tune.tempo = settings.tempo;
        // The classic's solos are played exactly as it wrote them.
        const double asPeople = take.faithful ? 0 : 1;
        return accompanied(tune, take.choruses, take.notes,
                           {.feel = feelNamed(settings.feel).value_or(feelOf(take.tune)),
                            .swing = asPeople * settings.swing,
                            .humanise = asPeople,
                            .seed = take.seed});
    };
    parts.quantise = [](std::vector<Note> notes, Ticks grid) {
        return quantised(std::move(notes), grid, 1);
    };
    parts.corpusSource = std::make_shared<CorpusFiles>();
    parts.preferencesFile = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) +
                            QStringLiteral("/woodshed.ini");
    parts.recoveryFolder = stateFolder() + QStringLiteral("/woodshed/recovery");
    connectToCore(parts, trainingModulePath());
    return parts;
}

} // namespace

int runWindow(int argc, char** argv, const std::string& file)
{
    if (!hasDisplay())
        return refuse(noDisplay());
    const auto usual = qInstallMessageHandler(refuseWithoutDisplay);
    QApplication application(argc, argv);
    qInstallMessageHandler(usual);
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
