#include "commands/commands.h"

#include <filesystem>
#include <iostream>
#include <optional>
#include <random>
#include <string>

#include <CLI/CLI.hpp>

#include "arrange/accompaniment.h"
#include "bundle.h"
#include "charts.h"
#include "commands/console.h"
#include "commands/corpusoptions.h"
#include "export/audiofile.h"
#include "export/midiexport.h"
#include "export/soundfile.h"
#include "generation/generator.h"
#include "model/modelfile.h"
#include "support/files.h"
#include "tunes.h"

namespace woodshed
{

namespace
{

/// A title as a file name: no separators, no leading dot, not too long, and never in the middle of
/// a UTF-8 character.
std::string fileName(std::string title)
{
    constexpr std::size_t longest = 120;
    for (char& c : title)
        if (c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' ')
            c = '-';
    if (title.size() > longest) {
        title.resize(longest);
        while (!title.empty() && (static_cast<unsigned char>(title.back()) & 0xC0U) == 0x80U)
            title.pop_back();
        if (!title.empty() && static_cast<unsigned char>(title.back()) >= 0xC0U)
            title.pop_back();
    }
    if (title.empty() || title.front() == '.')
        title.insert(0, "Solo");
    return title;
}

class ComposeCommand : public Command
{
public:
    CLI::App* addTo(CLI::App& app) override
    {
        auto* command =
            app.add_subcommand("compose", "improvise a solo over a tune and write it to a file");
        command
            ->add_option("--tune", m_tune,
                         "a built-in tune (see woodshed tunes) or a file with chords")
            ->type_name("NAME|FILE");
        command->add_option("--model", m_model, "a model made by woodshed train")
            ->type_name("FILE");
        command->add_option("--choruses", m_options.choruses, "times through the form")
            ->check(CLI::Range(1, 64))
            ->capture_default_str();
        command
            ->add_option("--seed", m_seed, "same seed, same solo; drawn and told where not given")
            ->check(asSeed());
        command->add_option("--temperature", m_options.temperature, "0 plays safe, above 1 strays")
            ->check(within(0, 5))
            ->capture_default_str();
        command
            ->add_option("--top-p", m_options.topP,
                         "draw only from the most probable values up to this share")
            ->check(within(0.0001, 1))
            ->capture_default_str();
        command->add_option("--tempo", m_tempo, "quarter notes a minute")->check(within(40, 320));
        command->add_flag("--solo-only", m_soloOnly, "no accompaniment");
        command->add_flag("--faithful", m_options.faithful,
                          "exactly as the classic exercise does it, quirks included");
        command->add_option("--soundfont", m_soundFont, "the sound font for audio files")
            ->type_name("FILE");
        command
            ->add_option(
                "-o,--output", m_output,
                "where it goes; the suffix says what: .mid .wav .flac .ogg .opus .mp3 .png")
            ->type_name("FILE");
        return command;
    }

    int run() override
    {
        const InterruptGuard interrupt;
        if (const auto target = writableTarget(m_output); !m_output.empty() && !target)
            return refuse(target.error());
        if (!m_output.empty() && !hasSuffix(m_output, {".mid", ".midi", ".png"}) &&
            !soundFileKind(m_output))
            return refuse({ErrorCode::Unsupported,
                           "its suffix names nothing that can be written; use .mid, .wav, .flac, "
                           ".ogg, .opus, .mp3 or .png",
                           m_output.string()});
        auto tune = findTune(m_tune);
        if (!tune)
            return refuse(tune.error());
        if (m_tempo)
            tune->tempo = *m_tempo;
        auto model = m_model.empty() ? Result<Model>(bundledModel()) : readModel(m_model);
        if (!model)
            return refuse(model.error());
        m_options.seed = m_seed.value_or(std::random_device{}());
        const auto take = generate(*model, *tune, m_options, interrupt.token());
        if (!take)
            return refuse(take.error());
        if (m_output.empty())
            m_output = fileName(tune->title) + " - solo " + std::to_string(m_options.seed) + ".mid";
        if (const auto written = write(*take, interrupt.token()); !written)
            return refuse(written.error());
        std::cout << m_output.string() << ": " << take->notes.size() << " notes over "
                  << m_options.choruses
                  << (m_options.choruses == 1 ? " chorus of " : " choruses of ") << tune->title
                  << ", seed " << m_options.seed << '\n';
        return 0;
    }

private:
    Result<void> write(const Take& take, const std::stop_token& stop) const
    {
        const auto play = m_soloOnly ? unaccompanied : accompanied;
        // The classic's solos are played exactly as it wrote them.
        const double asPeople = take.faithful ? 0 : 1;
        const Performance performance = play(take.tune, take.choruses, take.notes,
                                             {.feel = feelOf(take.tune),
                                              .swing = asPeople,
                                              .humanise = asPeople,
                                              .seed = take.seed});
        if (hasSuffix(m_output, {".mid", ".midi"}))
            return exportMidi(performance, m_output);
        if (hasSuffix(m_output, {".png"}))
            return writeRollPicture(take, m_output);
        ProgressLine progress;
        return renderAudio(
            performance, m_output, {.soundFont = m_soundFont, .title = take.tune.title},
            [&](double share) { progress.show(share, renderingText(share)); }, stop);
    }

    std::string m_tune;
    std::filesystem::path m_model;
    GenerationOptions m_options;
    std::optional<std::uint64_t> m_seed;
    std::optional<double> m_tempo;
    bool m_soloOnly = false;
    std::filesystem::path m_soundFont;
    std::filesystem::path m_output;
};

} // namespace

std::unique_ptr<Command> makeComposeCommand()
{
    return std::make_unique<ComposeCommand>();
}

} // namespace woodshed
