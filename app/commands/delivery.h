#pragma once

#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "export/audiofile.h"
#include "score/performance.h"
#include "support/result.h"

namespace CLI
{
class App;
}

namespace woodshed
{

/// Which parts of a performance go into which files: what compose and render have in common.
struct Delivery {
    std::filesystem::path output;
    std::filesystem::path soundFont;
    std::string parts; ///< as typed: "piano,bass"; all where the option was not given
    bool hasParts = false;
    bool stems = false; ///< a file for each part

    [[nodiscard]] bool isMidi() const;
};

/// --parts, --stems and --soundfont.
void addDeliveryOptions(CLI::App& command, Delivery& delivery);

/// The parts that --parts asks for, all without it; InvalidArgument where a name is unknown.
[[nodiscard]] Result<Performance> chosenParts(const Performance& performance,
                                              const Delivery& delivery);

/// Whether the files of parts with these names can be written, asked before long work.
[[nodiscard]] Result<void> checkTargets(const Delivery& delivery,
                                        std::span<const std::string> names);

/// A file and the parts it holds.
struct Delivered {
    std::filesystem::path path;
    Performance performance;
};

/// Writes what chosenParts() gave, as MIDI or as audio with these tags, whole or in stems, and
/// shows progress.
[[nodiscard]] Result<std::vector<Delivered>> deliver(const Performance& performance,
                                                     const Delivery& delivery,
                                                     const std::string& comment,
                                                     const std::stop_token& stop);

/// "solo, piano, bass"
[[nodiscard]] std::string listOfParts(const Performance& performance);

} // namespace woodshed
