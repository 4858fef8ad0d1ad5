#include "generation/linebias.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "support/portablemath.h"

namespace woodshed
{

namespace
{

double log2Of(double number)
{
    constexpr double oneOverLn2 = 1.4426950408889634;
    return portableLog(number) * oneOverLn2;
}

/// How strongly the dials pull; chosen so that five settings part clearly and the ends still make
/// music.
constexpr double densityPull = 0.6;  ///< for each halving of a note
constexpr double spacePull = 0.8;    ///< against resting
constexpr double outsidePull = 0.85; ///< for notes outside the scale
constexpr double insidePull = 0.35;  ///< against tones of the chord
constexpr double chordPull = 0.85;   ///< for tones of the chord
constexpr double contourPull = 0.16; ///< against each semitone beyond a step
constexpr double edgePull = 0.6;     ///< for each semitone beyond the range asked for
constexpr double awayPull = 0.12;    ///< for each semitone away from the middle
constexpr double widePull = 0.26;    ///< for each semitone of a move

/// A wide line goes up for half of so many bars, and down for the other half.
constexpr int wanderingBars = 8;

/// Where players' lines lie.
constexpr double lowestMiddle = 63;
constexpr double middleStep = 2;
constexpr double usualHalfWidth = 12;

/// Towards the end of the form lines come to rest.
constexpr double restAtEnd = 3;
constexpr double chordAtEnd = 1.2;

/// From -1 to 1 and back.
double triangle(int time, int period)
{
    const double phase = static_cast<double>(time % period) / period;
    return 1 - 4 * std::abs(phase - 0.5);
}

double levelsFor(double dial)
{
    return 2 * dial;
}

} // namespace

LineBias::LineBias(const Dials& dials, const LineVocabulary& vocabulary, const LineSetting& setting,
                   int end)
    : m_dials(dials)
    , m_vocabulary(vocabulary)
    , m_setting(setting)
    , m_end(end)
{
}

Character LineBias::character(const Character& drawn) const
{
    Character character = drawn;
    const auto move = [&character](Trait trait, double dial) {
        if (dial == 0 || character[trait] < 0)
            return;
        const double moved = character[trait] + levelsFor(dial);
        character[trait] =
            static_cast<std::int8_t>(std::clamp(std::floor(moved + 0.5), 0.0, traitLevels - 1.0));
    };
    move(Trait::Density, m_dials.density);
    move(Trait::Space, -m_dials.density);
    move(Trait::Inside, -m_dials.risk);
    move(Trait::Leaps, m_dials.range);
    return character;
}

void LineBias::apply(const LineState& state, const Character& character,
                     std::span<double> logits) const
{
    switch (state.stage()) {
    case LineStage::Time:
        return applyTime(state, logits);
    case LineStage::Rest:
        return applyRest(logits);
    case LineStage::Pitch:
        return applyPitch(state, character, logits);
    }
}

void LineBias::applyTime(const LineState& state, std::span<double> logits) const
{
    const IndexRange range = m_vocabulary.range(LineStage::Time);
    const bool atEnd = m_end - state.time() <= m_setting.barSteps;
    for (std::int32_t i = range.first; i < range.last; ++i) {
        const LineValue& value = m_vocabulary[i];
        double& logit = logits[static_cast<std::size_t>(i)];
        if (m_dials.density != 0)
            logit -= m_dials.density * (densityPull * log2Of(value.amount * 2.0 / stepsPerQuarter) +
                                        (value.rests ? spacePull : 0));
        if (atEnd && value.rests)
            logit += restAtEnd;
    }
}

void LineBias::applyRest(std::span<double> logits) const
{
    if (m_dials.density == 0)
        return;
    const IndexRange range = m_vocabulary.range(LineStage::Rest);
    for (std::int32_t i = range.first; i < range.last; ++i)
        logits[static_cast<std::size_t>(i)] -=
            m_dials.density * densityPull *
            log2Of(static_cast<double>(m_vocabulary[i].amount) / stepsPerQuarter);
}

void LineBias::applyPitch(const LineState& state, const Character& character,
                          std::span<double> logits) const
{
    const IndexRange range = m_vocabulary.range(LineStage::Pitch);
    const ChordShape shape = m_setting.shapeAt(state.time());
    const double middle = lowestMiddle + middleStep * std::max<int>(0, character[Trait::Register]);
    const double upwards = triangle(state.time(), wanderingBars * m_setting.barSteps);
    const double halfWidth = usualHalfWidth * portableExp(0.7 * m_dials.range);
    const bool atEnd = m_end - state.time() <= m_setting.barSteps;
    for (std::int32_t i = range.first; i < range.last; ++i) {
        const int move = m_vocabulary[i].amount;
        const int pitch = state.pitch() + move;
        double& logit = logits[static_cast<std::size_t>(i)];
        if (m_dials.range != 0) {
            const double away = std::abs(pitch - middle);
            logit -= edgePull * std::max(0.0, away - halfWidth);
            logit += awayPull * m_dials.range * away;
            logit += widePull * std::max(0.0, m_dials.range) * upwards * move;
        }
        const bool isTone = shape.isChord() && shape.hasTone(pitch);
        if (m_dials.risk != 0 && shape.isChord()) {
            logit += shape.inScale(pitch) ? 0 : outsidePull * m_dials.risk;
            logit -= isTone ? insidePull * m_dials.risk : 0;
        }
        if (m_dials.harmony != 0) {
            logit += isTone ? chordPull * m_dials.harmony : 0;
            logit += contourPull * m_dials.harmony * std::max(0, std::abs(move) - 2);
        }
        if (atEnd && isTone)
            logit += chordAtEnd;
    }
}

} // namespace woodshed
