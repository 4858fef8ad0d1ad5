#include "corpus/linevalues.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <map>
#include <string>

namespace woodshed
{

namespace
{

constexpr char holds = 'h';
constexpr char ends = 'e';
constexpr char rests = 'r';
constexpr char moves = 'i';

/// From this many notes on rare values are left out.
constexpr std::size_t largeCorpus = 4000;
constexpr int rareTime = 4;
constexpr int rareRest = 2;
constexpr int rareMove = 4;

std::string text(char kind, int amount)
{
    return kind + std::to_string(amount);
}

/// Long rests are told in eighths.
int restSteps(int length)
{
    constexpr int fine = 24;
    constexpr int eighth = stepsPerQuarter / 2;
    const int bounded = std::min(length, longestRest);
    return bounded <= fine ? bounded : (bounded + eighth / 2) / eighth * eighth;
}

int foldedMove(int semitones)
{
    while (semitones > widestMove)
        semitones -= 12;
    while (semitones < -widestMove)
        semitones += 12;
    return semitones;
}

} // namespace

std::string lineValueText(const LineValue& value)
{
    switch (value.stage) {
    case LineStage::Time:
        return text(value.rests ? ends : holds, std::min(value.amount, longestHold));
    case LineStage::Rest:
        return text(rests, restSteps(value.amount));
    case LineStage::Pitch:
        break;
    }
    return text(moves, foldedMove(value.amount));
}

std::optional<LineValue> readLineValue(std::string_view text)
{
    if (text.size() < 2)
        return std::nullopt;
    LineValue value;
    const char* first = text.data() + 1;
    const char* last = text.data() + text.size();
    const auto [end, error] = std::from_chars(first, last, value.amount);
    if (error != std::errc() || end != last)
        return std::nullopt;
    const auto within = [&value](int low, int high) {
        return value.amount >= low && value.amount <= high;
    };
    switch (text.front()) {
    case holds:
    case ends:
        value.stage = LineStage::Time;
        value.rests = text.front() == ends;
        return within(1, longestHold) ? std::optional(value) : std::nullopt;
    case rests:
        value.stage = LineStage::Rest;
        return within(1, longestRest) ? std::optional(value) : std::nullopt;
    case moves:
        value.stage = LineStage::Pitch;
        return within(-widestMove, widestMove) ? std::optional(value) : std::nullopt;
    default:
        return std::nullopt;
    }
}

LineVocabulary::LineVocabulary(std::span<const Line> lines)
{
    std::map<int, int> held;
    std::map<int, int> ended;
    std::map<int, int> silent;
    std::map<int, int> moved;
    std::size_t notes = 0;
    for (const Line& line : lines) {
        notes += line.notes.size();
        for (std::size_t i = 0; i < line.notes.size(); ++i) {
            const LineNote& note = line.notes[i];
            ++(note.rest > 0 ? ended : held)[std::min(note.length, longestHold)];
            if (note.rest > 0)
                ++silent[restSteps(note.rest)];
            if (i > 0)
                ++moved[foldedMove(note.pitch - line.notes[i - 1].pitch)];
        }
    }
    const bool large = notes >= largeCorpus;
    std::vector<std::string> values;
    const auto keep = [&](char kind, const std::map<int, int>& counts, int rare) {
        for (const auto& [amount, count] : counts)
            if (!large || count >= rare)
                values.push_back(text(kind, amount));
    };
    keep(holds, held, rareTime);
    keep(ends, ended, rareTime);
    keep(rests, silent, rareRest);
    keep(moves, moved, rareMove);
    // A line can always go on, end, rest and move.
    constexpr int eighth = stepsPerQuarter / 2;
    values.push_back(text(holds, eighth));
    values.push_back(text(ends, eighth));
    values.push_back(text(rests, stepsPerQuarter));
    for (int move = -12; move <= 12; ++move)
        values.push_back(text(moves, move));
    m_values = Vocabulary(std::move(values));
    (void)understand();
}

Result<LineVocabulary> LineVocabulary::read(const Vocabulary& values)
{
    LineVocabulary vocabulary;
    vocabulary.m_values = values;
    if (auto understood = vocabulary.understand(); !understood)
        return forward(understood);
    return vocabulary;
}

Result<void> LineVocabulary::understand()
{
    for (auto& range : m_ranges)
        range = {std::numeric_limits<std::int32_t>::max(), -1};
    m_meanings.clear();
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const auto value = readLineValue(m_values[i]);
        if (!value)
            return fail(ErrorCode::Malformed,
                        "the model has a value that is none of the Woodshed profile", m_values[i]);
        m_meanings.push_back(*value);
        // The sorted order of the texts puts the values of one stage side by side.
        IndexRange& range = m_ranges[static_cast<std::size_t>(value->stage)];
        range.first = std::min(range.first, static_cast<std::int32_t>(i));
        range.last = static_cast<std::int32_t>(i) + 1;
    }
    bool holding = false;
    bool ending = false;
    for (const LineValue& value : m_meanings) {
        holding = holding || (value.stage == LineStage::Time && !value.rests);
        ending = ending || (value.stage == LineStage::Time && value.rests);
    }
    const bool complete =
        std::all_of(m_ranges.begin(), m_ranges.end(),
                    [](const IndexRange& range) { return range.last > range.first; });
    if (!complete || !holding || !ending)
        return fail(ErrorCode::Malformed, "the model lacks values to hold, to rest or to move");
    return {};
}

std::int32_t LineVocabulary::nearest(LineStage stage, bool resting, int amount) const
{
    const IndexRange candidates = range(stage);
    std::int32_t best = candidates.first;
    int least = std::numeric_limits<int>::max();
    for (std::int32_t i = candidates.first; i < candidates.last; ++i) {
        const LineValue& value = (*this)[i];
        if (stage == LineStage::Time && value.rests != resting)
            continue;
        const int distance = std::abs(value.amount - amount);
        if (distance < least) {
            least = distance;
            best = i;
        }
    }
    return best;
}

std::int32_t LineVocabulary::timeValue(int length, bool resting) const
{
    return nearest(LineStage::Time, resting, std::min(length, longestHold));
}

std::int32_t LineVocabulary::restValue(int length) const
{
    return nearest(LineStage::Rest, false, restSteps(length));
}

std::int32_t LineVocabulary::moveValue(int semitones) const
{
    return nearest(LineStage::Pitch, false, foldedMove(semitones));
}

} // namespace woodshed
