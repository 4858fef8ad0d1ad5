#include "commands/delivery.h"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "commands/console.h"
#include "export/midiexport.h"
#include "score/partchoice.h"
#include "support/files.h"

namespace woodshed
{

namespace
{

Result<std::vector<Delivered>> writeMidiStems(std::vector<Delivered> stems)
{
    for (const Delivered& stem : stems)
        if (const auto target = writableTarget(stem.path); !target)
            return forward(target);
    for (const Delivered& stem : stems)
        if (const auto written = exportMidi(stem.performance, stem.path); !written)
            return forward(written);
    return stems;
}

} // namespace

bool Delivery::isMidi() const
{
    return hasSuffix(output, {".mid", ".midi"});
}

void addDeliveryOptions(CLI::App& command, Delivery& delivery)
{
    command
        .add_option_function<std::string>(
            "--parts",
            [&delivery](const std::string& list) {
                delivery.parts = list;
                delivery.hasParts = true;
            },
            "only these parts: solo is a stem, piano,bass,drums is minus-one")
        ->type_name("LIST");
    command.add_flag("--stems", delivery.stems,
                     "each part into a file of its own, all of one length and with one gain: "
                     "\"NAME - Solo.wav\"...");
    command.add_option("--soundfont", delivery.soundFont, "the sound font for audio files")
        ->type_name("FILE");
}

Result<Performance> chosenParts(const Performance& performance, const Delivery& delivery)
{
    if (!delivery.hasParts)
        return performance;
    const auto places = partsNamed(delivery.parts, partNames(performance));
    if (!places)
        return forward(places);
    return withParts(performance, *places);
}

Result<void> checkTargets(const Delivery& delivery, std::span<const std::string> names)
{
    std::vector<std::filesystem::path> targets{delivery.output};
    if (delivery.stems) {
        std::vector<std::string> chosen(names.begin(), names.end());
        if (const auto places = partsNamed(delivery.parts, names); places && delivery.hasParts) {
            chosen.clear();
            for (const std::size_t place : *places)
                chosen.push_back(names[place]);
        }
        targets = stemPaths(delivery.output, chosen);
    }
    for (const auto& target : targets)
        if (const auto checked = writableTarget(target); !checked)
            return forward(checked);
    return {};
}

Result<std::vector<Delivered>> deliver(const Performance& performance, const Delivery& delivery,
                                       const std::string& comment, const std::stop_token& stop)
{
    std::vector<Delivered> made{{delivery.output, performance}};
    if (delivery.stems) {
        const std::vector<Performance> stems = stemsOf(performance);
        const auto paths = stemPaths(delivery.output, stems);
        if (stems.empty())
            return fail(ErrorCode::InvalidArgument, "no part has a note to write",
                        delivery.output.string());
        made.clear();
        for (std::size_t i = 0; i < stems.size(); ++i)
            made.push_back({paths[i], stems[i]});
    }
    if (delivery.isMidi())
        return writeMidiStems(std::move(made));
    const AudioOptions options{
        .soundFont = delivery.soundFont, .title = performance.title, .comment = comment, .mix = {}};
    ProgressLine progress;
    const auto show = [&](double share) { progress.show(share, renderingText(share)); };
    if (delivery.stems) {
        const auto written = renderStems(performance, delivery.output, options, show, stop);
        if (!written)
            return forward(written);
        std::erase_if(made, [&](const Delivered& stem) { // no note that can be played
            return std::find(written->begin(), written->end(), stem.path) == written->end();
        });
        return made;
    }
    const auto written = renderAudio(performance, delivery.output, options, show, stop);
    if (!written)
        return forward(written);
    return made;
}

std::string listOfParts(const Performance& performance)
{
    std::string list;
    for (const Part& part : performance.parts) {
        std::string name = part.name;
        for (char& c : name)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        list += (list.empty() ? "" : ", ") + name;
    }
    return list;
}

} // namespace woodshed
