#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arrange/chart.h"
#include "arrange/feel.h"
#include "support/random.h"
#include "theory/chordsymbol.h"

namespace charts
{

using namespace woodshed;

/// Suffixes from every family of the table of symbols, with alterations.
inline constexpr std::array suffixes{
    "",      "m",      "7",     "maj7",    "m7",        "m7b5",    "dim7",   "6",         "m6",
    "69",    "m69",    "9",     "11",      "13",        "maj9",    "maj11",  "maj13",     "m9",
    "m11",   "m13",    "mmaj7", "mmaj9",   "mmaj11",    "dim",     "dim9",   "dim11",     "aug",
    "aug6",  "aug7",   "aug9",  "aug11",   "aug13",     "augmaj7", "alt",    "7alt",      "7b9",
    "7#9",   "7b13",   "7#11",  "7b5",     "7(b9,b13)", "13#11",   "13b9",   "7(#9,b13)", "7sus4",
    "9sus4", "13sus4", "sus4",  "sus2",    "5",         "add9",    "madd9",  "maj7#11",   "maj7#5",
    "h7",    "h9",     "h11",   "dimmaj7", "mmaj13",    "7#5",     "7b9sus4"};

/// The chords of everyday tunes, each several times as likely as the rare ones above.
inline constexpr std::array everyday{"7", "7", "m7", "m7",   "maj7", "maj7", "m7b5", "7b9",
                                     "6", "9", "m6", "dim7", "",     "m",    "13",   "7sus4"};

inline std::string randomSymbol(Random& random)
{
    const bool common = random.index(3) != 0;
    std::string text = pitchClassName(static_cast<int>(random.index(12)));
    text += common ? everyday.at(random.index(everyday.size()))
                   : suffixes.at(random.index(suffixes.size()));
    if (random.index(12) == 0)
        text += "/" + pitchClassName(static_cast<int>(random.index(12)));
    return text;
}

/// A tune of 16 to 48 bars with one to four chords a bar, some chords over two bars and some
/// silence.
inline LeadSheet randomTune(std::uint64_t seed, int beatsPerBar)
{
    Random random(seed);
    LeadSheet tune;
    tune.beatsPerBar = beatsPerBar;
    const int bars = 16 + 4 * static_cast<int>(random.index(9));
    const Ticks bar = tune.barLength();
    auto& chords = tune.chords.chords;
    for (int b = 0; b < bars; ++b) {
        const Ticks from = bar * b;
        const std::size_t kind = random.index(20);
        if (kind < 3 && !chords.empty()) {
            chords.back().duration += bar;
            continue;
        }
        const std::int64_t count = kind < 12 ? 1 : kind < 17 ? 2 : kind < 18 ? 3 : 4;
        for (std::int64_t i = 0; i < count; ++i) {
            const Ticks start = from + Ticks{bar.count * i / count};
            const Ticks end = from + Ticks{bar.count * (i + 1) / count};
            std::string text = random.index(40) == 0 ? "NC" : randomSymbol(random);
            chords.push_back({start, end - start, std::move(text), {}});
        }
    }
    tune.chords.length = bar * bars;
    return tune;
}

/// Bars of chords, "Dm7 G7 | Cmaj7": those of a bar share it equally.
inline LeadSheet tuneOf(std::string_view text, int beatsPerBar = 4)
{
    LeadSheet tune;
    tune.beatsPerBar = beatsPerBar;
    const Ticks bar = tune.barLength();
    Ticks from;
    while (!text.empty()) {
        const std::size_t line = text.find('|');
        std::string_view inBar = text.substr(0, line);
        text.remove_prefix(line == std::string_view::npos ? text.size() : line + 1);
        std::vector<std::string> symbols;
        while (!inBar.empty()) {
            const std::size_t space = inBar.find(' ');
            if (space != 0)
                symbols.emplace_back(inBar.substr(0, space));
            inBar.remove_prefix(space == std::string_view::npos ? inBar.size() : space + 1);
        }
        const auto count = static_cast<std::int64_t>(symbols.size());
        for (std::int64_t i = 0; i < count; ++i) {
            const Ticks start = from + Ticks{bar.count * i / count};
            const Ticks end = from + Ticks{bar.count * (i + 1) / count};
            tune.chords.chords.push_back(
                {start, end - start, symbols[static_cast<std::size_t>(i)], {}});
        }
        from += bar;
    }
    tune.chords.length = from;
    return tune;
}

struct Case {
    Chart chart;
    Feel feel = Feel::Swing;
    double tempo = 0;
    std::uint64_t seed = 0;
};

inline double tempoOf(Feel feel)
{
    switch (feel) {
    case Feel::Swing:
        return 150;
    case Feel::UpTempo:
        return 260;
    case Feel::Ballad:
        return 64;
    case Feel::Waltz:
        return 150;
    case Feel::Bossa:
        return 140;
    case Feel::Shuffle:
        return 120;
    }
    return 120;
}

/// 200 progressions in turn in every feel, each in the metres that the feel takes.
inline std::vector<Case> randomCases()
{
    std::vector<Case> cases;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        constexpr std::array<int, 4> metres{4, 3, 4, 5};
        const LeadSheet written = randomTune(seed, metres.at(seed % metres.size()));
        for (const Feel feel : allFeels()) {
            const LeadSheet tune = inFeel(written, feel);
            cases.push_back({chartOf(tune, 1), feel, tempoOf(feel), seed});
        }
    }
    return cases;
}

/// A count of how often something held, for a rule that allows exceptions.
struct Share {
    int held = 0;
    int all = 0;
    void count(bool holds)
    {
        held += holds ? 1 : 0;
        ++all;
    }
    [[nodiscard]] double value() const { return all == 0 ? 1 : double(held) / all; }
};

} // namespace charts
