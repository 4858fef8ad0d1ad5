#include "commands/commands.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "arrange/accompaniment.h"
#include "bundle.h"
#include "charts.h"
#include "commands/console.h"
#include "commands/corpusoptions.h"
#include "commands/delivery.h"
#include "corpus/corpusloader.h"
#include "corpus/linecharacter.h"
#include "export/soundfile.h"
#include "generation/generator.h"
#include "generation/linegenerator.h"
#include "generation/lineindex.h"
#include "midi/utf8.h"
#include "model/modelfile.h"
#include "score/partchoice.h"
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

/// The parts of the band, as the accompaniment calls them.
const std::vector<std::string>& bandNames()
{
    static const std::vector<std::string> names{"Solo", "Piano", "Bass", "Drums"};
    return names;
}

std::vector<std::string> feelNames()
{
    std::vector<std::string> names;
    for (const Feel feel : allFeels())
        names.emplace_back(feelName(feel));
    return names;
}

std::vector<std::string> voices()
{
    return {voiceNames().begin(), voiceNames().end()};
}

/// Short enough for tags, and text.
CLI::Validator asDedication()
{
    return {[](std::string& text) -> std::string {
                constexpr std::ptrdiff_t longest = 280;
                const auto length = std::count_if(text.begin(), text.end(), [](char c) {
                    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
                });
                if (length > longest)
                    return "a dedication has at most 280 characters, not " + std::to_string(length);
                return isUtf8(text) ? std::string() : "a dedication is text in UTF-8";
            },
            ""};
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
        command
            ->add_option("--feel", m_feel, "how the band plays; without it, as the tune asks for")
            ->check(CLI::IsMember(feelNames()))
            ->option_text("swing|up|ballad|waltz|bossa|shuffle");
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
        const auto addDial = [command](const char* name, double& dial, const char* what) {
            command->add_option(name, dial, what)->check(within(-1, 1))->group("Dials, -1 to 1");
        };
        addDial("--density", m_options.dials.density, "fewer or more notes");
        addDial("--range", m_options.dials.range, "narrow or wide");
        addDial("--risk", m_options.dials.risk, "inside or outside the chords' scales");
        addDial("--harmony", m_options.dials.harmony, "the line's contour or the chords' tones");
        command->add_option("--voice", m_options.voice, "what kind of player")
            ->check(CLI::IsMember(voices()));
        command
            ->add_option("--primer", m_primer,
                         "a MIDI or ABC file with whose first bars the solo begins")
            ->type_name("FILE");
        command->add_option("--primer-bars", m_primerBars, "how many of them")
            ->check(CLI::Range(1, 64))
            ->needs("--primer")
            ->capture_default_str();
        command->add_option("--tempo", m_tempo, "quarter notes a minute")->check(within(40, 320));
        command
            ->add_option("--swing", m_swing,
                         "0 straight, 1 the tempo's own swing, up to 2 (1; 0 with --faithful)")
            ->check(within(0, 2));
        command->add_flag("--solo-only", m_soloOnly, "no accompaniment");
        command->add_flag("--faithful", m_options.faithful,
                          "exactly as the classic exercise does it, quirks included");
        command
            ->add_option("--dedication", m_dedication,
                         "a line that goes into the file, as \"For Anna, 4 May\"")
            ->check(asDedication());
        addDeliveryOptions(*command, m_delivery);
        command->get_option("--parts")->excludes("--solo-only");
        command
            ->add_option(
                "-o,--output", m_delivery.output,
                "where it goes; the suffix says what: .mid .wav .flac .ogg .opus .mp3 .png")
            ->type_name("FILE");
        return command;
    }

    int run() override
    {
        const InterruptGuard interrupt;
        if (const std::string wrong = misfit(); !wrong.empty())
            return misuse(wrong);
        if (const auto writable = checkOutput(); !writable)
            return refuse(writable.error());
        auto tune = findTune(m_tune);
        if (!tune)
            return refuse(tune.error());
        if (const auto feel = feelNamed(m_feel))
            tune = inFeel(std::move(*tune), *feel);
        if (m_tempo)
            tune->tempo = *m_tempo;
        auto model = m_model.empty() ? Result<Model>(builtIn()) : readModel(m_model);
        if (!model)
            return refuse(model.error());
        if (!m_primer.empty()) {
            if (model->profile != woodshedProfile)
                return refuse({.code = ErrorCode::Unsupported,
                               .detail = "only a model of the Woodshed profile begins with notes "
                                         "that are given",
                               .where = m_primer.string()});
            auto primer = opening(tune->barLength());
            if (!primer)
                return refuse(primer.error());
            m_options.primer = std::move(*primer);
        }
        m_options.seed = m_seed.value_or(std::random_device{}());
        if (model->profile == woodshedProfile)
            m_options.corpus = std::make_shared<const LineIndex>(bookLines());
        const auto take = generate(*model, *tune, m_options, interrupt.token());
        if (!take)
            return refuse(take.error());
        const std::string seed = std::to_string(m_options.seed);
        if (m_delivery.output.empty())
            m_delivery.output = fileName(tune->title) + " - solo " + seed + ".mid";
        const std::string summary = std::to_string(m_options.choruses) +
                                    (m_options.choruses == 1 ? " chorus of " : " choruses of ") +
                                    tune->title + ", seed " + seed;
        if (hasSuffix(m_delivery.output, {".png"})) {
            if (const auto painted = writeRollPicture(*take, m_delivery.output); !painted)
                return refuse(painted.error());
            tell(m_delivery.output, notesOf(*take), summary);
            return 0;
        }
        const auto chosen = chosenParts(played(*take), m_delivery);
        if (!chosen)
            return refuse(chosen.error());
        const auto made = deliver(*chosen, m_delivery, comment(), interrupt.token());
        if (!made)
            return refuse(made.error());
        const bool isPart = m_delivery.hasParts || m_delivery.stems;
        for (const Delivered& file : *made)
            tell(file.path, isPart ? listOfParts(file.performance) : notesOf(*take), summary);
        return 0;
    }

private:
    [[nodiscard]] const Model& builtIn() const
    {
        return m_options.faithful ? bundledNotebookModel() : bundledModel();
    }

    /// The first bars of the primer's melody; a note that goes on is cut.
    [[nodiscard]] Result<std::vector<Note>> opening(Ticks bar) const
    {
        const auto corpus = loadCorpora(std::span(&m_primer, 1), {});
        if (!corpus)
            return forward(corpus);
        const Ticks end = bar * m_primerBars;
        std::vector<Note> notes;
        for (Note note : corpus->solos.front().melody) {
            if (note.start >= end)
                continue;
            note.duration = std::min(note.duration, end - note.start);
            notes.push_back(note);
        }
        if (notes.empty())
            return fail(ErrorCode::NoMelody, "there is no note in its first bars",
                        m_primer.string());
        return notes;
    }

    /// What does not fit together, or nothing.
    [[nodiscard]] std::string misfit() const
    {
        if (m_delivery.hasParts)
            if (const auto places = partsNamed(m_delivery.parts, bandNames()); !places)
                return "--parts: " + places.error().detail;
        if (hasSuffix(m_delivery.output, {".png"}) && (m_delivery.hasParts || m_delivery.stems))
            return "a picture shows the solo; --parts and --stems are for .mid and audio files";
        return {};
    }

    [[nodiscard]] Result<void> checkOutput() const
    {
        const auto& output = m_delivery.output;
        if (output.empty())
            return {};
        if (!m_delivery.isMidi() && !hasSuffix(output, {".png"}) && !soundFileKind(output))
            return fail(ErrorCode::Unsupported,
                        "its suffix names nothing that can be written; use .mid, .wav, .flac, "
                        ".ogg, .opus, .mp3 or .png",
                        output.string());
        return checkTargets(m_delivery, bandNames());
    }

    [[nodiscard]] Performance played(const Take& take) const
    {
        // The classic's solos are played exactly as it wrote them.
        const double asPeople = take.faithful ? 0 : 1;
        const BandOptions options{.feel = feelOf(take.tune),
                                  .swing = m_swing.value_or(asPeople),
                                  .humanise = asPeople,
                                  .seed = take.seed};
        const auto play = m_soloOnly ? unaccompanied : accompanied;
        Performance performance = play(take.tune, take.choruses, take.notes, options);
        performance.dedication = m_dedication;
        return performance;
    }

    /// For the tags of audio files.
    [[nodiscard]] std::string comment() const
    {
        const std::string model = m_model.empty() ? "built in" : m_model.filename().string();
        return (m_dedication.empty() ? "" : m_dedication + "; ") + "seed " +
               std::to_string(m_options.seed) + ", model " + model;
    }

    /// How many, and how many of them are not the network's own.
    static std::string notesOf(const Take& take)
    {
        const std::string notes = std::to_string(take.notes.size()) + " notes";
        return take.ruledNotes > 0
                   ? notes + " (" + std::to_string(take.ruledNotes) + " changed by rules)"
                   : notes;
    }

    static void tell(const std::filesystem::path& file, const std::string& what,
                     const std::string& summary)
    {
        std::cout << file.string() << ": " << what << " over " << summary << '\n';
    }

    std::string m_tune;
    std::filesystem::path m_model;
    std::filesystem::path m_primer;
    int m_primerBars = 4;
    GenerationOptions m_options;
    std::optional<std::uint64_t> m_seed;
    std::optional<double> m_tempo;
    bool m_soloOnly = false;
    std::string m_dedication;
    std::string m_feel;
    std::optional<double> m_swing;
    Delivery m_delivery;
};

} // namespace

std::unique_ptr<Command> makeComposeCommand()
{
    return std::make_unique<ComposeCommand>();
}

} // namespace woodshed
