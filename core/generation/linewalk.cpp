#include "generation/linewalk.h"

#include <utility>

namespace woodshed
{

LineWalk::LineWalk(std::shared_ptr<const Weights> weights, const LineVocabulary& vocabulary,
                   const LineSetting& setting, int start, int pitch)
    : m_vocabulary(vocabulary)
    , m_state(setting, start, pitch)
    , m_network(std::move(weights))
{
}

std::span<const float> LineWalk::ask(const Character& character)
{
    m_state.inputs(m_vocabulary, character, m_inputs);
    return m_network.step(m_inputs, m_vocabulary.range(m_state.stage()));
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
