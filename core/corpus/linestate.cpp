#include "corpus/linestate.h"

#include <algorithm>
#include <cmath>

namespace woodshed
{

namespace
{

constexpr int moveRows = 2 * widestMove + 1;
constexpr int chordRows = chordFamilies * 12;

/// Groups of rows, one after the other; in most of them exactly one row is 1.
enum Group : std::size_t {
    Stage,
    Move,
    MoveBefore,
    Place,
    Beat,
    Subdivision,
    BarOfFour,
    BarOfEight,
    Metre,
    Tempo,
    ChordNow,
    ChordNext,
    UntilNext,
    Degree,
    ChordTones,
    ScaleTones,
    Pitch,
    PhraseLength,
    BelowHighest,
    AboveLowest,
    Voice,
    Traits,
    groups
};
constexpr std::array<int, groups> sizes{static_cast<int>(lineStages),
                                        moveRows,
                                        moveRows,
                                        64,
                                        8,
                                        12,
                                        4,
                                        8,
                                        2,
                                        10,
                                        chordRows,
                                        chordRows,
                                        10,
                                        chordRows,
                                        12,
                                        12,
                                        50,
                                        12,
                                        14,
                                        14,
                                        4,
                                        static_cast<int>(traits) * traitLevels};

constexpr std::array<int, groups + 1> startsOf()
{
    std::array<int, groups + 1> starts{};
    for (std::size_t group = 0; group < groups; ++group)
        starts[group + 1] = starts[group] + sizes[group];
    return starts;
}
constexpr auto starts = startsOf();

int positiveModulo(int number, int divisor)
{
    return (number % divisor + divisor) % divisor;
}

/// 1, 2, ... 5, then ever wider classes.
int phraseClass(int notes)
{
    constexpr std::array<int, 6> edges{6, 9, 13, 17, 25, 40};
    if (notes < edges.front())
        return std::max(0, notes);
    int number = 6;
    for (std::size_t i = 1; i < edges.size(); ++i)
        number += notes >= edges[i] ? 1 : 0;
    return number;
}

int untilClass(int steps)
{
    constexpr int halfBeat = stepsPerQuarter / 2;
    if (steps < 4 * stepsPerQuarter)
        return std::max(0, steps / halfBeat);
    return steps < 8 * stepsPerQuarter ? 8 : 9;
}

/// The row of a chord seen from a pitch.
int chordRow(const ChordShape& shape, int pitch)
{
    if (!shape.isChord())
        return static_cast<int>(ChordFamily::None) * 12;
    return static_cast<int>(shape.family) * 12 + positiveModulo(shape.root - pitch, 12);
}

int boundedMove(int move)
{
    return std::clamp(move, -widestMove, widestMove) + widestMove;
}

} // namespace

std::int32_t lineInputs(std::size_t values)
{
    return starts.back() + 2 * static_cast<std::int32_t>(values);
}

IndexRange characterInputs()
{
    return {starts[Voice], starts.back()};
}

LineState::LineState(const LineSetting& setting, int start, int pitch)
    : m_setting(&setting)
    , m_time(start)
    , m_pitch(pitch)
{
    remember(pitch);
}

void LineState::remember(int pitch)
{
    m_newest = (m_newest + 1) % remembered;
    m_recent[m_newest] = pitch;
    m_recentCount = std::min(m_recentCount + 1, remembered);
}

void LineState::inputs(const LineVocabulary& vocabulary, const Character& character,
                       std::vector<std::int32_t>& inputs) const
{
    inputs.clear();
    const auto add = [&inputs](Group group, int row) {
        inputs.push_back(starts[group] + std::clamp(row, 0, sizes[group] - 1));
    };
    add(Stage, static_cast<int>(m_stage));
    add(Move, boundedMove(m_move));
    add(MoveBefore, boundedMove(m_moveBefore));

    const int place = positiveModulo(m_time, m_setting->barSteps);
    const int bar = (m_time - place) / m_setting->barSteps;
    add(Place, place);
    add(Beat, place / stepsPerQuarter);
    add(Subdivision, place % stepsPerQuarter);
    add(BarOfFour, positiveModulo(bar, 4));
    add(BarOfEight, positiveModulo(bar, 8));
    add(Metre, m_setting->barSteps == 4 * stepsPerQuarter ? 0 : 1);
    add(Tempo, static_cast<int>((m_setting->tempo - 60) / 25));

    const int now = m_setting->chordAt(m_time);
    const ChordShape shape = m_setting->shapeAt(m_time);
    add(ChordNow, chordRow(shape, m_pitch));
    if (const auto next = static_cast<std::size_t>(now + 1); next < m_setting->chords.size()) {
        add(ChordNext, chordRow(m_setting->chords[next].shape, m_pitch));
        add(UntilNext, untilClass(m_setting->chords[next].start - m_time));
    }
    if (shape.isChord()) {
        add(Degree, static_cast<int>(shape.family) * 12 + shape.above(m_pitch));
        for (int interval = 0; interval < 12; ++interval) {
            if (shape.hasTone(m_pitch + interval))
                add(ChordTones, interval);
            if (shape.inScale(m_pitch + interval))
                add(ScaleTones, interval);
        }
    }

    constexpr int lowestPitch = 40;
    add(Pitch, m_pitch - lowestPitch);
    add(PhraseLength, phraseClass(m_notesInPhrase));
    int highest = m_pitch;
    int lowest = m_pitch;
    for (std::size_t i = 0; i < m_recentCount; ++i) {
        const int pitch = m_recent[(m_newest + remembered - i) % remembered];
        highest = std::max(highest, pitch);
        lowest = std::min(lowest, pitch);
    }
    add(BelowHighest, highest - m_pitch);
    add(AboveLowest, m_pitch - lowest);

    if (character.voice >= 0)
        add(Voice, character.voice);
    for (std::size_t i = 0; i < traits; ++i)
        if (character.levels[i] >= 0)
            add(Traits, static_cast<int>(i) * traitLevels + character.levels[i]);

    const auto values = static_cast<std::int32_t>(vocabulary.values().size());
    if (m_lastValue >= 0)
        inputs.push_back(starts.back() + m_lastValue);
    if (m_lastDuration >= 0 && m_stage != LineStage::Time)
        inputs.push_back(starts.back() + values + m_lastDuration);
}

void LineState::takeTime(int length, bool rests, std::int32_t value)
{
    m_time += length;
    m_lastValue = value;
    m_lastDuration = value;
    m_notesInPhrase += 1;
    m_stage = rests ? LineStage::Rest : LineStage::Pitch;
}

void LineState::takeRest(int length, std::int32_t value)
{
    m_time += length;
    m_lastValue = value;
    m_lastDuration = value;
    m_notesInPhrase = 0;
    m_stage = LineStage::Pitch;
}

void LineState::takePitch(int pitch, std::int32_t value)
{
    m_moveBefore = m_move;
    m_move = pitch - m_pitch;
    m_pitch = pitch;
    remember(pitch);
    m_lastValue = value;
    m_stage = LineStage::Time;
}

} // namespace woodshed
