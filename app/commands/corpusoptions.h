#pragma once

#include <charconv>
#include <cstdint>
#include <string>

#include <CLI/CLI.hpp>

#include "corpus/corpusloader.h"

namespace woodshed
{

/// A number within bounds; CLI11's own Range lets "nan" through.
inline CLI::Validator within(double lowest, double highest)
{
    return {[=](std::string& text) -> std::string {
                double value = 0;
                const char* end = text.data() + text.size();
                const auto [stop, error] = std::from_chars(text.data(), end, value);
                if (error == std::errc{} && stop == end && value >= lowest && value <= highest)
                    return {};
                return "Value " + text + " not in range " + CLI::detail::to_string(lowest) +
                       " to " + CLI::detail::to_string(highest);
            },
            "NUMBER"};
}

/// A random number's seed: digits only, below 2^64.
inline CLI::Validator asSeed()
{
    return {[](std::string& text) -> std::string {
                std::uint64_t value = 0;
                const char* end = text.data() + text.size();
                const auto [stop, error] = std::from_chars(text.data(), end, value);
                if (error == std::errc{} && stop == end)
                    return {};
                return "a seed is a whole number from 0 to 18446744073709551615, not " + text;
            },
            "SEED"};
}

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
        ->check(within(0, 1e9));
    command.add_option("--to", choice.to, "last quarter note, included")->check(within(0, 1e9));
}

inline void addProfileOption(CLI::App& command, std::string& profile)
{
    command.add_option("--profile", profile, "the kind of values")
        ->check(CLI::IsMember({"woodshed", "notebook"}))
        ->capture_default_str();
}

} // namespace woodshed
