#include "commands/commands.h"

namespace woodshed
{

std::vector<std::unique_ptr<Command>> allCommands()
{
    std::vector<std::unique_ptr<Command>> commands;
    commands.push_back(makeComposeCommand());
    commands.push_back(makeTrainCommand());
    commands.push_back(makeValuesCommand());
    commands.push_back(makeInspectCommand());
    commands.push_back(makeRenderCommand());
    commands.push_back(makeTunesCommand());
    commands.push_back(makePortsCommand());
    return commands;
}

} // namespace woodshed
