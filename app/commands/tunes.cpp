#include "commands/commands.h"

#include <filesystem>
#include <iomanip>
#include <iostream>

#include <CLI/CLI.hpp>

#include "arrange/accompaniment.h"
#include "bundle.h"
#include "commands/console.h"
#include "export/midiexport.h"

namespace woodshed
{

namespace
{

class TunesCommand : public Command
{
public:
    CLI::App* addTo(CLI::App& app) override
    {
        auto* command = app.add_subcommand("tunes", "list the built-in tunes");
        command->add_option("--midi", m_folder, "also write the built-in solos there as MIDI files")
            ->type_name("DIR");
        return command;
    }

    int run() override
    {
        if (!m_folder.empty()) {
            std::error_code failed;
            std::filesystem::create_directories(m_folder, failed);
            if (failed)
                return refuse({.code = ErrorCode::NotWritable,
                               .detail = "cannot be made a folder: " + failed.message(),
                               .where = m_folder.string()});
        }
        for (const BookEntry& entry : bundledBook()) {
            const LeadSheet& tune = entry.solo.tune;
            std::cout << std::left << std::setw(24) << entry.id << ' ' << tune.title << ", "
                      << tune.key << ", " << tune.tempo << " bpm, " << tune.bars() << " bars, "
                      << tune.feel << '\n';
            if (m_folder.empty())
                continue;
            // As a soloist plays them; the book has the notation.
            const BandOptions asPlayed{.feel = feelOf(tune), .ending = false};
            const auto written =
                exportMidi(unaccompanied(tune, entry.solo.choruses, entry.solo.melody, asPlayed),
                           m_folder / (entry.id + ".mid"));
            if (!written)
                return refuse(written.error());
        }
        return 0;
    }

private:
    std::filesystem::path m_folder;
};

} // namespace

std::unique_ptr<Command> makeTunesCommand()
{
    return std::make_unique<TunesCommand>();
}

} // namespace woodshed
