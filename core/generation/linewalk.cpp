#include "generation/linewalk.h"

#include <algorithm>
#include <utility>

namespace woodshed
{
namespace
{

/// 1 would be the network as it is. Solos measure closest to players' at 2, as a set and each for
/// itself: 1.5 leaves them too alike, 2.5 drives the single ones out of the ranges.
constexpr float guidance = 2;

} // namespace

LineWalk::LineWalk(std::shared_ptr<const Weights> weights, const LineVocabulary& vocabulary,
                   const LineSetting& setting, int start, int pitch)
    : m_vocabulary(vocabulary)
    , m_state(setting, start, pitch)
    , m_network(weights)
    , m_plain(std::move(weights))
{
}

std::span<const float> LineWalk::ask(const Character& character)
{
    const IndexRange range = m_vocabulary.range(m_state.stage());
    m_state.inputs(m_vocabulary, {}, m_inputs);
    (void)m_plain.step(m_inputs, range);
    m_state.inputs(m_vocabulary, character, m_inputs);
    const auto probabilities = m_network.step(m_inputs, range);
    const auto plain = m_plain.logits();
    const auto drawn = m_network.logits();
    m_logits.resize(drawn.size());
    std::transform(plain.begin(), plain.end(), drawn.begin(), m_logits.begin(),
                   [](float without, float with) { return without + guidance * (with - without); });
    return probabilities;
}

void LineWalk::hold(int length, bool rests)
{
    m_state.takeTime(length, rests, m_vocabulary.timeValue(length, rests));
}

void LineWalk::rest(int length)
{
    m_state.takeRest(length, m_vocabulary.restValue(length));
}

void LineWalk::go(int pitch)
{
    m_state.takePitch(pitch, m_vocabulary.moveValue(pitch - m_state.pitch()));
}

void LineWalk::follow(std::span<const LineNote> notes, const Character& character)
{
    for (std::size_t i = 0; i + 1 < notes.size(); ++i) {
        (void)ask(character);
        hold(notes[i].length, notes[i].rest > 0);
        if (notes[i].rest > 0) {
            (void)ask(character);
            rest(notes[i].rest);
        }
        (void)ask(character);
        go(notes[i + 1].pitch);
    }
}

} // namespace woodshed
