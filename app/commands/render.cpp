#include "commands/commands.h"

#include <filesystem>
#include <iostream>

#include <CLI/CLI.hpp>

#include "commands/console.h"
#include "export/audiofile.h"
#include "export/midiexport.h"
#include "export/soundfile.h"
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
        command->add_option("-o,--output", m_output, "where it goes: .wav .flac .ogg .opus .mp3")
            ->required()
            ->type_name("FILE");
        command->add_option("--soundfont", m_soundFont, "the sound font to play with")
            ->type_name("FILE");
        return command;
    }

    int run() override
    {
        const InterruptGuard interrupt;
        if (const auto target = writableTarget(m_output); !target)
            return refuse(target.error());
        if (const auto kind = soundFileKind(m_output); !kind)
            return refuse(kind.error());
        const auto bytes = readFile(m_input);
        if (!bytes)
            return refuse(bytes.error());
        auto reading = readMidi(*bytes);
        if (!reading)
            return refuse({reading.error().code, reading.error().detail, m_input.string()});
        const Performance performance = fromMidi(reading->file);
        ProgressLine progress;
        const auto rendered = renderAudio(
            performance, m_output, {.soundFont = m_soundFont, .title = performance.title},
            [&](double share) { progress.show(share, renderingText(share)); }, interrupt.token());
        if (!rendered)
            return refuse(rendered.error());
        for (const std::string& warning : reading->warnings)
            warn(warning);
        return 0;
    }

private:
    std::filesystem::path m_input;
    std::filesystem::path m_output;
    std::filesystem::path m_soundFont;
};

} // namespace

std::unique_ptr<Command> makeRenderCommand()
{
    return std::make_unique<RenderCommand>();
}

} // namespace woodshed
