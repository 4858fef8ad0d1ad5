#include "commands/commands.h"

#include <filesystem>
#include <iostream>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "commands/console.h"
#include "commands/inspectsession.h"
#include "formats/inspection.h"
#include "session/database.h"
#include "support/files.h"

namespace woodshed
{

namespace
{

/// Channels and programs as people count them, from 1: drums are channel 10, piano is program 1.
nlohmann::ordered_json toJson(const TrackInfo& track)
{
    std::vector<int> programs = track.programs;
    for (int& program : programs)
        ++program;
    return {{"index", track.index},
            {"name", track.name},
            {"notes", track.notes},
            {"channel", track.channels.empty() ? 0 : track.channels.front() + 1},
            {"programs", programs},
            {"isMelodyGuess", track.isMelodyGuess}};
}

class InspectCommand : public Command
{
public:
    CLI::App* addTo(CLI::App& app) override
    {
        auto* command = app.add_subcommand(
            "inspect", "show what an importer sees in a MIDI file, or what is in a session");
        command->add_option("FILE", m_file, "the MIDI file or .woodshed session")
            ->required()
            ->type_name("");
        command->add_flag("--json", m_json, "one JSON document on stdout");
        return command;
    }

    int run() override
    {
        if (hasSuffix(m_file, {documentSuffix}))
            return inspectSession();
        const auto bytes = readFile(m_file);
        if (!bytes)
            return refuse(bytes.error());
        if (isDatabase(*bytes))
            return inspectSession();
        const auto inspection = inspectMidi(*bytes);
        if (!inspection)
            return refuse({inspection.error().code, inspection.error().detail, m_file.string()});
        if (m_json)
            printJson(*inspection);
        else
            printText(*inspection);
        return 0;
    }

private:
    int inspectSession() const
    {
        const auto opened = openSession(m_file);
        if (!opened)
            return refuse(opened.error());
        if (m_json)
            printSessionJson(std::cout, *opened);
        else
            printSession(std::cout, *opened);
        return 0;
    }

    static void printJson(const Inspection& inspection)
    {
        nlohmann::ordered_json json;
        json["format"] = inspection.format;
        json["tracks"] = nlohmann::json::array();
        for (const TrackInfo& track : inspection.tracks)
            json["tracks"].push_back(toJson(track));
        json["notes"] = inspection.notes;
        json["measures"] = inspection.measures;
        json["chords"] = inspection.chords;
        json["tempo"] = inspection.tempo;
        json["warnings"] = inspection.warnings;
        std::cout << json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    }

    static void printText(const Inspection& inspection)
    {
        std::cout << "notes=" << inspection.notes << " tracks=" << inspection.tracks.size()
                  << " measures=" << inspection.measures << " chords=" << inspection.chords << '\n';
        for (const std::string& warning : inspection.warnings)
            std::cout << "warning: " << warning << '\n';
        for (const TrackInfo& track : inspection.tracks) {
            std::cout << "track " << track.index << ": "
                      << (track.name.empty() ? "(no name)" : track.name) << ", " << track.notes
                      << " notes";
            if (track.isMelodyGuess)
                std::cout << ", probably the melody";
            if (track.isChordGuess)
                std::cout << ", probably the chords";
            std::cout << '\n';
        }
        if (!inspection.guess.empty())
            std::cout << inspection.guess << '\n';
    }

    std::filesystem::path m_file;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> makeInspectCommand()
{
    return std::make_unique<InspectCommand>();
}

} // namespace woodshed
