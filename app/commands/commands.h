#pragma once

#include <memory>
#include <vector>

namespace CLI
{
class App;
}

namespace woodshed
{

/// One subcommand: declares its options, then does its work.
class Command
{
public:
    virtual ~Command() = default;
    virtual CLI::App* addTo(CLI::App& app) = 0;
    /// The process's exit code.
    [[nodiscard]] virtual int run() = 0;
};

/// In the order of the help.
[[nodiscard]] std::vector<std::unique_ptr<Command>> allCommands();

[[nodiscard]] std::unique_ptr<Command> makeComposeCommand();
[[nodiscard]] std::unique_ptr<Command> makeTrainCommand();
[[nodiscard]] std::unique_ptr<Command> makeValuesCommand();
[[nodiscard]] std::unique_ptr<Command> makeInspectCommand();
[[nodiscard]] std::unique_ptr<Command> makeRenderCommand();
[[nodiscard]] std::unique_ptr<Command> makeTunesCommand();
[[nodiscard]] std::unique_ptr<Command> makePortsCommand();

/// `woodshed --selftest`: one line a check, exit code 1 where one fails.
[[nodiscard]] int runSelftest();

} // namespace woodshed
