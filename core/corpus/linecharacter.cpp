#include "corpus/linecharacter.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <set>

namespace woodshed
{

namespace
{

constexpr std::array<std::string_view, 4> voices{"lyrical", "bebop", "blues", "modern"};
constexpr int beat = stepsPerQuarter;

// What a model remembers.
constexpr std::size_t mostSolos = 10'000;
constexpr std::size_t mostPassages = 1000;
constexpr std::size_t mostText = 1U << 20U;
constexpr double slowest = 1;
constexpr double fastest = 999;
constexpr int leap = 5;
/// A passage with fewer notes tells nothing.
constexpr std::size_t fewestNotes = 6;

using Traits = std::array<double, traits>;

double share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

std::optional<Traits> traitsOf(const Line& line, std::size_t first, std::size_t last)
{
    const auto count = static_cast<double>(last - first);
    if (last - first < fewestNotes)
        return std::nullopt;
    const auto& notes = line.notes;
    const double beats =
        static_cast<double>(notes[last - 1].start - notes[first].start + beat) / beat;
    double rests = 0;
    double offEighths = 0;
    double inScale = 0;
    double withChord = 0;
    double pitches = 0;
    double moves = 0;
    double leaps = 0;
    double repeats = 0;
    std::set<int> onBeats;
    std::vector<int> offBeats;
    for (std::size_t i = first; i < last; ++i) {
        const LineNote& note = notes[i];
        rests += note.rest;
        offEighths += note.start % (beat / 2) != 0 ? 1 : 0;
        const int number = note.start / beat - (note.start % beat < 0 ? 1 : 0);
        if (note.start % beat == 0)
            onBeats.insert(number);
        else
            offBeats.push_back(number);
        if (const ChordShape shape = line.setting.shapeAt(note.start); shape.isChord()) {
            withChord += 1;
            inScale += shape.inScale(note.pitch) ? 1 : 0;
        }
        pitches += note.pitch;
        if (i > 0 && notes[i - 1].rest == 0) {
            const int move = std::abs(note.pitch - notes[i - 1].pitch);
            moves += 1;
            leaps += move >= leap ? 1 : 0;
            repeats += move == 0 ? 1 : 0;
        }
    }
    const auto heldOver = static_cast<double>(std::count_if(
        offBeats.begin(), offBeats.end(), [&](int b) { return !onBeats.contains(b + 1); }));
    return Traits{count / beats,
                  rests / beat / beats,
                  offEighths / count,
                  share(heldOver, static_cast<double>(offBeats.size())),
                  withChord > 0 ? inScale / withChord : 0.8,
                  share(leaps, moves),
                  pitches / count,
                  share(repeats, moves)};
}

std::vector<std::optional<Traits>> passagesOf(const Line& line)
{
    std::vector<std::optional<Traits>> passages;
    const int steps = characterBars * line.setting.barSteps;
    std::size_t first = 0;
    for (int end = steps; first < line.notes.size() && passages.size() < mostPassages;
         end += steps) {
        std::size_t last = first;
        while (last < line.notes.size() && line.notes[last].start < end)
            ++last;
        passages.push_back(traitsOf(line, first, last));
        first = last;
    }
    return passages;
}

template<typename Number>
bool takeNumber(std::string_view& text, Number& number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc())
        return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

bool takeCharacter(std::string_view& text, Character& character)
{
    int voice = 0;
    if (!takeNumber(text, voice) || voice < -1 || voice >= static_cast<int>(voices.size()) ||
        text.size() < traits + 1 || text.front() != ':')
        return false;
    character.voice = static_cast<std::int8_t>(voice);
    for (std::size_t i = 0; i < traits; ++i) {
        const char sign = text[i + 1];
        if (sign != '-' && (sign < '0' || sign >= '0' + traitLevels))
            return false;
        character.levels[i] = static_cast<std::int8_t>(sign == '-' ? -1 : sign - '0');
    }
    text.remove_prefix(traits + 1);
    return true;
}

bool takeSolo(std::string_view text, SoloCharacter& solo)
{
    if (!takeNumber(text, solo.tempo) || !(solo.tempo >= slowest && solo.tempo <= fastest))
        return false;
    while (!text.empty() && solo.passages.size() < mostPassages) {
        if (text.front() != ' ')
            return false;
        text.remove_prefix(1);
        if (!takeCharacter(text, solo.passages.emplace_back()))
            return false;
    }
    return text.empty() && !solo.passages.empty();
}

} // namespace

std::span<const std::string_view> voiceNames()
{
    return voices;
}

std::int8_t voiceNumber(std::string_view name)
{
    const auto found = std::find(voices.begin(), voices.end(), name);
    return static_cast<std::int8_t>(found == voices.end() ? -1 : found - voices.begin());
}

const Character& SoloCharacter::at(int step, int barSteps) const
{
    const auto passage = static_cast<std::size_t>(std::max(0, step) / (characterBars * barSteps));
    return passages[std::min(passage, passages.size() - 1)];
}

std::vector<SoloCharacter> charactersOf(std::span<const Line> lines)
{
    std::vector<std::vector<std::optional<Traits>>> all;
    std::array<std::vector<double>, traits> distributions;
    for (const Line& line : lines) {
        all.push_back(passagesOf(line));
        for (const auto& passage : all.back())
            for (std::size_t i = 0; passage && i < traits; ++i)
                distributions[i].push_back((*passage)[i]);
    }
    for (auto& distribution : distributions)
        std::sort(distribution.begin(), distribution.end());
    const auto level = [&](std::size_t trait, double amount) {
        const auto& sorted = distributions[trait];
        const auto below = std::upper_bound(sorted.begin(), sorted.end(), amount) - sorted.begin();
        // The upper edge of each fifth belongs to the next.
        return std::min(traitLevels - 1,
                        static_cast<int>((below - 1) * traitLevels /
                                         static_cast<std::ptrdiff_t>(sorted.size())));
    };
    std::vector<SoloCharacter> characters;
    for (std::size_t l = 0; l < lines.size(); ++l) {
        SoloCharacter& solo = characters.emplace_back();
        solo.tempo = std::clamp(lines[l].setting.tempo, slowest, fastest);
        const std::int8_t voice = voiceNumber(lines[l].voice);
        for (const auto& passage : all[l]) {
            Character& character = solo.passages.emplace_back();
            character.voice = voice;
            for (std::size_t i = 0; passage && i < traits; ++i)
                character.levels[i] = static_cast<std::int8_t>(level(i, (*passage)[i]));
        }
        if (solo.passages.empty())
            solo.passages.emplace_back().voice = voice;
    }
    return characters;
}

std::string charactersText(std::span<const SoloCharacter> characters)
{
    std::string text;
    for (const SoloCharacter& solo : characters.first(std::min(characters.size(), mostSolos))) {
        const std::size_t before = text.size();
        std::array<char, 32> number{};
        const auto end =
            std::to_chars(number.data(), number.data() + number.size(), solo.tempo).ptr;
        text.append(number.data(), end);
        for (const Character& character : solo.passages) {
            text += ' ' + std::to_string(character.voice) + ':';
            for (const std::int8_t amount : character.levels)
                text += amount < 0 ? '-' : static_cast<char>('0' + amount);
        }
        text += '\n';
        if (text.size() > mostText) {
            text.resize(before);
            break;
        }
    }
    return text;
}

Result<std::vector<SoloCharacter>> readCharacters(std::string_view text)
{
    std::vector<SoloCharacter> characters;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (characters.size() == mostSolos ||
            !takeSolo(text.substr(0, end), characters.emplace_back()))
            return fail(ErrorCode::Malformed,
                        "the characters of the model's corpus cannot be read");
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return characters;
}

} // namespace woodshed
