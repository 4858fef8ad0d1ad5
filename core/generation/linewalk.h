#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "corpus/linestate.h"
#include "model/inference.h"

namespace woodshed
{

/// A network walking along a line: it is asked for the next value, and told which one it became.
///
/// It walks twice: with a character and, beside, without. What the character changes is then taken
/// double (classifier-free guidance, Ho & Salimans 2022), because a small network says too little
/// of it: its solos were more alike than those it learned from. Training leaves characters out now
/// and then, so that the network knows both ways.
class LineWalk
{
public:
    /// `vocabulary` and `setting` must outlive the walk, which begins at a first note.
    LineWalk(std::shared_ptr<const Weights> weights, const LineVocabulary& vocabulary,
             const LineSetting& setting, int start, int pitch);

    [[nodiscard]] const LineState& state() const { return m_state; }

    /// Takes one step of the network; the answer must follow. The network's own probabilities of
    /// all values, 0 outside the stage's range.
    std::span<const float> ask(const Character& character);
    /// Guided by the character: what to draw from. 0 outside the stage's range.
    [[nodiscard]] std::span<const float> logits() const { return m_logits; }

    /// The answers; amounts need not be those of a value.
    void hold(int length, bool rests);
    void rest(int length);
    void go(int pitch);

    /// Lets the network follow a line that is already there: from the first note, where the walk
    /// stands, to the last, whose length is left open.
    void follow(std::span<const LineNote> notes, const Character& character);

private:
    const LineVocabulary& m_vocabulary;
    LineState m_state;
    StepNetwork m_network;
    StepNetwork m_plain; ///< that knows of no character
    std::vector<float> m_logits;
    std::vector<std::int32_t> m_inputs;
};

} // namespace woodshed
