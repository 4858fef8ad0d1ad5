#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "corpus/linestate.h"
#include "generation/generator.h"

namespace woodshed
{

/// What the dials and the end of the form add to the network's logits.
class LineBias
{
public:
    /// `end`: the step at which the line must be over.
    LineBias(const Dials& dials, const LineVocabulary& vocabulary, const LineSetting& setting,
             int end);

    /// The character that the dials ask for: that of the corpus moved up or down.
    [[nodiscard]] Character character(const Character& drawn) const;

    /// Adds to the logits (one for each value) within the range of the state's stage.
    void apply(const LineState& state, const Character& character, std::span<double> logits) const;

private:
    void applyTime(const LineState& state, std::span<double> logits) const;
    void applyRest(std::span<double> logits) const;
    void applyPitch(const LineState& state, const Character& character,
                    std::span<double> logits) const;

    Dials m_dials;
    const LineVocabulary& m_vocabulary;
    const LineSetting& m_setting;
    int m_end;
};

} // namespace woodshed
