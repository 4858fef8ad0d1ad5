#pragma once

#include <CLI/CLI.hpp>

#include "corpus/corpusloader.h"

namespace woodshed
{

/// --melody-track, --chord-track, --from and --to, the same wherever a corpus is read.
inline void addCorpusOptions(CLI::App& command, CorpusChoice& choice)
{
    command
        .add_option("--melody-track", choice.melodyTrack,
                    "track of the melody, as inspect numbers them")
        ->check(CLI::Range(0, 65535));
    command
        .add_option("--chord-track", choice.chordTrack,
                    "track of the chords, as inspect numbers them")
        ->check(CLI::Range(0, 65535));
    command.add_option("--from", choice.from, "first quarter note, counted from 0")
        ->check(CLI::Range(0.0, 1e9));
    command.add_option("--to", choice.to, "last quarter note, included")
        ->check(CLI::Range(0.0, 1e9));
}

inline void addProfileOption(CLI::App& command, std::string& profile)
{
    command.add_option("--profile", profile, "the kind of values")
        ->check(CLI::IsMember({"notebook"}))
        ->capture_default_str();
}

} // namespace woodshed
