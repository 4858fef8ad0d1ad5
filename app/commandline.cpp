#include "commandline.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "application.h"
#include "commands/commands.h"
#include "commands/console.h"
#include "version.h"

namespace woodshed
{

namespace
{

/// One clear line where the user went wrong.
int refuseUsage(const CLI::ParseError& error)
{
    std::string what = error.what();
    std::replace(what.begin(), what.end(), '\n', ' ');
    return misuse(what);
}

} // namespace

int runCommandLine(int argc, char** argv)
{
    CLI::App app{"Woodshed composes jazz solos with a network you can watch learn. Without a "
                 "command it opens its window."};
    app.name("woodshed");
    app.set_version_flag("--version", "woodshed " WOODSHED_VERSION);
    std::string file;
    app.add_option("FILE", file, "a .woodshed session to open, or a MIDI or ABC file as corpus")->type_name("");
    bool selftest = false;
    app.add_flag("--selftest", selftest,
                 "check sound, fonts, model and resources without a display");
    app.require_subcommand(0, 1);
    app.fallthrough(false);

    std::vector<std::unique_ptr<Command>> commands = allCommands();
    int status = 0;
    for (const auto& command : commands)
        command->addTo(app)->callback([&status, &command] { status = command->run(); });

    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp& request) {
        return app.exit(request);
    } catch (const CLI::CallForAllHelp& request) {
        return app.exit(request);
    } catch (const CLI::CallForVersion& request) {
        return app.exit(request);
    } catch (const CLI::ParseError& error) {
        return refuseUsage(error);
    } catch (const std::exception& error) {
        return refuse({ErrorCode::Internal, error.what(), {}});
    }
    if (!app.get_subcommands().empty()) {
        // What could not be printed was not done.
        if (!std::cout.flush() && status == 0)
            return refuse({ErrorCode::NotWritable, "the output could not be written", {}});
        return status;
    }
    if (selftest)
        return runSelftest();
    std::error_code ignored;
    if (!file.empty() && !std::filesystem::exists(file, ignored))
        return misuse("there is no command and no file of this name: " + file);
    return runWindow(argc, argv, file);
}

} // namespace woodshed
