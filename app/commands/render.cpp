#include "commands/commands.h"

#include <filesystem>
#include <iostream>

#include <CLI/CLI.hpp>

#include "commands/console.h"
#include "commands/delivery.h"
#include "export/midiexport.h"
#include "export/soundfile.h"
#include "score/partchoice.h"
#include "support/files.h"

namespace woodshed
{

namespace
{

class RenderCommand : public Command
{
public:
    CLI::App* addTo(CLI::App& app) override
    {
        auto* command = app.add_subcommand("render", "play a MIDI file into an audio file");
        command->add_option("FILE", m_input, "the MIDI file")->required()->type_name("");
        command
            ->add_option("-o,--output", m_delivery.output,
                         "where it goes: .wav .flac .ogg .opus .mp3")
            ->required()
            ->type_name("FILE");
        addDeliveryOptions(*command, m_delivery);
        return command;
    }

    int run() override
    {
        const InterruptGuard interrupt;
        if (const auto kind = soundFileKind(m_delivery.output); !kind)
            return refuse(kind.error());
        const auto bytes = readFile(m_input);
        if (!bytes)
            return refuse(bytes.error());
        auto reading = readMidi(*bytes);
        if (!reading)
            return refuse({reading.error().code, reading.error().detail, m_input.string()});
        const Performance performance = fromMidi(reading->file);
        const auto chosen = chosenParts(performance, m_delivery);
        if (!chosen)
            return misuse("--parts: " + chosen.error().detail);
        if (const auto writable = checkTargets(m_delivery, partNames(performance)); !writable)
            return refuse(writable.error());
        const auto made = deliver(*chosen, m_delivery, performance.dedication, interrupt.token());
        if (!made)
            return refuse(made.error());
        if (m_delivery.stems)
            for (const Delivered& file : *made)
                std::cout << file.path.string() << ": " << listOfParts(file.performance) << '\n';
        for (const std::string& warning : reading->warnings)
            warn(warning);
        return 0;
    }

private:
    std::filesystem::path m_input;
    Delivery m_delivery;
};

} // namespace

std::unique_ptr<Command> makeRenderCommand()
{
    return std::make_unique<RenderCommand>();
}

} // namespace woodshed
