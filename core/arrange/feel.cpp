#include "arrange/feel.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <string>
#include <utility>

namespace woodshed
{

namespace
{

constexpr std::array feels{Feel::Swing, Feel::UpTempo, Feel::Ballad,
                           Feel::Waltz, Feel::Bossa,   Feel::Shuffle};

constexpr std::array<std::pair<std::string_view, Feel>, 6> words{{
    {"waltz", Feel::Waltz}, // before swing: "jazz waltz", "swing waltz"
    {"bossa", Feel::Bossa},
    {"shuffle", Feel::Shuffle},
    {"ballad", Feel::Ballad},
    {"up", Feel::UpTempo}, // before swing: "up-tempo swing"
    {"swing", Feel::Swing},
}};

constexpr double slowestSwing = 90;
constexpr double fastestSwing = 220;

/// Slowest and fastest quarters a minute at which a feel is itself.
std::pair<double, double> tempiOf(Feel feel)
{
    switch (feel) {
    case Feel::Swing:
        return {slowestSwing, fastestSwing};
    case Feel::UpTempo:
        return {200, 320};
    case Feel::Ballad:
        return {48, 84};
    case Feel::Waltz:
        return {84, 230};
    case Feel::Bossa:
        return {90, 190};
    case Feel::Shuffle:
        return {80, 170};
    }
    return {slowestSwing, fastestSwing};
}

bool isWordAt(std::string_view text, std::size_t at)
{
    return at == 0 || std::isalpha(static_cast<unsigned char>(text[at - 1])) == 0;
}

/// The same place in a bar of another length, on a beat.
Ticks moved(Ticks when, Ticks oldBar, Ticks newBar, Ticks beat)
{
    const std::int64_t bar = when.count / oldBar.count;
    const double share =
        static_cast<double>(when.count % oldBar.count) / static_cast<double>(oldBar.count);
    const auto beats = static_cast<std::int64_t>(
        std::lround(share * static_cast<double>(newBar.count) / static_cast<double>(beat.count)));
    return newBar * bar + beat * beats;
}

ChordProgression rebarred(const ChordProgression& old, Ticks oldBar, Ticks newBar, Ticks beat)
{
    ChordProgression made;
    made.length = moved(old.length, oldBar, newBar, beat);
    for (const PlacedChord& chord : old.chords) {
        PlacedChord placed = chord;
        placed.start = moved(chord.start, oldBar, newBar, beat);
        placed.duration = moved(chord.end(), oldBar, newBar, beat) - placed.start;
        // Four chords do not fit three beats: the one squeezed out gives way to its successor.
        if (placed.duration > Ticks{})
            made.chords.push_back(std::move(placed));
    }
    return made;
}

} // namespace

std::span<const Feel> allFeels()
{
    return feels;
}

std::string_view feelName(Feel feel)
{
    switch (feel) {
    case Feel::Swing:
        return "swing";
    case Feel::UpTempo:
        return "up";
    case Feel::Ballad:
        return "ballad";
    case Feel::Waltz:
        return "waltz";
    case Feel::Bossa:
        return "bossa";
    case Feel::Shuffle:
        return "shuffle";
    }
    return "swing";
}

std::optional<Feel> feelNamed(std::string_view text)
{
    std::string lowered(text);
    std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const auto& [word, feel] : words) {
        const std::size_t at = lowered.find(word);
        if (at != std::string::npos && isWordAt(lowered, at))
            return feel;
    }
    return std::nullopt;
}

Feel feelOf(const LeadSheet& tune)
{
    if (const auto named = feelNamed(tune.feel))
        return *named;
    if (tune.beatsPerBar == 3)
        return Feel::Waltz;
    if (tune.tempo < slowestSwing)
        return Feel::Ballad;
    return tune.tempo > fastestSwing ? Feel::UpTempo : Feel::Swing;
}

LeadSheet inFeel(LeadSheet tune, Feel feel)
{
    tune.feel = feelName(feel);
    const auto [slowest, fastest] = tempiOf(feel);
    tune.tempo = std::clamp(tune.tempo, slowest, fastest);
    const Ticks oldBar = tune.barLength();
    int beats = tune.beatsPerBar;
    int unit = tune.beatUnit;
    if (feel == Feel::Waltz && tune.beatsPerBar != 3) {
        beats = 3;
        unit = 4;
    } else if (feel == Feel::Bossa || feel == Feel::Shuffle) {
        beats = 4;
        unit = 4;
    }
    if (beats == tune.beatsPerBar && unit == tune.beatUnit)
        return tune;
    tune.beatsPerBar = beats;
    tune.beatUnit = unit;
    tune.chords = rebarred(tune.chords, oldBar, tune.barLength(), Ticks{Ticks::perQuarter});
    return tune;
}

} // namespace woodshed
