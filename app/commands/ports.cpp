#include "commands/commands.h"

#include <iostream>

#include <CLI/CLI.hpp>

#include "ports/midiports.h"

namespace woodshed
{

namespace
{

class PortsCommand : public Command
{
public:
    CLI::App* addTo(CLI::App& app) override
    {
        return app.add_subcommand("ports", "list the MIDI devices that are connected");
    }

    int run() override
    {
        const PortList ports = listMidiPorts();
        for (const std::string& name : ports.inputs)
            std::cout << "in   " << name << '\n';
        for (const std::string& name : ports.outputs)
            std::cout << "out  " << name << '\n';
        if (ports.inputs.empty() && ports.outputs.empty())
            std::cout << "no MIDI devices" << (ports.why.empty() ? "" : ": " + ports.why) << '\n';
        return 0;
    }
};

} // namespace

std::unique_ptr<Command> makePortsCommand()
{
    return std::make_unique<PortsCommand>();
}

} // namespace woodshed
